import type { CodePage } from "./page.ts";

/** Codes of the methods that say how sure an estimate is. */
export const pages: readonly CodePage[] = [
  {
    code: "inference/one-cluster",
    severity: "error",
    title: "All rows are in one cluster",
    meaning: "The rows that entered the estimate belong to a single cluster.",
    why: "A clustered error is measured by how clusters differ; one cluster differs from nothing.",
    fix: "Leave out --cluster, so that every unit is its own cluster, or name a finer column.",
  },
  {
    code: "inference/no-regression",
    severity: "error",
    title: "This variance needs a regression",
    meaning:
      "A variance for regressions was asked of a method whose estimate is not one regression coefficient.",
    why: "CR2, HC1, iid and the wild bootstrap work on the rows and residuals of a regression, which is not there.",
    fix: "Use --vcov cluster, or a method that is a regression: did, event-study or ppml.",
  },
  {
    code: "inference/no-influence",
    severity: "error",
    title: "The multiplier bootstrap needs influence values",
    meaning: "Draws were asked of a method that does not give each unit's pull on the estimate.",
    why: "The multiplier bootstrap redraws those pulls and nothing else.",
    fix: "Leave out --bootstrap.",
  },
  {
    code: "inference/no-lottery",
    severity: "error",
    title: "The treatment could not have fallen otherwise",
    meaning: "Within the blocks and clusters given there is one way to assign the starts: the observed one.",
    why: "A randomisation test compares what happened with what chance might have done; here it could do nothing else.",
    fix: "Leave out --blocks or --cluster, or add comparison units.",
  },
  {
    code: "inference/few-clusters",
    severity: "warning",
    title: "Too few clusters for plain cluster-robust errors",
    meaning: "There are fewer than 12 clusters.",
    why: "With so few clusters these errors are too small: a nominal 5 % test refuses true null hypotheses in 10 % of cases or more.",
    fix: "Add --wild 9999 (all sign vectors are tried), or --vcov cr2.",
  },
  {
    code: "inference/few-treated",
    severity: "warning",
    title: "Too few treated or untreated clusters",
    meaning: "Four or fewer clusters are treated, or four or fewer are not.",
    why: "The noise of a handful of clusters cannot be measured from them: robust errors come out far too small, and the wild bootstrap hardly ever rejects.",
    fix: "Use the randomisation method, which permutes the assignment, or synthetic-control with placebos.",
    example: "One treated ward among sixty",
  },
  {
    code: "inference/unbounded",
    severity: "warning",
    title: "The interval has no end",
    meaning:
      "The wild bootstrap accepts every value, however far away, on at least one side; that end is null.",
    why: "With G clusters no two-sided p-value is below 2/2^G, so at a strict level nothing can be refused.",
    fix: "Use more clusters, a lower --conf-level, or the randomisation method.",
    example: "Five clusters: the smallest p-value is 2/32 = 0.0625",
  },
  {
    code: "inference/few-assignments",
    severity: "warning",
    title: "Too few possible assignments for this level",
    meaning: "One over the number of possible assignments is above 1 − the confidence level.",
    why: "The observed assignment is one of them, so the p-value cannot be small whatever the data say.",
    fix: "Add comparison units. With this few, no result can be significant.",
    example: "One treated unit among ten: p is at least 0.1",
  },
  {
    code: "inference/assignment-failed",
    severity: "warning",
    title: "Some assignments could not be estimated",
    meaning: "The estimator refused some of the re-assigned panels; they were counted as extreme.",
    why: "Leaving them out would make the p-value too small; counting them makes it at worst too large.",
    fix: "Look for units with few usable periods, and leave them out of the comparison.",
  },
  {
    code: "inference/wide-band",
    severity: "warning",
    title: "The uniform band is very wide",
    meaning: "The uniform critical value of the multiplier bootstrap is 7 or more.",
    why: "Some term rests on next to no units, and the band that must cover it as well tells little about the others.",
    fix: "Leave out cohorts with one or two units, or read the aggregates instead of the single cells.",
  },
  {
    code: "inference/independent-rows",
    severity: "warning",
    title: "Periods of a unit are taken to be independent",
    meaning:
      "A classical or HC1 variance was asked for on units that are followed over more than two periods.",
    why: "What makes a ward high one month tends to last; counting its months as independent makes the interval too short.",
    fix: "Use --vcov cluster (the default) or cr2, and keep hc1 and iid for comparison with others.",
  },
];
