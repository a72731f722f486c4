import { multiplier } from "../../inference/multiplier.ts";
import type { Estimate, Fit, Inferred, Study, Term } from "../../model/estimate.ts";

/**
 * Multiplier bootstrap of a fit that has finished its estimates itself but offers influence values too, asked for by
 * `--bootstrap B`; undefined for any other fit. Each family of terms (all group-time effects, all event times, all
 * cohorts, all calendar periods) gets one band that covers the family at once, and an overall mean its own interval.
 * Rows without a standard error stay as they were.
 */
export const uniformBands = (study: Study): Inferred | undefined => {
  const { fit, settings } = study;
  const draws = Number(settings.bootstrap ?? 0);
  if (!(draws > 0) || fit.estimates === undefined || fit.terms.length === 0 || fit.influence.length === 0)
    return undefined;
  const ordered = byCohort(study);
  const families = [...new Set(fit.terms.map((t) => t.term))].map((name) => ({
    name,
    inferred: multiplier.infer({ ...ordered, fit: family(ordered.fit, name) }),
  }));
  const found = new Map(
    families.flatMap(({ inferred }) => inferred.estimates).map((row) => [key(row), row] as const),
  );
  return {
    estimates: fit.estimates.map((row) => found.get(key(row)) ?? row),
    vcov: `${fit.vcov ?? "influence"}, multiplier bootstrap`,
    df: null,
    diagnostics: {
      bootstrap: {
        draws,
        // By family: how many standard errors its simultaneous band reaches to either side.
        critical: Object.fromEntries(
          families.map(({ name, inferred }) => [name, inferred.diagnostics.critical]),
        ),
      },
    },
    warnings: families.flatMap(({ inferred }) => inferred.warnings),
  };
};

/** Units sorted by cohort: a group-time effect is then zero over long stretches, which the bootstrap passes over. */
const byCohort = (study: Study): Study => {
  const { cohort, cluster } = study.design;
  const order = Array.from(cohort, (_, i) => i).sort((a, b) => {
    const [x, y] = [cohort[a]!, cohort[b]!];
    return x === y ? a - b : x < y ? -1 : 1;
  });
  return {
    ...study,
    design: {
      ...study.design,
      cohort: Float64Array.from(order, (i) => cohort[i]!),
      cluster: Int32Array.from(order, (i) => cluster[i]!),
    },
    fit: {
      ...study.fit,
      influence: study.fit.influence.map((psi) => Float64Array.from(order, (i) => psi[i]!)),
    },
  };
};

const family = (fit: Fit, name: string): Fit => {
  const members = fit.terms.flatMap((t, i) => (t.term === name ? [i] : []));
  return {
    ...fit,
    terms: members.map((i) => fit.terms[i]!),
    influence: members.map((i) => fit.influence[i]!),
  };
};

const key = ({ term, cohort, period, event_time }: Term | Estimate): string =>
  [term, cohort ?? "", period ?? "", event_time ?? ""].join("|");
