import type { CodePage } from "./page.ts";

interface Line {
  readonly text: string;
  readonly number: number;
}

/** The shape of every code: a subject and what is said of it, or three letters and two digits. */
export const codeShape = /^([a-z]+(-[a-z]+)*\/[a-z][a-z0-9]*(-[a-z0-9]+)*|[A-Z]{3}\d{2})$/;

/**
 * Reads one family of pages. A page is a heading `## CODE`, the line `severity: title`, and a list of What, Why, Do and
 * perhaps Example. A line may go on, indented, in the next; an example whose line breaks count stands between fences.
 *
 * Throws  PageError with the file and the line: a fault of whoever wrote the page, met by the tests and never by users.
 */
export const parsePages = (file: string, text: string): CodePage[] => {
  const lines = text.split(/\r?\n/).map((line, k) => ({ text: line, number: k + 1 }));
  const starts = lines.flatMap((line, k) => (line.text.startsWith("## ") ? [k] : []));
  const [title, ...stray] = lines.slice(0, starts[0] ?? lines.length);
  if (!title?.text.startsWith("# ")) throw fault(file, title ?? { text: "", number: 1 }, "expected # TITLE");
  for (const line of stray) if (line.text !== "") throw fault(file, line, "expected ## CODE before any text");
  return starts.map((start, k) => parsePage(file, lines.slice(start, starts[k + 1])));
};

export class PageError extends Error {}
const fault = (file: string, line: Line, expected: string): PageError =>
  new PageError(`${file}:${line.number}: ${expected}, found ${JSON.stringify(line.text)}`);

const parsePage = (file: string, [heading, ...rest]: readonly Line[]): CodePage => {
  const code = heading!.text.slice(3);
  if (!codeShape.test(code))
    throw fault(file, heading!, "expected ## and a code, room/what-it-says or ABC01");
  const [first, ...items] = joined(file, rest);
  const [, severity, title] = /^(error|warning|note): (\S.*)$/.exec(first?.text ?? "") ?? [];
  if (!title)
    throw fault(file, first ?? heading!, `expected error:, warning: or note: and a title under ${code}`);
  const parts = new Map<string, string>();
  for (const item of items) {
    const [, label, words] = /^- (What|Why|Do|Example): (\S[\s\S]*)$/.exec(item.text) ?? [];
    if (!words) throw fault(file, item, "expected - What:, - Why:, - Do: or - Example: and words");
    if (parts.has(label!)) throw fault(file, item, `expected one ${label} under ${code}`);
    parts.set(label!, words);
  }
  const [meaning, why, fix, example] = ["What", "Why", "Do", "Example"].map((label) => parts.get(label));
  if (!meaning || !why || !fix) throw fault(file, heading!, "expected What, Why and Do under it");
  const page = { code, severity: severity as CodePage["severity"], title, meaning, why, fix };
  return example ? { ...page, example } : page;
};

/** Items of a page, each with the lines that continue it; the line breaks of a fenced block stay. */
const joined = (file: string, lines: readonly Line[]): Line[] => {
  const items: Line[] = [];
  for (let k = 0; k < lines.length; k++) {
    const line = lines[k]!;
    const last = items.at(-1);
    if (line.text === "") continue;
    if (!last || !line.text.startsWith("  ")) items.push(line);
    else if (line.text === fence) {
      const end = lines.findIndex((other, at) => at > k && other.text === fence);
      if (end < 0) throw fault(file, line, "expected a fence that is closed");
      const block = lines.slice(k + 1, end).map(({ text }) => text.slice(2));
      items[items.length - 1] = { ...last, text: `${last.text} ${block.join("\n")}` };
      k = end;
    } else items[items.length - 1] = { ...last, text: `${last.text} ${line.text.slice(2)}` };
  }
  return items;
};
const fence = "  ```";
