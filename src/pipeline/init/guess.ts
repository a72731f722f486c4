import { columnKey } from "../../ingest/gate/head.ts";
import { adapters } from "../../ingest/index.ts";
import { shownNames } from "../../ingest/people/shown.ts";
import { isGuess } from "../../ingest/profile/guess.ts";
import { proposeTable } from "../../ingest/profile/propose.ts";
import { type Sample, sampleFile } from "../../ingest/profile/sample.ts";
import type { Declarations } from "../../ingest/profile/settle.ts";
import type { Format } from "../../model/source.ts";
import type { NamedFile } from "../reading/files.ts";

/** What a file seems to be, and why: `init` shows every reason and writes the guess where the analyst can see it. */
export type FileGuess =
  | {
      readonly role: "outcomes";
      readonly file: NamedFile;
      readonly format: Format;
      /** The keys of its source, as they are written. */
      readonly declarations: Declarations;
      /** The values are a score, a share or a rate, and not a count. */
      readonly level: boolean;
      readonly reasons: readonly string[];
      readonly questions: readonly string[];
    }
  | {
      readonly role: "interventions" | "units" | "unknown";
      readonly file: NamedFile;
      readonly reasons: readonly string[];
    };

export type OutcomeGuess = Extract<FileGuess, { role: "outcomes" }>;

export const guessFile = async (file: NamedFile): Promise<FileGuess> => {
  if (/\.parquet$/i.test(file.name))
    return asFormat(file, "long", "a Parquet file is taken for long rows: unit, period, outcome, value");
  const sample = sampleFile(file.path);
  return sample ? guessSample(file, sample) : unknown(file, "it is no table of delimited text");
};

const unknown = (file: NamedFile, why: string): FileGuess => ({ role: "unknown", file, reasons: [why] });

const asFormat = (file: NamedFile, format: Format, why: string): OutcomeGuess => ({
  role: "outcomes",
  file,
  format,
  declarations: { format },
  level: false,
  reasons: [why],
  questions: [],
});

const guessSample = (file: NamedFile, sample: Sample): FileGuess => {
  const keys = sample.header.map(columnKey);
  const has = (...names: string[]): boolean => names.every((name) => keys.includes(name));
  if (has("id", "unit", "start"))
    return { role: "interventions", file, reasons: ["it has the columns id, unit and start"] };
  // Long rows are known by their names; what else they hold is looked at all the same.
  const adapter = adapters.find(
    (one) => one.name !== "long" && one.name !== "wide" && one.recognises(sample.header, file.name),
  );
  if (adapter && adapter.name !== "incidents")
    return asFormat(file, adapter.name, `its header is that of "${adapter.title}"`);
  const guess = proposeTable(sample);
  if (isGuess(guess))
    return {
      role: "outcomes",
      file,
      format: guess.declarations.format as Format,
      declarations: guess.declarations,
      level: guess.level,
      reasons: guess.reasons,
      questions: guess.questions,
    };
  if (has("unit")) return { role: "units", file, reasons: ["one row a unit, and no period"] };
  return unknown(file, `${guess.why} (columns: ${shownNames(sample.header, 8)})`);
};
