/** How the numbers at an address come about, in one sentence; the first pattern that fits. */
const formulas: readonly (readonly [RegExp, string])[] = [
  [
    /^headline\.estimate$/,
    "the primary method's estimate, on the scale of the headline: the exponential of its log estimate for a ratio",
  ],
  [
    /^headline\.conf_(low|high)$/,
    "estimate ∓ critical value × standard error on the method's own scale, then put on the scale of the headline",
  ],
  [
    /^headline\.percent(_low|_high)?$/,
    "100 × (ratio − 1); for a difference, 100 × difference ÷ counterfactual",
  ],
  [/^headline\.p_value$/, "two-sided, of no effect, by the inference that design.estimator.inference names"],
  [/^headline\.reciprocal/, "1 ÷ ratio: above 1 is a fall"],
  [
    /^headline\.events_avoided\.(estimate|conf_)/,
    "counterfactual − observed in the treated units over the after window; the limits take those of the headline",
  ],
  [/^headline\.events_avoided\.per_year/, "events avoided ÷ periods after × periods in a year"],
  [/^headline\.conf_level$/, "the protocol's confidence, 0.95 unless told otherwise"],
  [
    /^counts\.(treated|comparison)\.(before|after)\.total$/,
    "sum of the counted cells of the arm over the window",
  ],
  [/^counts\.(treated|comparison)\.(before|after)\.per_period$/, "total ÷ periods of the window"],
  [/^counts\.(treated|comparison)\.(before|after)\.per_unit_period$/, "total ÷ (units × periods)"],
  [
    /^counts\.(treated|comparison)\.(before|after)\.rate$/,
    "total ÷ exposure over the same cells, in counts.rate_unit",
  ],
  [/^counts\.(treated|comparison)\.percent_change$/, "100 × (per period after ÷ per period before − 1)"],
  [
    /^counts\.ratio$/,
    "(treated after ÷ treated before) ÷ (comparison after ÷ comparison before), per period",
  ],
  [/^counts\.reciprocal$/, "1 ÷ counts.ratio"],
  [/^series\[.*\]\.(treated|comparison)$/, "sum of the counted cells of the arm in the period"],
  [
    /^series\[.*\]\.(counterfactual|low|high)$/,
    "what the primary method expects of the treated units without the intervention, and its band",
  ],
  [
    /^event_study\[/,
    "effect in one event time (periods since the start), against the reference period, by the event-study method",
  ],
  [/^estimates\[.*\]\.statistic$/, "estimate ÷ standard error"],
  [/^estimates\[/, "as the method reports it, on the method's own scale (log for Poisson-type models)"],
  [/^disagreement\[/, "the estimate of one method, put on the scale of the headline"],
  [/^secondary\[.*\]\.p_adjusted$/, "Holm's adjustment within the family of secondary outcomes"],
  [/^secondary\[/, "the primary method's estimate for another outcome of the study"],
  [/^data\.rows\./, "rows read = rows used + rows excluded, as the files were read"],
  [/^data\./, "counted while the data were read and the design was laid out"],
  [/^ratings\./, "by the rule that stands beside it"],
  [
    /^harm\..*\.avoided(_low|_high)?$/,
    "events avoided (headline.events_avoided, its ends for the ends) × weight of one offence",
  ],
  [/^harm\..*\.weight$/, "the table of weights whose version and source stand beside it"],
  [
    /^value\.benefit$/,
    "events avoided × multiplier × unit cost × uprating to the price year × discount factor, at the central figures",
  ],
  [
    /^value\.cost$/,
    "Σ cost items at their central figures, uprated to the price year and discounted to the start",
  ],
  [/^value\.net$/, "benefit − cost"],
  [/^value\.ratio$/, "benefit ÷ cost"],
  [/^value\.p_benefit_above_cost$/, "share of simulations in which benefit is above cost"],
  [/^value\.by_recipient/, "benefit × the share that the shares file gives"],
  [/^value\.unit_costs/, "the table of unit costs whose source stands beside it"],
  [
    /^value\./,
    "quantile of simulations: events avoided drawn from the effect's interval, unit cost, multiplier and costs from their ranges",
  ],
  [/^economics\./, "as the costs file gives it"],
  [/^charts\.leave_one_out/, "the primary method's estimate without that unit"],
  [/^charts\.placebo/, "the same method with another unit taken for the treated one"],
  [/^charts\.weights/, "the weight that the method gives to that donor"],
  [/^charts\./, "sums and means of counted cells, as the figure draws them"],
  [/^displacement\./, "by the displacement method that stands beside it"],
  [/^design\.level$/, "by the rule in ratings.maryland_sms"],
  [/^provenance\.inputs/, "taken from the file itself"],
];

export const formulaOf = (address: string): string =>
  formulas.find(([pattern]) => pattern.test(address))?.[1] ?? "as it stands in finding.json";
