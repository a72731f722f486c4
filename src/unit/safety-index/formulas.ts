/** How the numbers at an address of index.json come about, in one sentence; the first pattern that fits. */
const formulas: readonly (readonly [RegExp, string])[] = [
  [
    /(objective|subjective|combined|gap)\.(low|high)$/,
    "quantile of the scores over draws of chance alone: counts from a gamma around them, survey values with their sampling error",
  ],
  [/^overall\[.*\]\..*\.score$/, "mean over the areas that are scored in the year"],
  [
    /\.(objective|subjective)\.score$/,
    "the mean that method.aggregation names over the scores of the half's indicators, with indicators[].weight",
  ],
  [
    /\.combined\.score$/,
    "the mean that method.aggregation names of the two halves, the objective one with method.balance",
  ],
  [/\.gap\.score$/, "objective score − subjective score"],
  [/\.rank\.rank$/, "1 + the areas with a higher combined score in the year"],
  [
    /\.rank\.(low|high|median)$/,
    "quantile of ranks over draws of chance, normalisation, weights and aggregation together; the printed rank always lies inside",
  ],
  [/\.counts\[/, "the counted cells of the year, added up; null where missing"],
  [
    /^areas\[.*\]\.indicators\[.*\]\.(value|base_value|values\[.*\])$/,
    "count × per ÷ denominator of the year, or the survey's value at its end; null where missing",
  ],
  [
    /^areas\[.*\]\.indicators\[.*\]\.score$/,
    "the value normalised as method.normalisation says, by indicators[].base alone, after limits for outliers",
  ],
  [
    /\.indicators\[.*\]\.since_(base|last)$/,
    "indicators[].combined_weight × change of the indicator's score; with the remainder they add up to the change",
  ],
  [/\.since_(base|last)\.change$/, "combined score of the last year − that of the year it is told from"],
  [/\.since_(base|last)\.(low|high)$/, "quantile of that difference over draws of chance"],
  [/\.since_(base|last)\.remainder$/, "change − the sum of its parts: zero under an arithmetic mean"],
  [/\.bands\[.*\]\.probability$/, "share of draws of chance in which the combined score lies in the band"],
  [
    /\.band_flip_share$/,
    "share of weightings within ± method.weight_range under which the area changes its band",
  ],
  [/\.themes\[.*\]\.score$/, "the mean of the theme's indicators, of both halves, with their weights"],
  [/\.missing$/, "share of indicators without a value in the last year, the larger of the two halves"],
  [/^indicators\[.*\]\.base\./, "over the areas of the base year, after limits for outliers"],
  [
    /^indicators\[.*\]\.influence$/,
    "combined_weight × covariance with the combined score ÷ its variance, last year",
  ],
  [
    /^indicators\[.*\]\.correlation_with_rest$/,
    "correlation with the sum of the others of its half, last year",
  ],
  [/^indicators\[.*\]\.loading$/, "on the first principal component of its half, last year"],
  [/^indicators\[.*\]\.(weight|combined_weight)$/, "by the rule in method.weighting; sums to 1"],
  [
    /^pairs\./,
    "pairs of areas; alike where each is above the other in more draws than the tail of method.level",
  ],
  [/^drivers\./, "Sobol indices of the mean shift of ranks, by two samples (Saltelli 2010, Jansen 1999)"],
  [/^revisions\./, "this edition − the last one, for what both score"],
  [/^provenance\.inputs/, "taken from the file itself"],
];

export const formula = (address: string): string =>
  formulas.find(([pattern]) => pattern.test(address))?.[1] ?? "as it stands in index.json";
