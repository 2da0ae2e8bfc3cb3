/** A piece of a page whose every value has been escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = Html | string | number | undefined | null | false | readonly HtmlPart[];

/** Composes HTML: whatever stands in `${}` is escaped, unless it came out of this tag. Nothing is written for null. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((text, index) => text + (index < parts.length ? written(parts[index]) : "")).join(""));
}

function written(part: HtmlPart): string {
  if (part === undefined || part === null || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return part.map(written).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as it may stand between tags and in quoted attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** An anchor for anything by name. */
export function anchor(...names: readonly string[]): string {
  return names.map((name) => encodeURIComponent(name)).join("/");
}

const numbers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** `1234567` → `1,234,567`; nothing where there is no number. */
export function count(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "bigint" ? value.toLocaleString("en-US") : numbers.format(Number(value));
}

/** `2026-03-02T09:14:07Z` → `2026-03-02 09:14`. */
export function moment(value: unknown): string {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(String(value ?? ""));
  return found === null ? "–" : `${found[1]} ${found[2]}`;
}

/** `0.4 s`, `12 s`, `3 min`. */
export function took(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

export function share(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (100 * part) / whole;
  return `${percent > 0 && percent < 1 ? "<1" : percent < 100 && percent > 99 ? ">99" : Math.round(percent)} %`;
}

/** A quiet bar behind a number: how much of the most it is. */
export function bar(part: number, most: number): Html {
  const width = most <= 0 ? 0 : Math.max(part > 0 ? 1 : 0, Math.round((100 * part) / most));
  return html`<span class="bar"><i style="width:${Math.min(100, width)}%"></i></span>`;
}
