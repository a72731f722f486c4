import type { LineCounter, Node, Pair } from "yaml";
import type { Fault } from "../../model/errors.ts";

export type PlacedFault = Fault & { code: string };

/** Turns an offset in the text into a line, a key and a frame with a caret. */
export interface Place {
  fault(
    code: string,
    offset: number,
    found: string,
    expected: string,
    hint: string,
    key?: string,
    width?: number,
  ): PlacedFault;
}

export const placing = (file: string, text: string, lines: LineCounter): Place => ({
  fault: (code, offset, found, expected, hint, key, width = 1) => {
    const { line, col } = lines.linePos(offset);
    const frame = codeFrame(text, line, col, width);
    return { code, file, line, ...(key ? { key } : {}), found, frame, expected, hint };
  },
});

const codeFrame = (text: string, line: number, column: number, width: number): string => {
  const all = text.split(/\r?\n/);
  const numbered = (n: number): string =>
    `      ${String(n).padStart(4)} | ${(all[n - 1] ?? "").slice(0, 120)}`;
  const caret = `           | ${" ".repeat(Math.max(0, column - 1))}${"^".repeat(Math.max(1, Math.min(width, 60)))}`;
  return [...(line > 1 ? [numbered(line - 1)] : []), numbered(line), caret].join("\n");
};

export const offsetOf = (node: Node | Pair | null | undefined): number => {
  if (node && "range" in node && node.range) return node.range[0];
  if (node && "key" in node) return offsetOf(node.key as Node);
  return 0;
};
