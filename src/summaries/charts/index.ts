import type { Finding } from "../../model/finding.ts";
import type { ChartMaker, Figure } from "./chart.ts";
import { counterfactualChart } from "./counterfactual.ts";
import { doseChart } from "./dose.ts";
import { effectByMethodChart } from "./effect-by-method.ts";
import { eventStudyChart } from "./event-study.ts";
import { leaveOneOutChart } from "./leave-one-out.ts";
import { placeboChart } from "./placebo.ts";
import { seasonalityChart } from "./seasonality.ts";
import { smallMultiplesChart } from "./small-multiples.ts";
import { tileMapChart } from "./tile-map.ts";
import { weightsChart } from "./weights.ts";

/** Every figure that a page may hold, in the order of the page. */
export const chartMakers: readonly ChartMaker[] = [
  counterfactualChart,
  effectByMethodChart,
  eventStudyChart,
  leaveOneOutChart,
  placeboChart,
  weightsChart,
  seasonalityChart,
  tileMapChart,
  smallMultiplesChart,
  doseChart,
];

/** The figures that a finding can fill, by name. */
export const chartsOf = (finding: Finding): ReadonlyMap<string, Figure> =>
  new Map(
    chartMakers.flatMap((make) => {
      const chart = make(finding);
      return chart ? [[chart.name, { ...chart, place: make.place }] as const] : [];
    }),
  );
