import { plural, someWords } from "../../summaries/numbers.ts";
import type { Behind } from "../report.ts";
import type { SafetyIndex } from "./types.ts";

/** What stands behind the numbers of an index: its years, areas, indicators and method. */
export const behind = ({
  title,
  periods,
  latest,
  method,
  provenance,
  base,
  indicators,
  areas,
}: SafetyIndex): Behind => ({
  question: `${title}: ${periods[0]} to ${latest}, 100 in ${base.year}`,
  cells: [
    `${plural(areas.length, "area")}, ${plural(indicators.length, "indicator")}: ${someWords(indicators.map((one) => one.title))}`,
  ],
  method: `${method.normalisation} by ${base.year}, ${method.weighting} weights, ${method.aggregation} mean; ${method.draws.toLocaleString("en-GB")} draws`,
  settings: provenance.config_sha256,
});
