import { type Fault, UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Protocol } from "../../model/protocol.ts";
import type { InputRef } from "../../unit/report.ts";
import type { Entry, Family } from "./entry.ts";

/** What a workspace file says, as far as its reports need it. */
interface Sections {
  readonly sections: ReadonlyMap<string, unknown>;
  readonly protocols: readonly Protocol[];
  readonly sources: readonly string[];
  /** How messages call the file. */
  readonly file: string;
}

type Drawn = Omit<Entry, "reads">;

/**
 * Every report that a workspace asks for, those that others read first, otherwise in the order of the family.
 *
 * Throws UsageError report/name where two want one place; config/source and report/unknown where one reads what is not
 * there; report/circle where they wait for each other.
 */
export const entriesOf = (family: Family, workspace: Sections): Entry[] => {
  const drawn = family.flatMap((kind): Drawn[] => {
    const section = workspace.sections.get(kind.key);
    if (section === undefined) return [];
    return kind
      .list(section, workspace.protocols)
      .map((listed) => ({ ...listed, kind, inputs: kind.inputs(listed.config) }));
  });
  refuse("report/name", takenTwice(drawn, workspace));
  refuse("config/source", unknownSources(drawn, workspace));
  refuse("report/unknown", unknownReports(drawn, workspace));
  return inOrder(
    drawn.map((one) => ({ ...one, reads: one.inputs.flatMap((ref) => readBy(ref, drawn)) })),
    workspace.file,
  );
};

type Coded = Fault & { readonly code: string };

const refuse = (code: string, faults: readonly Coded[]): void => {
  if (faults.length > 0) throw new UsageError(code, faults[0]!, { faults });
};

/** Names of sources that reports stand for: a study may take the scores of an index as its outcome. */
const standIns = (drawn: readonly Drawn[]): string[] =>
  drawn.flatMap(({ kind }) => (kind.asSource ? [kind.asSource.name] : []));

const takenTwice = (drawn: readonly Drawn[], { sources, file }: Sections): Coded[] => {
  const places = drawn.flatMap((one) =>
    [...new Set([one.id, one.page, one.document])].map((place) => ({ place, one })),
  );
  const folders = places.flatMap(({ place, one }, k) => {
    const other = places.slice(0, k).find((held) => held.place === place && held.one !== one)?.one;
    return other
      ? [
          {
            code: "report/name",
            file,
            key: other.kind.key === one.kind.key ? one.kind.key : `${other.kind.key}.${other.id}`,
            found: `a ${other.kind.called} called ${place}`,
            expected: `another name: the ${one.kind.called} is written to ${place}`,
          },
        ]
      : [];
  });
  const stand = standIns(drawn)
    .filter((name) => sources.includes(name))
    .map((name) => ({
      code: "report/name",
      file,
      key: `sources.${name}`,
      found: `a source called ${name}`,
      expected: `another name: studies take the numbers of a report of this workspace by that name`,
    }));
  return [...folders, ...stand];
};

const unknownSources = (drawn: readonly Drawn[], { sources, file }: Sections): Coded[] => {
  const known = [...sources, ...standIns(drawn)];
  return drawn.flatMap(({ inputs }) =>
    inputs.flatMap((ref) =>
      ref.kind !== "source" || known.includes(ref.name)
        ? []
        : [
            {
              code: "config/source",
              file,
              key: ref.key,
              found: `the source "${ref.name}"`,
              expected: "a source of this workspace",
              hint: suggest(ref.name, known),
            },
          ],
    ),
  );
};

const unknownReports = (drawn: readonly Drawn[], { file }: Sections): Coded[] => {
  const known = drawn.map(({ id }) => id);
  return drawn.flatMap(({ inputs }) =>
    inputs.flatMap((ref) =>
      ref.kind !== "report" || known.includes(ref.id)
        ? []
        : [
            {
              code: "report/unknown",
              file,
              key: ref.key,
              found: `no report called "${ref.id}"`,
              expected: "a report of this workspace: a study, or what another section makes",
              hint: suggest(ref.id, known),
            },
          ],
    ),
  );
};

/** Ids of the reports whose documents a reference leads to. */
const readBy = (ref: InputRef, drawn: readonly Drawn[]): string[] => {
  if (ref.kind === "report") return [ref.id];
  if (ref.kind === "reports") return drawn.filter(({ kind }) => kind.key === ref.of).map(({ id }) => id);
  return [];
};

/** Reports that have to be known before this one: those it reads, and those that stand for a source of it. */
const waitsFor = ({ reads, inputs }: Entry, all: readonly Entry[]): string[] => [
  ...reads,
  ...inputs.flatMap((ref) =>
    ref.kind === "source"
      ? all.filter(({ kind }) => kind.asSource?.name === ref.name).map(({ id }) => id)
      : [],
  ),
];

/** Those that are read before those that read them; a stand-in for a source is computed, not read, and moves nobody. */
const inOrder = (all: readonly Entry[], file: string): Entry[] => {
  const done: Entry[] = [];
  const visit = (one: Entry, way: readonly string[]): void => {
    if (done.includes(one)) return;
    if (way.includes(one.id)) throw circle([...way.slice(way.indexOf(one.id)), one.id], one, file);
    for (const id of waitsFor(one, all)) {
      const other = all.find((held) => held.id === id)!;
      if (one.reads.includes(id)) visit(other, [...way, one.id]);
      else trace(other, [...way, one.id]);
    }
    done.push(one);
  };
  const trace = (one: Entry, way: readonly string[]): void => {
    if (way.includes(one.id)) throw circle([...way.slice(way.indexOf(one.id)), one.id], one, file);
    for (const id of waitsFor(one, all)) trace(all.find((held) => held.id === id)!, [...way, one.id]);
  };
  for (const one of all) visit(one, []);
  return done;
};

const circle = (ids: readonly string[], { kind }: Entry, file: string): UsageError =>
  new UsageError("report/circle", {
    file,
    key: kind.key,
    found: `${ids.join(" reads ")}: none of them can be made first`,
    expected: "reports that read what is made before them",
    hint: `take one of these names out of what ${ids[0]} reads`,
  });

/** Those of these ids and all whose documents they read, in order. */
export const withReads = (entries: readonly Entry[], ids: ReadonlySet<string>): Entry[] => {
  const wanted = new Set(ids);
  for (const one of [...entries].reverse())
    if (wanted.has(one.id)) for (const id of one.reads) wanted.add(id);
  return entries.filter(({ id }) => wanted.has(id));
};

/**
 * The reports that are asked for by id, by the name that results give them, or by the key of their section; all of them
 * where nothing is named.
 *
 * Throws UsageError usage/study, naming every word that means none.
 */
export const chosenEntries = (entries: readonly Entry[], words: readonly string[]): readonly Entry[] => {
  if (words.length === 0) return entries;
  const named = (word: string): Entry[] => {
    const own = entries.filter(({ id, name }) => id === word || name === word);
    return own.length > 0 ? own : entries.filter(({ kind }) => kind.key === word);
  };
  const known = [...new Set(entries.flatMap(({ name, kind }) => [name, kind.key]))];
  refuse(
    "usage/study",
    words
      .filter((word) => named(word).length === 0)
      .map((word) => ({
        code: "usage/study",
        found: `no study or report called "${word}"`,
        expected: "a study or another report of this workspace",
        hint: suggest(word, known),
      })),
  );
  const chosen = new Set(words.flatMap(named));
  return entries.filter((one) => chosen.has(one));
};
