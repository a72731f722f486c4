import { expectedTotals } from "../../evidence/effect/counterfactual.ts";
import { seriesOf } from "../../evidence/effect/series.ts";
import type { Headline, SeriesPoint } from "../../model/finding.ts";
import type { Designed } from "./design.ts";
import type { Answer } from "./estimating.ts";
import type { PhasesOf } from "./phases.ts";

/** Expected totals with an interval: the ITS model's own, else the untreated cells' model scaled by the headline's ratio. */
export const seriesFor = (
  { built }: Designed,
  primary: Answer,
  headline: Omit<Headline, "sentence">,
  phase: PhasesOf["of"],
): SeriesPoint[] => {
  const { design } = built;
  const own = primary.study.fit.diagnostics.counterfactual as
    | readonly { period: string; counterfactual: number; low?: number; high?: number }[]
    | undefined;
  if (own) {
    const byPeriod = new Map(own.map((point) => [point.period, point]));
    return seriesOf({
      design,
      phase,
      expected: (t) => {
        const point = byPeriod.get(design.panel.periods[t]!);
        return point && { at: point.counterfactual, low: point.low ?? null, high: point.high ?? null };
      },
    });
  }
  if (design.kind === "before-after" || headline.scale === "difference" || headline.estimate === null)
    return seriesOf({ design, phase, expected: () => undefined });
  const { expected } = expectedTotals(design);
  const [low, high] = [headline.conf_low, headline.conf_high];
  return seriesOf({
    design,
    phase,
    expected: (t) => ({
      at: expected[t]!,
      // The interval of the ratio, carried to the expectation: a ratio at its upper end means that less was expected.
      low:
        phase(design.panel.ordinals[t]!) === "after" && high !== null
          ? expected[t]! * (headline.estimate! / high)
          : null,
      high:
        phase(design.panel.ordinals[t]!) === "after" && low !== null
          ? expected[t]! * (headline.estimate! / low)
          : null,
    }),
  });
};
