import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { pathOf } from "./diagnostics.ts";
import { list } from "./donor-table.ts";
import { outsideDonors, poissonNoise } from "./fit-quality.ts";
import type { PlaceboTest } from "./placebo-test.ts";
import { type Comparison, perfectFit } from "./placebos.ts";
import { nameOf, type Run } from "./run.ts";

/** What a reader must know before believing the fit. */
export const warningsOf = (
  run: Run,
  own: Comparison,
  placebos: readonly Comparison[],
  test: PlaceboTest | undefined,
): Diagnostic[] => {
  const { table, group, treated, match, settings } = run;
  const found: (Diagnostic | undefined | false)[] = [
    treated.rows.length > 1 &&
      diagnostic(
        "synthetic/several-treated",
        "warning",
        `${treated.rows.length} treated units (${nameOf(run)}) were taken as one, their mean; placebos are groups of ${treated.rows.length} donors`,
        { fix: "use synthetic-did, or run one unit at a time" },
      ),
    own.pre_rmspe <= perfectFit(table) &&
      diagnostic(
        "synthetic/perfect-fit",
        "warning",
        `the donors reproduce the treated path before the start exactly (${table.donors.length} donors, ${group.pre} periods), so the fit says nothing about how well the imitation holds after it`,
        { fix: "use fewer donors or more periods" },
      ),
    outsideWarning(run),
    poissonNoise(table, treated, match.weights, group.pre, own.pre_rmspe)?.overfitted &&
      diagnostic(
        "synthetic/fits-noise",
        "warning",
        `the fit before the start (RMSPE ${own.pre_rmspe.toPrecision(3)}) is closer than the counting noise of the series allows: part of it is accident`,
        { fix: "use longer periods, fewer donors or larger areas" },
      ),
    settings.placebo === true &&
      placebos.length === 0 &&
      diagnostic(
        "synthetic/no-placebos",
        "warning",
        `no placebo can be formed from ${table.donors.length} donors`,
        { fix: "add donors" },
      ),
    test &&
      test.smallestP > 1 - settings.confLevel + 1e-9 &&
      diagnostic(
        "synthetic/few-donors",
        "warning",
        `${test.units} units are ranked, so that no p-value below ${test.smallestP.toPrecision(2)} can come out and no ${Math.round(settings.confLevel * 100)} % interval exists`,
        { fix: "add donors" },
      ),
    test &&
      test.perfect > 0 &&
      diagnostic(
        "synthetic/perfect-placebos",
        "warning",
        `${test.perfect} of ${test.units - 1} placebos are reproduced exactly before the start, so that their ratios are of rounding: p counts them as larger and has little power${test.interval ? "" : ", and no interval is given"}`,
        { fix: "use fewer donors or more periods before the start, or synthetic-did" },
      ),
    test?.noConstantEffect &&
      diagnostic(
        "synthetic/no-constant-effect",
        "warning",
        "no effect that is the same in every period agrees with the path after the start, so the interval for one is empty",
        { fix: "read the gaps period by period" },
      ),
  ];
  return found.filter((warning): warning is Diagnostic => Boolean(warning));
};

const outsideWarning = ({ table, group, treated }: Run): Diagnostic | undefined => {
  const outside = outsideDonors(table, pathOf(table, treated), group.pre);
  if (outside.length === 0) return undefined;
  return diagnostic(
    "synthetic/outside-donors",
    "warning",
    `in ${outside.length} of ${group.pre} periods before the start the treated value lies outside all donors (${list(outside, 6)}): no weights can follow it there`,
    { fix: "use synthetic-did, which allows a constant difference" },
  );
};
