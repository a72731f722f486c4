import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EnvironmentError, UsageError } from "../model/errors.ts";
import type { Finding } from "../model/finding.ts";

/** What was planted in the data of the demonstration, by study. */
interface Truth {
  readonly studies: Readonly<Record<string, { readonly ratio: number; readonly planted: string }>>;
}

export interface TruthRow {
  readonly study: string;
  readonly planted: string;
  readonly truth: number;
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
  /** Does the interval hold the truth? */
  readonly covered: boolean;
}

/** The data set as it ships with the program, seen from the sources, the bundle or one of its chunks. */
const shipped = (): string => {
  for (const up of ["../", "../../", "../../../"]) {
    const place = fileURLToPath(new URL(`${up}datasets/london-demo/`, import.meta.url));
    if (existsSync(join(place, "whatworks.yaml"))) return place;
  }
  throw new EnvironmentError("environment/no-demo", {
    found: "an installation without its demonstration data",
    expected: "the folder datasets/london-demo beside the program",
    hint: "install the package again",
  });
};

/** Stands in the folder until the demonstration has run, so that one that was killed can be begun again. */
const underWay = ".whatworks-demo-under-way";

/**
 * Copies the demonstration into a folder that is empty, not there yet, or left by a demonstration that was killed, its reports inside.
 *
 * Throws UsageError usage/not-empty.
 */
export const copyDemo = (folder: string): void => {
  const unfinished = existsSync(join(folder, underWay));
  if (
    !unfinished &&
    existsSync(folder) &&
    (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)
  ) {
    throw new UsageError("usage/not-empty", {
      found: `${folder}, which is not an empty folder`,
      expected: "a folder that is empty, or not there yet",
      hint: "name another one: whatworks demo my-demo",
    });
  }
  const from = shipped();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, underWay), "");
  cpSync(from, folder, {
    recursive: true,
    filter: (path) => !/\.mjs$|[/\\](reports|\.whatworks)$/.test(path),
  });
  const yaml = readFileSync(join(from, "whatworks.yaml"), "utf8");
  writeFileSync(join(folder, "whatworks.yaml"), yaml.replace(/^reports:.*$/m, "reports: reports"));
};

/** The demonstration is whole: from here on its folder is the reader's own. */
export const finishDemo = (folder: string): void => rmSync(join(folder, underWay), { force: true });

/** Each headline beside the truth that was planted. */
export const againstTruth = (folder: string): TruthRow[] => {
  const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
  return Object.entries(truth.studies).map(([study, { ratio, planted }]) => {
    const path = join(folder, "reports", study, "finding.json");
    const { headline } = JSON.parse(readFileSync(path, "utf8")) as Finding;
    const { estimate, conf_low, conf_high } = headline;
    const covered = conf_low !== null && conf_high !== null && conf_low <= ratio && ratio <= conf_high;
    return { study, planted, truth: ratio, estimate, conf_low, conf_high, covered };
  });
};
