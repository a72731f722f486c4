import type { Rounder } from "../../ingest/release/index.ts";
import { type Base, type Release, type ReleaseOf, strictest } from "../../model/release.ts";
import type { Format } from "../../model/source.ts";
import type { SourceData } from "../../model/source-data.ts";
import type { Workspace } from "../workspace.ts";
import { readKey } from "./key.ts";

/** What one place says about who may see what is made from it. */
export interface Declared {
  readonly release?: Release | undefined;
  /** Why every number may be printed. */
  readonly public?: string | undefined;
}

/** One report's level, and the sources whose counts are rounded for it. */
export interface ReportRelease extends ReleaseOf {
  readonly rounded: ReadonlySet<string>;
  readonly rounder?: Rounder;
}

/** A source as whoever holds it may look at it: nothing is printed from it but what is wrong with it. */
export const asItStands: ReportRelease = { level: "internal", rounded: new Set() };

const usualBase: Base = 5;

const said = ({ release, public: reason }: Declared): Release[] =>
  release !== undefined ? [release] : reason !== undefined ? ["public"] : [];

const published: readonly Format[] = ["police-uk-street", "london-borough"];

/** Of one source: the strictest that anyone said; where nobody did, public for what is published or invented. */
export const sourceLevel = (
  { format, invented }: { readonly format: Format; readonly invented: boolean },
  declared: readonly Declared[],
): { readonly level: Release; readonly reason: string } => {
  const levels = declared.flatMap(said);
  const reason =
    declared.find((one) => one.public !== undefined)?.public ??
    (invented
      ? "the data are invented"
      : published.includes(format)
        ? "the counts are open data, published by the police"
        : "declared public");
  if (levels.length > 0) return { level: strictest(levels), reason };
  return { level: invented || published.includes(format) ? "public" : "internal", reason };
};

/** The level of a report that reads these sources, none of them the index, with the key where counts have to be rounded. */
export const reportRelease = (
  workspace: Pick<Workspace, "config" | "folder" | "reports">,
  names: readonly string[],
  study: Declared = {},
): ReportRelease => {
  const { config } = workspace;
  // What reads no source is held to what is said of the workspace and of itself.
  const nothing = {
    name: "",
    ...sourceLevel({ format: "long", invented: config.invented ?? false }, [config, study]),
  };
  const each =
    names.length === 0
      ? [nothing]
      : names.map((name) => {
          const source = config.sources[name]!;
          const invented = source.invented ?? config.invented ?? false;
          return { name, ...sourceLevel({ format: source.format, invented }, [source, config, study]) };
        });
  const level = strictest(each.map((one) => one.level));
  if (level === "public")
    return { level, reason: [...new Set(each.map(({ reason }) => reason))].join("; "), rounded: new Set() };
  if (level === "internal") return { level, rounded: new Set() };
  const rounder = rounderOf(config, workspace.folder, [workspace.reports]);
  return {
    level,
    protection: { base: rounder.base, key_id: rounder.key.id },
    rounded: new Set(each.filter((one) => one.level === "protected").map(({ name }) => name)),
    rounder,
  };
};

/** What rounds counts, by the key of whoever runs the program. Throws PrivacyError release/no-key and others. */
export const rounderOf = (
  { key, protect }: { readonly key?: string | undefined; readonly protect?: { base: Base } | undefined },
  folder: string,
  outputs: readonly string[],
): Rounder => ({ base: protect?.base ?? usualBase, key: readKey(key, folder, outputs) });

/** The level of reports that are made from files and no workspace. */
export const releaseOfFiles = (
  data: SourceData,
  declared: Declared,
  rounder: Rounder | undefined,
): ReleaseOf => {
  const { level, reason } = sourceLevel(data, [declared]);
  if (level === "public") return { level, reason };
  return rounder ? { level, protection: { base: rounder.base, key_id: rounder.key.id } } : { level };
};

/** Fingerprint of an input as a report prints it: keyed where the report is protected, so that no guess can be tried. */
export const fingerprintOf = (
  { rounder }: { readonly rounder?: Rounder | undefined },
  sha256: string,
): string => (rounder ? rounder.key.fingerprint(sha256) : sha256);

/** An input as a report prints it: of a protected one neither size nor rows, which would tell of its counts. */
export const printedInput = <Input extends { readonly sha256: string }>(
  release: { readonly rounder?: Rounder | undefined },
  input: Input,
) =>
  release.rounder
    ? { ...input, sha256: fingerprintOf(release, input.sha256), bytes: null, rows: null }
    : input;

/** What a document says of its level. */
export const releaseShown = ({ level, reason, protection }: ReportRelease): ReleaseOf => ({
  level,
  ...(reason === undefined ? {} : { reason }),
  ...(protection ? { protection } : {}),
});
