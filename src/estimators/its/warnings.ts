import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { listed } from "../counts/windows.ts";
import type { ItsModel } from "./model.ts";
import type { Regressors } from "./regressors.ts";
import type { SerialTest } from "./residuals.ts";
import type { TimeSeries } from "./series.ts";
import type { ItsSettings } from "./settings.ts";

/** Everything about the length, the fit and the residuals that a reader must know before the estimate. */
export const itsWarnings = (
  series: TimeSeries,
  regs: Regressors,
  model: ItsModel,
  serial: SerialTest | null,
  settings: ItsSettings,
): Diagnostic[] => [
  ...length(series),
  ...season(series, settings),
  ...rate(series, settings),
  ...dispersion(model, settings),
  ...quality(model, regs),
  ...autocorrelation(serial, series, settings),
  ...shortHac(series, settings),
  ...shortPrais(series, settings),
];

const warn = (code: string, message: string, fix: string): Diagnostic =>
  diagnostic(code, "warning", message, { fix });

const length = ({ y, startRow }: TimeSeries): Diagnostic[] => {
  const [before, after] = [startRow, y.length - startRow];
  return Math.min(before, after) >= 8
    ? []
    : [
        warn(
          "its/few-periods",
          `${before} periods before and ${after} after the start; fewer than 8 on a side cannot tell a trend from chance`,
          "add periods, use --change level, or use rate-ratio",
        ),
      ];
};

const season = ({ frequency, startRow }: TimeSeries, settings: ItsSettings): Diagnostic[] =>
  settings.season.kind !== "none" && frequency === "month" && startRow < 24
    ? [
        warn(
          "its/short-season",
          `a season was fitted with ${startRow} months before the start; two years are needed to tell season from change`,
          "add earlier months, use --season fourier:1, or compare with untreated units",
        ),
      ]
    : [];

const rate = ({ exposure }: TimeSeries, { family }: ItsSettings): Diagnostic[] =>
  family === "gaussian" && exposure
    ? [
        diagnostic(
          "its/rate",
          "note",
          "with --family gaussian the outcome was divided by the exposure; terms are in events per unit of it",
          {
            fix: "--family quasipoisson models the count itself, with the exposure as offset",
          },
        ),
      ]
    : [];

const dispersion = (model: ItsModel, { family, vcov }: ItsSettings): Diagnostic[] => {
  if (model.isPoissonFallback) {
    return [
      warn(
        "its/theta",
        "the counts vary no more than Poisson counts do, so the negative binomial has no finite θ; the Poisson fit stands in its place",
        "--family quasipoisson",
      ),
    ];
  }
  return family === "poisson" && vcov.kind === "model" && model.phi > 1.5
    ? [
        warn(
          "counts/overdispersed",
          `the periods vary ${model.phi.toFixed(2)} times as much as Poisson counts do: the interval is too narrow`,
          "--family quasipoisson",
        ),
      ]
    : [];
};

const quality = (model: ItsModel, { names }: Regressors): Diagnostic[] => [
  ...(model.converged
    ? []
    : [
        warn(
          "its/convergence",
          "the iterations did not settle; the estimates are not final",
          "simplify the season or the change",
        ),
      ]),
  ...(model.aliased.length > 0
    ? [
        warn(
          "its/aliased",
          `these columns repeat others and were left out: ${listed(model.aliased.map((j) => names[j]!))}`,
          "use fewer seasonal terms, or add periods",
        ),
      ]
    : []),
];

const autocorrelation = (
  serial: SerialTest | null,
  { y }: TimeSeries,
  { vcov, family }: ItsSettings,
): Diagnostic[] => {
  if (vcov.kind !== "model" || serial === null) return [];
  const fix = family === "gaussian" ? "--vcov prais-winsten" : "--vcov newey-west:12";
  if (serial.p_value < 0.05) {
    return [
      warn(
        "its/autocorrelation",
        `residuals are correlated over time (Ljung–Box to lag ${serial.lags}, p = ${serial.p_value.toPrecision(2)}): ` +
          "the standard errors of the model itself cannot be trusted",
        fix,
      ),
    ];
  }
  return y.length < shortSeries ? [shortModel(y.length, fix)] : [];
};

/** Under this the test passes over correlations that still shorten the interval by a tenth. */
const shortSeries = 80;

const shortModel = (periods: number, fix: string): Diagnostic =>
  warn(
    "its/short-series",
    `${periods} periods are too few to tell whether they are correlated over time; where monthly counts are, as usual, ` +
      "an interval of the model itself holds the truth in about 89 % of series, not 95 %",
    fix,
  );

/** Below about fifty points the Bartlett sum sees too few products at each lag, and comes out too small. */
const shortHac = ({ y }: TimeSeries, { vcov, family }: ItsSettings): Diagnostic[] =>
  vcov.kind === "newey-west" && y.length < 50
    ? [
        warn(
          "its/short-newey-west",
          `Newey–West standard errors from ${y.length} periods are usually too small; its intervals hold the truth less often than they say`,
          family === "gaussian"
            ? "--vcov prais-winsten"
            : "compare the rows of standard_errors, and believe the widest",
        ),
      ]
    : [];

/** ρ̂ is biased towards zero by about (1 + 4ρ)/T with a trend and a step, and the error with it. */
const shortPrais = ({ y }: TimeSeries, { vcov }: ItsSettings): Diagnostic[] =>
  vcov.kind === "prais-winsten" && y.length < shortSeries
    ? [
        warn(
          "its/short-prais-winsten",
          `the autocorrelation of ${y.length} periods is estimated too low, so that the interval holds the truth in about 90 % of series, not 95 %`,
          "add periods, or compare with untreated units",
        ),
      ]
    : [];
