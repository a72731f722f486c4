import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/model/finding.ts";
import { stableJson } from "../../../src/model/json.ts";
import { evaluate } from "../../../src/pipeline/evaluate/evaluate.ts";
import { wordsOf } from "../../../src/summaries/document.ts";
import { summarise, summaryDocument } from "../../../src/summaries/summary.ts";
import { nodesOf, parseMarkdown, wordsIn } from "../../helpers/markdown.ts";
import { type Asked, draws, questionOf, seasonal } from "../../helpers/questions.ts";
import { untraced } from "../../helpers/trace.ts";

/** Named areas of different size, treated from a month on or never. */
const areas = (
  seed: number,
  size: { treated: number; comparison: number; before: number; after: number; effect: number },
): Asked["rows"] => {
  const draw = draws(seed);
  const unit = (name: string, effect: number) => {
    const level = 30 + Math.round(40 * draw());
    return [
      name,
      seasonal({ level, length: size.before + size.after, start: size.before, effect }, draw),
    ] as const;
  };
  return Object.fromEntries([
    ...Array.from({ length: size.treated }, (_, i) => unit(`Treated ${i + 1}`, size.effect)),
    ...Array.from({ length: size.comparison }, (_, i) => unit(`Other ${i + 1}`, 1)),
  ]);
};

const treatedFrom = (rows: Asked["rows"], start: (i: number) => string): Asked["starts"] =>
  Object.fromEntries(
    Object.keys(rows)
      .filter((name) => name.startsWith("Treated"))
      .map((name, i) => [name, start(i)]),
  );

const alike = { comparison: { reason: "areas of the same force with the same kind of housing" } };

const oneStart = areas(11, { treated: 6, comparison: 10, before: 24, after: 12, effect: 0.75 });
const waves = areas(12, { treated: 6, comparison: 8, before: 18, after: 18, effect: 0.8 });
const pool = areas(13, { treated: 1, comparison: 24, before: 24, after: 12, effect: 0.7 });
const series = areas(14, { treated: 1, comparison: 0, before: 36, after: 18, effect: 0.8 });
const short = areas(15, { treated: 2, comparison: 0, before: 12, after: 12, effect: 0.8 });

/** One question for each design that the rule can choose. */
const designs: readonly (Asked & { readonly method: string; readonly kind: Finding["design"]["kind"] })[] = [
  {
    id: "before-after-ratio",
    kind: "before-after",
    method: "rate-ratio",
    first: "2022-01",
    rows: short,
    starts: treatedFrom(short, () => "2023-01"),
  },
  {
    id: "interrupted-series",
    kind: "before-after",
    method: "its",
    first: "2020-01",
    rows: series,
    starts: treatedFrom(series, () => "2023-01"),
  },
  {
    id: "comparison-one-start",
    kind: "comparison-group",
    method: "ppml",
    first: "2021-01",
    rows: oneStart,
    starts: treatedFrom(oneStart, () => "2023-01"),
    study: {
      ...alike,
      window: { before: "24 months", after: "12 months" },
      economics: { offence: "domestic burglary", multiplier: 1.4 },
      mechanism: [{ statement: "Locks reduced burglary because of the effort.", status: "untested" }],
    },
  },
  {
    id: "staggered-starts",
    kind: "comparison-group",
    method: "imputation",
    first: "2021-01",
    rows: waves,
    starts: treatedFrom(waves, (i) => (i < 3 ? "2022-07" : "2023-01")),
    study: alike,
  },
  {
    id: "donor-pool",
    kind: "comparison-group",
    method: "synthetic-control",
    first: "2021-01",
    rows: pool,
    starts: treatedFrom(pool, () => "2023-01"),
    study: alike,
  },
  {
    id: "totals",
    kind: "comparison-group",
    method: "rirr",
    first: "1",
    rows: { Target: [120, 84], Comparison: [110, 108] },
    starts: { Target: "2" },
  },
];

describe.each(designs)("the page of $id", ({ id, kind, method, ...asked }) => {
  const finding = evaluate(questionOf({ id, ...asked }));
  const { files } = summarise(finding);
  const page = files.find(({ path }) => path === "summary.md")!.content;

  it("rests on the design and the method that the rule chooses", () => {
    expect([finding.design.kind, finding.design.estimator.method]).toEqual([kind, method]);
  });

  it("reads as it did when someone last looked at it", async () => {
    await expect(page).toMatchFileSnapshot(`../../golden/evaluate/${id}.md`);
  });

  it("prints no number that its finding does not hold", () => {
    expect(untraced(page, JSON.parse(stableJson(finding)))).toEqual([]);
  });

  it("gives the same tables when its Markdown is read back", () => {
    const written = summaryDocument(finding).flatMap((block) =>
      block.kind === "part" ? block.children.filter((one) => one.kind === "table") : [],
    );
    const read = nodesOf(parseMarkdown(page), "table").map((table) =>
      table.children!.map((row) => row.children!.map((cell) => wordsIn(cell).trim())),
    );
    expect(read).toHaveLength(written.length);
    written.forEach(({ columns, rows }, k) => {
      const cells = rows.map((row) => row.map((inline) => wordsOf([inline]).trim()));
      expect(read[k]).toEqual([columns.map(({ header }) => header), ...cells]);
    });
  });

  it("gives the same bytes again", () => {
    const again = evaluate(questionOf({ id, ...asked }));
    expect(stableJson(again)).toBe(stableJson(finding));
  });
});

it("warns of people's words above the design level and keeps them on the page", () => {
  const { id, kind: _, method: __, ...asked } = designs[2]!;
  const { warnings, emmie, design } = evaluate(questionOf({ id, ...asked }));
  expect(design.level).toBeLessThan(5);
  const claims = warnings.filter(({ code }) => code.startsWith("claims/"));
  expect(claims.length).toBeGreaterThan(0);
  expect(claims.every(({ message }) => message.includes("mechanism.1"))).toBe(true);
  expect(emmie?.mechanism?.[0]?.statement).toContain("because of");
});

it("puts events into harm and pounds where the study names the offence", () => {
  const { id, kind: _, method: __, ...asked } = designs[2]!;
  const { harm, value, headline } = evaluate(questionOf({ id, ...asked }));
  const avoided = headline.events_avoided.estimate!;
  expect(harm?.weights.map((row) => row.avoided)).toEqual([avoided * 273.5, avoided * 438]);
  expect(value?.benefit).toBeCloseTo(avoided * 1.4 * 5930, 6);
  // Nothing but the effect is uncertain here, so the interval is the effect's own.
  expect(value!.benefit_low! / (1.4 * 5930)).toBeCloseTo(headline.events_avoided.conf_low!, 0);
  expect([value?.cost, value?.net]).toEqual([null, null]);
  expect(() =>
    evaluate(questionOf({ id, ...asked, study: { ...asked.study, economics: { offence: "burglary" } } })),
  ).toThrow(/burglary/);
});
