import type { Row } from "./bytes.ts";
import type { FaultLog } from "./faults.ts";

/** A row that is not as wide as its header, with the likeliest reason. */
export const widthFault = (row: Row, header: readonly string[], log: FaultLog): string => {
  const cells = (n: number): string => `${n} cell${n === 1 ? "" : "s"}`;
  log.error("csv/width", `the row has ${cells(row.columns)}, the header ${header.length}`, {
    line: row.line,
    fix: reason(row, header.length),
  });
  return "csv/width";
};

const reason = ({ cells, columns }: Row, width: number): string => {
  const text = cells.map((cell) => cell.slice(0, 80));
  if (text[0]?.startsWith("\u001a"))
    return "remove the end-of-file mark that a DOS program wrote (byte 0x1A)";
  if (text.some((cell) => /[\u201c\u201d]/.test(cell)))
    return 'curly quotes do not quote: replace them by straight ones (")';
  if (columns > width) {
    if (text.slice(width).every((cell) => cell === "")) return "remove the delimiter at the end of the line";
    if (text[0]?.startsWith("'")) return 'quote cells with ", or declare --quote "\'"';
    if (text.some((cell, i) => /^\d{1,3}$/.test(cell) && /^\d{3}$/.test(text[i + 1] ?? "")))
      return "perhaps a thousands comma in a number: write 1204 for 1,204, or quote the cell";
    return "quote the cell that holds a delimiter, or remove the extra one";
  }
  if (columns === 1) return "a note or a second table under the first? move it to a file of its own";
  return "fill in the missing cells; a last row cut short means a download that stopped early";
};
