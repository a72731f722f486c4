import type { Economics, Harm, Value } from "../../model/finding.ts";
import { type Block, heading, left, list, paragraph, right, table } from "../document.ts";
import { capital, count, currencySign, measured, missing, ratio, sentence } from "../numbers.ts";
import { intervalCell } from "../tables.ts";
import { chanceWords } from "../words/value.ts";
import { notMeasured, type Section } from "./section.ts";

const learnt = {
  verified: "seen quoted or published",
  secondary: "second hand",
  recalled: "recalled, unverified",
} as const;

/** What it cost and who paid; what was avoided in harm and in money, and who gains. */
export const economicsSection: Section = {
  id: "economics",
  build: ({ finding }) => {
    const { economics, harm, value, emmie } = finding;
    const notes = emmie?.economics_notes ?? [];
    return [
      heading(2, "Economics"),
      heading(3, "Cost"),
      ...(economics ? costs(economics) : [paragraph(notMeasured)]),
      heading(3, "Harm"),
      ...(harm ? harmBlocks(harm) : [paragraph(notMeasured)]),
      heading(3, "Value"),
      ...(value
        ? valueBlocks(value)
        : [paragraph(finding.warnings.find(({ code }) => code === "CUR01")?.message ?? notMeasured)]),
      ...(notes.length === 0 ? [] : [list(notes)]),
    ];
  },
};

const costs = ({ costs: rows, total, currency, source }: Economics): Block[] => [
  table(
    `What the intervention cost${source ? ` (${source})` : ""}`,
    [
      left("Paid by"),
      left("Item"),
      left("Year"),
      right(`Central, ${currencySign(currency)}`),
      right(`Range, ${currencySign(currency)}`),
      left("Prices of"),
    ],
    rows.map((row) => [
      row.partner,
      row.item,
      row.year,
      count(row.central),
      intervalCell(row.low, row.high, count),
      row.price_year,
    ]),
  ),
  paragraph(
    total === null
      ? "The items are in prices of different years, so they are not added up here."
      : `In all: ${currencySign(currency)}${count(total)}, before discounting.`,
  ),
];

const harmBlocks = ({ weights, sentence: net }: Harm): Block[] => [
  paragraph(net),
  table(
    "Harm avoided, by weights; negative means more harm than expected",
    [
      left("Weights"),
      left("Unit"),
      right("Weight of one"),
      right("Avoided"),
      right("Interval"),
      left("Weight is"),
    ],
    weights.map((row) => [
      `${row.name}, ${row.version}`,
      row.unit,
      measured(row.weight),
      count(row.avoided),
      intervalCell(row.avoided_low, row.avoided_high, count),
      learnt[row.status],
    ]),
  ),
  list(weights.map((row) => sentence(`${row.name}: ${row.source}`))),
];

const valueBlocks = (value: Value): Block[] => {
  const sign = currencySign(value.currency);
  return [
    paragraph(value.sentence),
    table(
      `${value.cost === null ? "Benefit" : "Benefit and cost"}, prices of ${value.price_year}; a negative benefit is a loss`,
      [left("Measure"), right("Estimate"), right("Interval")],
      [
        [
          `Benefit, ${sign}`,
          count(value.benefit),
          intervalCell(value.benefit_low, value.benefit_high, count),
        ],
        ...(value.cost === null ? [] : againstCost(value, sign)),
      ],
    ),
    ...(value.by_recipient.length === 0
      ? []
      : [
          table(
            "Who gains",
            [left("Who"), right(`Benefit, ${sign}`), right(`Interval, ${sign}`)],
            value.by_recipient.map((row) => [
              capital(row.who),
              count(row.benefit),
              intervalCell(row.low, row.high, count),
            ]),
          ),
        ]),
    ...(value.assumptions ? [list(value.assumptions)] : []),
    table(
      "What one offence was taken to cost",
      [
        left("Offence"),
        right(`Unit cost, ${sign}`),
        right(`Range, ${sign}`),
        left("Prices of"),
        left("Source"),
        left("Figure is"),
      ],
      value.unit_costs.map((row) => [
        row.crime,
        count(row.value),
        intervalCell(row.low, row.high, count),
        row.price_year,
        row.source,
        learnt[row.status],
      ]),
    ),
  ];
};

const againstCost = (value: Value, sign: string): string[][] => [
  [`Cost, ${sign}`, count(value.cost), intervalCell(value.cost_low ?? null, value.cost_high ?? null, count)],
  [`Benefit minus cost, ${sign}`, count(value.net), intervalCell(value.net_low, value.net_high, count)],
  ["Benefit for each pound of cost", ratio(value.ratio), missing],
  ["Simulations with benefit above cost", chanceWords(value.p_benefit_above_cost), "does not apply"],
];
