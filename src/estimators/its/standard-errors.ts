import { seasonLength } from "../../model/period.ts";
import { waldEstimate } from "../counts/estimate.ts";
import { autoregressive } from "./autoregressive.ts";
import { defaultLag } from "./hac.ts";
import { fitModel, responseOf } from "./model.ts";
import type { Regressors } from "./regressors.ts";
import type { TimeSeries } from "./series.ts";
import type { ItsSettings, Vcov } from "./settings.ts";

/** One way of standing behind the same coefficient. */
export interface StandardErrorRow {
  readonly vcov: string;
  readonly term: string;
  readonly estimate: number | null;
  readonly std_error: number | null;
  readonly p_value: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
  readonly rho: number | null;
}

/**
 * The change under every choice of standard error side by side, because on real series they can lead to different
 * conclusions (Turner et al. 2021, 190 series) and a reader should see whether they do here.
 */
export const standardErrors = (
  series: TimeSeries,
  regs: Regressors,
  settings: ItsSettings,
): StandardErrorRow[] => {
  const term = settings.change === "slope" ? "slope_change" : "level_change";
  const j = regs.names.indexOf(term);
  const row = (
    vcov: string,
    b: Float64Array,
    v: Float64Array,
    df: number,
    rho: number | null,
  ): StandardErrorRow => {
    const { estimate, std_error, p_value, conf_low, conf_high } = waldEstimate(
      term,
      b[j]!,
      Math.sqrt(v[j * regs.k + j]!),
      df,
      settings.level,
    );
    return { vcov, term, estimate, std_error, p_value, conf_low, conf_high, rho };
  };
  return choices(series, settings).map(({ name, family, vcov }) => {
    if (vcov === "ar1-reml") {
      const fit = autoregressive({ ...regs, y: responseOf(series, family) });
      return row(name, fit.coefficients, fit.covariance, fit.df, fit.rho);
    }
    const m = fitModel(series, regs, { ...settings, family, vcov });
    return row(name, m.coefficients, m.covariance, m.df, m.rho);
  });
};

interface Choice {
  readonly name: string;
  readonly family: ItsSettings["family"];
  readonly vcov: Vcov | "ar1-reml";
}

const choices = (series: TimeSeries, { family, cycle, vcov }: ItsSettings): Choice[] => {
  const n = series.y.length;
  const model = { kind: "model" } as const;
  const lags = new Set([
    1,
    6,
    12,
    defaultLag(n, cycle ?? seasonLength(series.frequency)),
    ...(vcov.kind === "newey-west" && vcov.lag ? [vcov.lag] : []),
  ]);
  const hac = [...lags]
    .filter((lag) => lag > 0 && lag < n / 2)
    .sort((a, b) => a - b)
    .map((lag): Choice => ({ name: `newey-west:${lag}`, family, vcov: { kind: "newey-west", lag } }));
  if (family === "gaussian") {
    return [
      { name: "model", family, vcov: model },
      ...hac,
      { name: "prais-winsten", family, vcov: { kind: "prais-winsten" } },
      { name: "ar1-reml", family, vcov: "ar1-reml" },
    ];
  }
  const families: readonly ItsSettings["family"][] =
    family === "negbin" ? ["poisson", "quasipoisson", "negbin"] : ["poisson", "quasipoisson"];
  return [...families.map((f): Choice => ({ name: `model:${f}`, family: f, vcov: model })), ...hac];
};
