/** A number below 2^31 that stands for a text, the same in every run (FNV-1a, folded to 31 bits). */
export function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 1) ^ (hash & 1);
}
