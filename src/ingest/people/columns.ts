import type { Kind } from "./header-words.ts";
import { headerKind, isCounted, isPhoneName, isPlaceCode } from "./headers.ts";
import { type Sign, signOf } from "./signs.ts";

/** How a file is read: every column of single `events` is suspect, of `counts` what leaves no doubt, of a `file` both are told apart. */
export type Reading = "events" | "counts" | "file";
/** `certain` is refused, `likely` told where nobody declared it, `hint` told as a note. */
export type Suspicion = "certain" | "likely" | "hint";

export interface Verdict {
  readonly column: number;
  readonly suspicion: Suspicion;
  readonly reason: string;
}

export interface PersonalWatch {
  cell(column: number, text: string): void;
  verdicts(): readonly Verdict[];
}

/** What one spelling shows, looked at once: units and offences come again and again. */
interface Look {
  readonly sign: Sign | undefined;
  readonly year: number;
  readonly letters: boolean;
}

const day =
  /^(?:((?:19|20)\d{2})[-/.]?\d{2}[-/.]?\d{2}|\d{1,2}[-/. ](?:\d{1,2}|[\p{L}.]{3,10})[-/. ]((?:19|20)\d{2}|\d{2}))(?!\d)/u;
const yearOf = (text: string): number => {
  const found = text.length > 5 && text.length < 40 ? day.exec(text) : null;
  const year = found?.[1] ?? found?.[2];
  if (year === undefined) return Number.NaN;
  return year.length === 4 ? Number(year) : 1900 + Number(year) + (Number(year) < 40 ? 100 : 0);
};

const plainWord = /^(?:yes|no|y|n|true|false|na|n\/a|nan|null|none|male|female|m|f)$/i;
const lookAt = () => {
  const known = new Map<string, Look>();
  return (text: string): Look => {
    const before = known.get(text);
    if (before) return before;
    const look = {
      sign: signOf(text),
      year: yearOf(text),
      letters: /\p{L}/u.test(text) && !plainWord.test(text),
    };
    if (known.size < 20_000 && text.length < 80) known.set(text, look);
    return look;
  };
};

class Column {
  filled = 0;
  letters = 0;
  days = 0;
  years = 0;
  latest = 0;
  readonly hits = new Map<Sign, number>();
  /** The first spellings of each sign, as far as three: one number has a check digit by chance, three seldom. */
  readonly spellings = new Map<Sign, Set<string>>();

  add(text: string, { sign, year, letters }: Look): void {
    this.filled++;
    if (letters) this.letters++;
    if (sign) this.hit(sign, text);
    if (Number.isNaN(year)) return;
    this.days++;
    this.years += year;
    this.latest = Math.max(this.latest, year);
  }

  private hit(sign: Sign, text: string): void {
    this.hits.set(sign, (this.hits.get(sign) ?? 0) + 1);
    if (!sign.bare) return;
    const seen = this.spellings.get(sign) ?? new Set();
    this.spellings.set(sign, seen.size < 3 ? seen.add(text) : seen);
  }
}

export interface Watched {
  readonly header: readonly string[];
  readonly reading: Reading;
  /** Columns that are dropped or allowed, or whose kind rules a person out. */
  readonly exempt: (column: number) => boolean;
  /** Columns that become units, periods, outcomes and values. */
  readonly used: ReadonlySet<number>;
}

/** Watches the cells of a table go by and says at its end which columns are about persons, and why. No cell is kept. */
export const watchPersonal = (watched: Watched): PersonalWatch => {
  const { header, exempt, used } = watched;
  const columns = header.map(() => new Column());
  const skipped = header.map((_, i) => exempt(i) && !used.has(i));
  const look = lookAt();
  return {
    cell(column, text) {
      if (text !== "" && !skipped[column]) columns[column]?.add(text, look(text));
    },
    verdicts() {
      const newest = Math.max(0, ...columns.filter((_, i) => used.has(i)).map((one) => one.latest));
      const daily = columns.some((one, i) => used.has(i) && one.days * 2 > one.filled);
      const found = header.flatMap((name, i): Verdict[] => {
        if (exempt(i)) return [];
        const place = { ...watched, used: used.has(i), newest, daily };
        const one = byCells(name, columns[i]!, place) ?? byName(name, columns[i]!, place);
        return one ? [{ ...one, column: i }] : [];
      });
      // Beside a date of birth, a column called "name" is no longer the name of a place.
      const sure = found.some((one) => one.suspicion === "certain");
      return sure ? found.map(surer) : found;
    },
  };
};

