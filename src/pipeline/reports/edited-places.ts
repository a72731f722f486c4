import { join } from "node:path";
import { type Part, splitPage } from "../../summaries/parts.ts";
import { documentAt } from "./document.ts";
import { type Entry, fromReports } from "./entry.ts";

export interface EditedPlace {
  readonly line: number | null;
  readonly what: string;
}

/** Where a generated file differs from what its document gives: the part and the first line that is not as written. */
export const editedPlaces = (entry: Entry, reports: string, path: string, content: string): EditedPlace[] => {
  const fresh = freshFile(entry, reports, fromReports(entry.id, path));
  const shown = path.replace("../", "");
  if (path.endsWith(".md")) return pagePlaces(shown, content, fresh);
  const line = fresh === undefined ? null : firstDifference(content.split(/\r?\n/), fresh.split("\n"), 0);
  return [{ line, what: `${shown} was changed by hand${at(line)}` }];
};

/** The file as the document of the report gives it; undefined when that cannot be read. */
const freshFile = (entry: Entry, reports: string, path: string): string | undefined => {
  if (path === entry.document) return undefined;
  try {
    const document = documentAt(join(reports, entry.document), entry);
    return entry.kind.pages(document).find((page) => page.path === path)?.content;
  } catch {
    // The document was changed too, perhaps beyond reading: the place is then the part alone.
    return undefined;
  }
};

const at = (line: number | null): string => (line === null ? "" : ` at line ${line}`);

const partsOf = (page: string): Map<string, Part> =>
  new Map(splitPage(page).flatMap((segment) => (segment.kind === "part" ? [[segment.id, segment]] : [])));

const pagePlaces = (path: string, page: string, fresh: string | undefined): EditedPlace[] => {
  const now = partsOf(page);
  const then = fresh === undefined ? undefined : partsOf(fresh);
  const lines = page.split(/\r\n?|\n/);
  const changed = [...now.values()].filter(({ id, edited, hash }) =>
    then ? edited || then.get(id)?.hash !== hash : edited,
  );
  const places = changed.map(({ id }): EditedPlace => {
    const mark = lines.findIndex((line) => line.startsWith(`<!-- whatworks:part ${id} `));
    const wanted = then?.get(id)?.body.split("\n");
    const line = wanted ? bodyDifference(lines, mark + 1, wanted) : mark + 1;
    return { line, what: `the generated part "${id}" of ${path} was changed by hand${at(line)}` };
  });
  for (const id of then?.keys() ?? [])
    if (!now.has(id)) places.push({ line: null, what: `the generated part "${id}" of ${path} is gone` });
  return places.length > 0
    ? places
    : [{ line: null, what: `the generated parts of ${path} were moved about` }];
};

/** The first line (from 1) of a part that is not as written; blank lines around the body do not count. */
const bodyDifference = (lines: readonly string[], from: number, wanted: readonly string[]): number => {
  let start = from;
  while (start < lines.length && lines[start]!.trim() === "" && wanted[0] !== "") start += 1;
  return firstDifference(lines.slice(start, start + wanted.length), wanted, start) ?? start + wanted.length;
};

const firstDifference = (
  found: readonly string[],
  wanted: readonly string[],
  offset: number,
): number | null => {
  const longest = Math.max(found.length, wanted.length);
  for (let k = 0; k < longest; k += 1)
    if (found[k]?.trimEnd() !== wanted[k]?.trimEnd()) return offset + k + 1;
  return null;
};
