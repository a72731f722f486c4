import { readTextTable } from "../../src/ingest/gate/text-table.ts";
import type { OptionSpec, Settings } from "../../src/model/estimate.ts";
import { findEstimator, readDesign, studyOf } from "../../src/pipeline/estimate/estimate.ts";
import { infer } from "../../src/pipeline/estimate/infer.ts";
import { metaOptions } from "../../src/pipeline/meta/command.ts";
import { metaFromTable } from "../../src/pipeline/meta/meta.ts";
import { closeEngine } from "../../src/pipeline/reading/engine.ts";

export const close = closeEngine;

/** Seconds of each fit with its inference, on the panel already read. */
export const inProcess = async (typed: readonly string[], file: string, runs: number): Promise<number[]> => {
  const work = await prepared(typed, file);
  return Array.from({ length: runs }, () => {
    const from = performance.now();
    work();
    return (performance.now() - from) / 1000;
  });
};

const prepared = async ([method, ...rest]: readonly string[], file: string): Promise<() => unknown> => {
  const typed = new Map<string, string>();
  for (let i = 0; i < rest.length; i += 2) typed.set(rest[i]!, rest[i + 1]!);
  if (method === "meta") {
    const { columns, lines } = await readTextTable(file, file, ",");
    const table = { file, lines, columns: Object.fromEntries(columns) };
    const settings = settingsOf(metaOptions, typed);
    return () => metaFromTable(table, settings);
  }
  const estimator = findEstimator(method!);
  const settings = settingsOf(estimator.options, typed);
  const predictors = (settings.predictors as string[] | undefined) ?? [];
  const text = (flag: string) => (typed.has(flag) ? { [flag.slice(2)]: typed.get(flag)! } : {});
  const design = await readDesign({
    method: method!,
    path: file,
    name: file,
    delimiter: ",",
    period: typed.get("--period")!,
    outcome: typed.get("--outcome")!,
    ...text("--unit"),
    ...text("--cohort"),
    ...text("--treated"),
    ...text("--exposure"),
    named: {},
    covariates: [],
    further: predictors.map((one) => one.split("@")[0]!),
    settings,
  });
  return () => infer(studyOf(estimator, design, settings));
};

const settingsOf = (options: readonly OptionSpec[], typed: ReadonlyMap<string, string>): Settings => ({
  ...Object.fromEntries(
    options.flatMap<[string, unknown]>(({ flag, key, takes, default: otherwise }) => {
      const value = typed.get(flag);
      if (value === undefined) return otherwise === undefined ? [] : [[key, otherwise]];
      return [[key, takes === "number" ? Number(value) : takes === "list" ? value.split(",") : value]];
    }),
  ),
  confLevel: 0.95,
  seed: "1",
});