const surer = (one: Verdict): Verdict =>
  one.suspicion === "likely" ? { ...one, suspicion: "certain" } : one;

interface Place extends Omit<Watched, "used"> {
  readonly used: boolean;
  readonly newest: number;
  readonly daily: boolean;
}

const holds = (what: string, suspicion: Suspicion): Omit<Verdict, "column"> => ({
  suspicion,
  reason: `holds what look like ${what}`,
});

const byCells = (
  name: string,
  column: Column,
  { reading, used, newest }: Place,
): Omit<Verdict, "column"> | undefined => {
  const { filled } = column;
  if (filled === 0) return undefined;
  const coded = isPlaceCode(name);
  const judged = [...column.hits].filter(
    ([sign]) =>
      !(sign.bare && (coded || (reading !== "events" && column.spellings.get(sign)!.size < 3))) &&
      (sign.reach === "everywhere" || (!used && sign.reach !== "hint")),
  );
  const sorted = judged.sort(([, a], [, b]) => b - a);
  const all = sorted.reduce((sum, [, hits]) => sum + hits, 0);
  // Of several kinds together (some numbers have a check digit by chance) the commonest gives the name.
  const telling =
    sorted.find(([{ share }, hits]) => hits >= share * filled) ??
    (all >= 0.8 * filled ? sorted[0] : undefined);
  if (telling) {
    const [{ what, reach, word }] = telling;
    // A table of anything may list people who are no secret (authors, galleries): a name in it is told and no more.
    const sure = reading === "events" || (reach !== "events" && !(word && reading === "file"));
    return holds(what, sure ? "certain" : "likely");
  }
  if (!used && column.days >= 0.8 * filled && newest > 0 && column.years / column.days <= newest - 10)
    return holds("dates of birth", reading === "file" ? "likely" : "certain");
  const hint = [...column.hits].find(
    ([{ reach, share }, hits]) => reach === "hint" && hits >= share * filled,
  );
  return hint && !used && reading === "events" ? holds(hint[0].what, "hint") : undefined;
};

const named: Readonly<Record<Kind, string>> = {
  identity: "is named as a personal column",
  role: "is named after a person in the event",
  trait: "is named after a trait of a person",
  address: "is named as an address",
  place: "is named as a place as fine as a door",
  text: "is named as free text",
  name: "is named as a name or contact",
};

const byName = (name: string, column: Column, place: Place): Omit<Verdict, "column"> | undefined => {
  const kind = headerKind(name);
  if (kind === undefined) return undefined;
  const suspicion = suspicionOf(kind, name, column.letters * 2 > column.filled, place);
  return suspicion && { suspicion, reason: named[kind] };
};

/** In a table of counts a word for persons heads counts as often as names: its cells decide. */
const suspicionOf = (kind: Kind, name: string, worded: boolean, place: Place): Suspicion | undefined => {
  const { reading, used, daily } = place;
  if (kind === "identity" && reading === "counts" && !worded && isCounted(name)) return undefined;
  // A telephone may be a shop's, and only a file of events or counts has no business with one.
  if (kind === "identity") return reading === "file" && isPhoneName(name) ? "likely" : "certain";
  if (used) return undefined;
  if (reading === "events") return "certain";
  if (kind === "role") return worded ? "certain" : undefined;
  if (reading === "file") return "likely";
  if (kind === "trait") return daily ? "certain" : undefined;
  return kind === "address" ? "certain" : "likely";
};
