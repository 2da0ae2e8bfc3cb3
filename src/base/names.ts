/** What every name of the config must look like, so that it is a plain column or table name on every engine. */
export const namePattern = /^[a-z_][a-z0-9_]*$/;

/** `Order placed (web)` → `order_placed_web`. */
export function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[0-9]/.test(plain) || plain === "" ? `_${plain}` : plain;
}

/** `order_placed` → `order placed`. */
export function words(name: string): string {
  return name.replace(/_+/g, " ").trim();
}
