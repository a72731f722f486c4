import {
  type Block,
  code,
  codeBlock,
  heading,
  left,
  link,
  list,
  paragraph,
  right,
  table,
} from "../../../summaries/document.ts";
import { count, fixed, listWords, measured, plural } from "../../../summaries/numbers.ts";
import { fingerprints, releaseSentence } from "../../../summaries/release.ts";
import { indexFolder } from "../names.ts";
import type { SafetyIndex } from "../types.ts";
import { level, percentOf, score } from "./words.ts";

/** What would have given other ranks. */
export const drivers = (index: SafetyIndex): Block[] => {
  const { drivers: found, method } = index;
  const most = found.factors.reduce((a, b) => (b.total > a.total ? b : a));
  return [
    heading(2, "What the ranks depend on"),
    paragraph(
      most.total > 0
        ? `Under other choices and other draws of chance an area's rank moves by ${score(found.mean_shift)} places on average. The largest total share is that of ${most.factor}.`
        : "Nothing that was tried moves a rank.",
    ),
    table(
      "Share of the variance of rank shifts (Sobol indices)",
      [
        left("Source"),
        right("Alone"),
        right(`${level(index)} interval`),
        right("With interactions"),
        right(`${level(index)} interval of it`),
      ],
      found.factors.map((one) => [
        one.factor,
        fixed(one.first, 2),
        `${fixed(one.first_low, 2)} to ${fixed(one.first_high, 2)}`,
        fixed(one.total, 2),
        `${fixed(one.total_low, 2)} to ${fixed(one.total_high, 2)}`,
      ]),
    ),
    paragraph(
      `Tried: ${listWords(method.tried.normalisations)} as normalisation, ${listWords(method.tried.aggregations)} as mean, weights up to ${percentOf(method.weight_range)} more or less. Where a mean has no meaning, because scores are not positive or do not lie around 100, the arithmetic one is taken.`,
    ),
  ];
};

const results = {
  passed: "no fault found",
  failed: "look at this",
  informational: "for information",
  "not-run": "not run",
};

export const checkTable = ({ checks, warnings }: SafetyIndex): Block[] => [
  heading(2, "Is the index sound?"),
  table(
    "Checks, whatever they found",
    [left("Check"), left("Result"), left("What was found")],
    checks.map(({ title, status, sentence }) => [title, results[status], sentence]),
  ),
  ...(warnings.length === 0
    ? []
    : [
        paragraph("Warnings; whatworks explain followed by the code says what each means:"),
        list(warnings.map(({ code: name, message }) => [code(name), ` ${message}`])),
      ]),
];

/** The steps of the OECD handbook, each with the choice that was made. */
export const construction = (index: SafetyIndex): Block[] => {
  const { method, indicators, themes, base, notes } = index;
  const theme = new Map(themes.map(({ id, title }) => [id, title]));
  return [
    heading(2, "How it is built"),
    table(
      "Indicators",
      [
        left("Indicator"),
        left("Theme and half"),
        left("Better"),
        left("Unit"),
        right("Weight"),
        right("Share of variance"),
      ],
      indicators.map((one) => [
        one.title,
        `${theme.get(one.theme)}, ${one.kind}`,
        one.better,
        one.unit,
        fixed(one.combined_weight, 3),
        one.influence === null ? "not available" : fixed(one.influence, 3),
      ]),
    ),
    list(
      [
        `Values are of calendar years. A year without all its months or quarters is left out; a value that rolls over twelve months is taken once a year, at its end, because its neighbours share most of their people.`,
        `Missing: filled by ${method.imputation.method === "none" ? "nothing" : `the ${method.imputation.method === "last" ? "area's last value" : "median of the areas"}`}; an area with more than ${percentOf(method.imputation.limit)} of a half missing is not scored.`,
        `Outliers: ${method.outliers === "none" ? "not treated" : `${method.outliers}, with limits fixed by ${base.year}; ${plural(winsorised(index), "value")} pulled in`}.`,
        `Normalisation: ${method.normalisation}, by constants of ${base.year} alone, over ${plural(base.areas, "area")}. An area or a year that is added later moves no score.`,
        `Weights: ${method.weighting}${method.balance === null ? "" : `; the objective half counts ${percentOf(method.balance)}`}. Mean: ${method.aggregation}.`,
        `Chance: ${count(method.draws)} draws. Counts are drawn from a gamma around them, survey values with their sampling error; errors of two questions of one survey are correlated ${fixed(method.survey_correlation, 2)}.`,
        releaseSentence(index),
      ],
      true,
    ),
    table(
      "Base year and errors",
      [
        left("Indicator"),
        right(`Mean ${base.year}`),
        right("Standard deviation"),
        right("Values pulled in"),
        left("Error"),
      ],
      indicators.map((one) => [
        one.title,
        measured(one.base.mean),
        measured(one.base.deviation),
        `${one.winsorised}`,
        one.error,
      ]),
    ),
    ...(notes.length === 0 ? [] : [paragraph("Notes of its makers:"), list([...notes])]),
  ];
};

const winsorised = ({ indicators }: SafetyIndex): number =>
  indicators.reduce((sum, { winsorised: points }) => sum + points, 0);

const example = `studies:
  my-study:
    intervention: my-intervention
    outcome: { source: index, name: combined score, better: higher }`;

export const asOutcome = (): Block[] => [
  heading(2, "The index as an outcome"),
  paragraph(
    "A study takes a score of an area (",
    code("combined score"),
    ", ",
    code("objective score"),
    ", ",
    code("subjective score"),
    " or ",
    code("gap"),
    "), an indicator in its own unit (",
    code("indicator ID"),
    ") or the score of one (",
    code("score ID"),
    ") as its outcome, in the ",
    code("whatworks.yaml"),
    " that holds the index:",
  ),
  codeBlock(example, "yaml"),
  paragraph(
    "For any other program every score and indicator is in ",
    link(`${indexFolder}/scores.csv`, "scores.csv"),
    " as unit, period, outcome and value.",
  ),
];

export const provenance = (index: SafetyIndex): Block[] => {
  const { provenance: made } = index;
  return [
    heading(2, "Provenance"),
    table(
      "Inputs",
      [left("File"), right("Bytes"), right("Rows")],
      made.inputs.map((input) => [code(input.name), count(input.bytes), count(input.rows)]),
    ),
    ...fingerprints(made.inputs, index),
    list([
      ["Settings, SHA256: ", code(made.config_sha256)],
      ["Seed: ", code(made.seed)],
      ["Program: ", code(`whatworks ${made.program_version}`)],
    ]),
    paragraph("Every number on these pages is in ", code("index.json"), " beside them."),
  ];
};
