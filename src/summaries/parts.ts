import { createHash } from "node:crypto";

/*
 * A generated page is a row of parts, each between two comment marks with a hash of what the program wrote. Anything
 * between parts belongs to the analyst and survives a re-run; a change inside a part is seen by its hash.
 */

export interface Part {
  readonly kind: "part";
  readonly id: string;
  /** As written between the marks, without the blank lines around it. */
  readonly body: string;
  readonly hash: string;
  /** The body no longer has the hash that its mark declares. */
  readonly edited: boolean;
}
export interface FreeText {
  readonly kind: "free";
  readonly body: string;
}
export type Segment = Part | FreeText;

const opening = /^<!-- whatworks:part ([a-z0-9-]+) sha256:([0-9a-f]{64}) -->$/;
const ending = "<!-- /whatworks:part -->";

/** Hash of a part's body. Line ends and outer blank lines do not count: git and editors change those by themselves. */
export const partHash = (body: string): string => createHash("sha256").update(normal(body)).digest("hex");

const normal = (body: string): string =>
  body
    .replace(/\r\n?/g, "\n")
    .replace(/[ \t]+$/gm, "")
    .trim();

export const markPart = (id: string, body: string): string => writePart(id, partHash(body), body);

const writePart = (id: string, hash: string, body: string): string =>
  `<!-- whatworks:part ${id} sha256:${hash} -->\n\n${body}\n\n${ending}`;

/** Splits a page into parts and free text, in order. A mark without its end is free text. */
export const splitPage = (page: string): Segment[] => {
  const lines = page.replace(/\r\n?/g, "\n").split("\n");
  const segments: Segment[] = [];
  let free: string[] = [];
  const flush = (): void => {
    const body = free.join("\n").trim();
    if (body !== "") segments.push({ kind: "free", body });
    free = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const mark = opening.exec(lines[at]!.trimEnd());
    const end = mark ? endOf(lines, at + 1) : -1;
    if (!mark || end < 0) {
      free.push(lines[at]!);
      continue;
    }
    flush();
    const body = normal(lines.slice(at + 1, end).join("\n"));
    const [, id, hash] = mark as unknown as [string, string, string];
    segments.push({ kind: "part", id, body, hash, edited: partHash(body) !== hash });
    at = end;
  }
  flush();
  return segments;
};

// A part cannot hold another: a second opening before the end means that the first lost its end.
const endOf = (lines: readonly string[], from: number): number => {
  for (let at = from; at < lines.length; at++) {
    if (lines[at]!.trimEnd() === ending) return at;
    if (opening.test(lines[at]!.trimEnd())) return -1;
  }
  return -1;
};

/** Ids of the parts of a page that someone has changed by hand. */
export const editedParts = (page: string): string[] =>
  splitPage(page).flatMap((segment) => (segment.kind === "part" && segment.edited ? [segment.id] : []));

/** What people wrote between the parts of a page, in order. */
export const commentary = (page: string): string[] =>
  splitPage(page).flatMap((segment) => (segment.kind === "free" ? [segment.body] : []));

export interface Merged {
  readonly page: string;
  /** Parts that were changed by hand; kept as they are unless `overwrite`. */
  readonly edited: readonly string[];
  /** How many runs of free text were carried over. */
  readonly kept: number;
}

/**
 * New parts with old commentary. Free text stays behind the part it stood behind; where that part is gone, behind
 * the nearest one before it that is still there. An edited part is kept and reported, unless `overwrite`.
 */
export const mergePage = (fresh: string, old: string, options: { overwrite?: boolean } = {}): Merged => {
  const next = splitPage(fresh);
  const previous = splitPage(old);
  const ids = new Set(next.flatMap((segment) => (segment.kind === "part" ? [segment.id] : [])));
  const hand = new Map<string, Part>();
  const notes = new Map<string, string[]>();
  let anchor = "";
  for (const segment of previous) {
    if (segment.kind === "free") notes.set(anchor, [...(notes.get(anchor) ?? []), segment.body]);
    else {
      if (ids.has(segment.id)) anchor = segment.id;
      if (segment.edited) hand.set(segment.id, segment);
    }
  }
  const kept = (id: string): Part | undefined => (options.overwrite ? undefined : hand.get(id));
  const lines = [...(notes.get("") ?? [])];
  for (const segment of next) {
    if (segment.kind === "free") lines.push(segment.body);
    else {
      const { id, hash, body } = kept(segment.id) ?? segment;
      lines.push(writePart(id, hash, body), ...(notes.get(id) ?? []));
    }
  }
  const carried = [...notes.values()].reduce((sum, found) => sum + found.length, 0);
  return { page: `${lines.join("\n\n")}\n`, edited: [...hand.keys()], kept: carried };
};
