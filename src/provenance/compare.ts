import { addresses } from "./addresses.ts";
import type { ManifestInput } from "./manifest.ts";

export interface MovedNumber {
  readonly address: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number | null;
  /** Change in per cent of what it was; null where that was nothing. */
  readonly percent: number | null;
}

export interface InputChange {
  readonly name: string;
  readonly what: "changed" | "added" | "removed";
  readonly rows_before: number | null;
  readonly rows_after: number | null;
}

/** One edition of a report: its document, and what its kind says of it. */
export interface Told {
  readonly id: string;
  readonly title: string;
  readonly headline: string;
  /** The number that the headline gives; null where there is none, absent where it gives no single one. */
  readonly answer?: number | null;
  /** Hash of what the workspace file says about it. */
  readonly settings: string;
  /** What its settings are called: `study`. */
  readonly called: string;
  readonly document: {
    readonly provenance: {
      readonly inputs: readonly ManifestInput[];
      readonly methods: Readonly<Record<string, number>>;
      readonly program_version: string;
    };
  };
}

/** What differs between two editions of a report, and why. */
export interface Comparison {
  readonly study: string;
  readonly title: string;
  readonly headline: { readonly before: string; readonly after: string; readonly moved: boolean };
  readonly causes: readonly string[];
  readonly inputs: readonly InputChange[];
  /** Every number that moved, came or went, in the order of the document. */
  readonly numbers: readonly MovedNumber[];
  /** How many words differ beside them. */
  readonly words: number;
}

const apart = (key: string): boolean => !key.startsWith("provenance.") && !key.startsWith("provenance[");

export const compareEditions = (before: Told, after: Told): Comparison => {
  const [old, now] = [addresses(before.document), addresses(after.document)];
  const keys = [...new Set([...old.keys(), ...now.keys()])].filter(apart);
  const differ = keys.filter((key) => old.get(key) !== now.get(key));
  const isNumber = (key: string): boolean =>
    typeof old.get(key) === "number" || typeof now.get(key) === "number";
  const inputs = inputChanges(before, after);
  return {
    study: after.id,
    title: after.title,
    headline: {
      before: before.headline,
      after: after.headline,
      moved: after.answer === undefined ? before.headline !== after.headline : before.answer !== after.answer,
    },
    causes: causesOf(before, after, inputs),
    inputs,
    numbers: differ.filter(isNumber).map((key) => moved(key, old.get(key), now.get(key))),
    words: differ.filter((key) => !isNumber(key)).length,
  };
};

const moved = (address: string, was: unknown, is: unknown): MovedNumber => {
  const [before, after] = [was, is].map((value) => (typeof value === "number" ? value : null)) as [
    number | null,
    number | null,
  ];
  const change = before === null || after === null ? null : after - before;
  const percent = change === null || before === 0 ? null : (100 * change) / Math.abs(before!);
  return { address, before, after, change, percent };
};

const inputChanges = (before: Told, after: Told): InputChange[] => {
  const old = new Map(before.document.provenance.inputs.map((input) => [input.name, input]));
  const now = new Map(after.document.provenance.inputs.map((input) => [input.name, input]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((name): InputChange[] => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was && is && was.sha256 === is.sha256) return [];
    const what = was && is ? "changed" : is ? "added" : "removed";
    return [{ name, what, rows_before: was?.rows ?? null, rows_after: is?.rows ?? null }];
  });
};

const causesOf = (before: Told, after: Told, inputs: readonly InputChange[]): string[] => {
  const [old, now] = [before.document.provenance, after.document.provenance];
  const methods = [...new Set([...Object.keys(old.methods), ...Object.keys(now.methods)])].sort();
  return [
    ...inputs.map(inputWords),
    ...(before.settings === after.settings
      ? []
      : [`the ${after.called}, or what it uses of the workspace, changed`]),
    ...methods
      .filter((name) => old.methods[name] !== now.methods[name])
      .map((name) => `${name}: version ${old.methods[name] ?? "none"} → ${now.methods[name] ?? "none"}`),
    ...(old.program_version === now.program_version
      ? []
      : [`whatworks ${old.program_version} → ${now.program_version}`]),
  ];
};

const rows = (count: number): string => count.toLocaleString("en-GB");

export const inputWords = ({ name, what, rows_before: before, rows_after: after }: InputChange): string => {
  if (before === null || after === null) return `${name} ${what}`;
  return before === after
    ? `${name} ${what} (${rows(before)} rows as before)`
    : `${name} ${what} (${rows(before)} → ${rows(after)} rows)`;
};
