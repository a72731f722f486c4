import type { Pool, PoolTest } from "../../evidence/meta/study.ts";
import { type MetaOptions, metaAnalysis } from "../../evidence/meta-analysis.ts";
import type { EstimateDocument, Settings } from "../../model/estimate.ts";
import { metaMethod } from "../estimate/methods.ts";
import { metaOptions } from "./options.ts";
import { readStudies, type TextTable } from "./studies.ts";

/** `whatworks estimate meta` on a table that is already read as text: one row per study. */
export const metaFromTable = (table: TextTable, settings: Settings): EstimateDocument => {
  const { input, warnings } = readStudies(table, settings);
  const options: MetaOptions = {
    pool: (settings.pool ?? "reml") as Pool,
    test: (settings.test ?? "z") as PoolTest,
    level: settings.confLevel,
    harmful: settings.harmful === "decrease" ? "decrease" : "increase",
  };
  const result = metaAnalysis(input, options);
  const shown = metaOptions
    .filter(({ key }) => settings[key] !== undefined)
    .map(({ key, flag }) => [flag.slice(2).replaceAll("-", "_"), settings[key]]);
  return {
    schema: "whatworks/estimate/1",
    method: metaMethod,
    settings: {
      ...Object.fromEntries(shown),
      pool: options.pool,
      test: options.test,
      conf_level: options.level,
    },
    model: result.model,
    estimates: result.estimates,
    diagnostics: result.diagnostics,
    warnings: [...warnings, ...result.warnings].map(({ code, message }) => ({ code, message })),
  };
};
