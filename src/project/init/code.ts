/** A piece of TypeScript that can be laid out: a text on one line, or something with parts. */
export type Code = string | Block;

export interface Block {
  readonly open: string;
  readonly close: string;
  readonly parts: readonly Part[];
  /** Objects have a blank inside of their braces when they stand on one line. */
  readonly padded: boolean;
  /** One part a line, even where all would fit on one. */
  readonly tall: boolean;
}

export interface Part {
  readonly key?: string;
  /** Comments above it, each a sentence. */
  readonly remarks?: readonly string[];
  /** Nothing, for comments alone. */
  readonly code?: Code;
}

const width = 120;

/** A text in quotes, with the kind that needs fewer escapes. */
export function quoted(text: string): string {
  const double = JSON.stringify(text);
  const doubles = text.split('"').length;
  return doubles > text.split("'").length
    ? `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
    : double;
}

export function object(
  parts: readonly Part[],
  options: { readonly tall?: boolean; readonly call?: string } = {},
): Block {
  const [open, close] = options.call === undefined ? ["{", "}"] : [`${options.call}{`, "})"];
  return { open, close, parts, padded: true, tall: options.tall ?? false };
}

/** Several objects of several entries stand one below the other. */
export function array(items: readonly Part[], options: { readonly tall?: boolean } = {}): Block {
  const isTable =
    items.length > 1 && items.every(({ code }) => typeof code === "object" && code.padded && code.parts.length > 1);
  return { open: "[", close: "]", parts: items, padded: false, tall: (options.tall ?? false) || isTable };
}

export function call(name: string, args: readonly Code[]): Block {
  return { open: `${name}(`, close: ")", parts: args.map((code) => ({ code })), padded: false, tall: false };
}

/** The text of a piece that begins at an indentation, `before` standing on its first line already. */
export function layOut(code: Code, indent = 0, before = 0): string {
  if (typeof code === "string") return code;
  const flat = onOneLine(code);
  if (flat !== undefined && indent + before + flat.length + 1 <= width) return flat;
  const inner = " ".repeat(indent + 2);
  const lines = code.parts.flatMap((part) => {
    const label = part.key === undefined ? "" : `${part.key}: `;
    const remarks = (part.remarks ?? []).flatMap((remark) => commentLines(remark, indent + 2));
    return part.code === undefined
      ? remarks
      : [...remarks, `${inner}${label}${layOut(part.code, indent + 2, label.length)},`];
  });
  return [code.open, ...lines, `${" ".repeat(indent)}${code.close}`].join("\n");
}

function onOneLine(code: Code): string | undefined {
  if (typeof code === "string") return code;
  if (code.tall && code.parts.length > 0) return undefined;
  const parts: string[] = [];
  for (const part of code.parts) {
    const flat = part.code === undefined ? undefined : onOneLine(part.code);
    if (flat === undefined || (part.remarks ?? []).length > 0) return undefined;
    parts.push(part.key === undefined ? flat : `${part.key}: ${flat}`);
  }
  const space = code.padded && parts.length > 0 ? " " : "";
  return `${code.open}${space}${parts.join(", ")}${space}${code.close}`;
}

/** A comment in lines that fit. */
export function commentLines(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && indent + line.length + word.length + 4 > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one) => `${" ".repeat(indent)}// ${one}`);
}
