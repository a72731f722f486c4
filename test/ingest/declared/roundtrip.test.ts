import fc from "fast-check";
import { expect, it } from "vitest";
import { panelOf, valuesOf } from "./typed.ts";

const names = ["Ash", "Birch Hill", "Cedar, North", "Dale"];
const months = ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"];
const words = ["nov.", "December", "enero", "Februar", "mars"];

/** Counts that no chance makes sums of each other, some above a thousand; null is a blank. */
const tables = fc.record({
  units: fc.integer({ min: 2, max: 4 }),
  cells: fc.array(fc.option(fc.integer({ min: 0, max: 99_999 }), { freq: 8 }), {
    minLength: 20,
    maxLength: 20,
  }),
  delimiter: fc.constantFrom([",", []], [";", ["--delimiter", ";"]], ["\t", ["--delimiter", "tab"]]),
  thousands: fc.constantFrom(undefined, ",", ".", " ", "'"),
  skip: fc.integer({ min: 0, max: 2 }),
  footer: fc.integer({ min: 0, max: 2 }),
});
type Table = typeof tables extends fc.Arbitrary<infer T> ? T : never;

/** The panel itself: what every way of writing it must come back as. */
const panelIn = ({ units, cells }: Table, periods: readonly string[]): Record<string, number | null> =>
  Object.fromEntries(
    names
      .slice(0, units)
      .flatMap((name, u) =>
        periods.map((period, t) => [`${name} | ${period}`, cells[u * 5 + t] ?? null] as const),
      ),
  );

const shapes: Readonly<
  Record<
    string,
    { periods: readonly string[]; args: readonly string[]; rows(cell: Written, units: number): string[][] }
  >
> = {
  long: {
    periods: months,
    args: ["--format", "long", "--unit", "Ward", "--period", "Month", "--value", "Count"],
    rows: (cell, units) => [
      ["Ward", "Month", "Count"],
      ...each(units).flatMap((u) => months.map((month, t) => [names[u]!, month, cell(u, t)])),
    ],
  },
  wide: {
    periods: months,
    args: ["--format", "wide", "--unit", "Ward", "--absent", "missing"],
    rows: (cell, units) => [
      ["Ward", ...months],
      ...each(units).map((u) => [names[u]!, ...months.map((_, t) => cell(u, t))]),
    ],
  },
  "pivot with totals": {
    periods: months,
    args: [
      "--format",
      "wide",
      "--unit",
      "Ward",
      "--absent",
      "missing",
      "--drop",
      "Total",
      "--exclude-unit",
      "Total=sum",
    ],
    rows: (cell, units) => [
      ["Ward", ...months, "Total"],
      ...each(units).map((u) => [names[u]!, ...months.map((_, t) => cell(u, t)), "7"]),
      ["Total", ...months.map(() => "9"), "9"],
    ],
  },
  "year and month apart": {
    periods: months,
    args: ["--format", "long", "--unit", "Ward", "--period", "year=Year,month=Month", "--value", "Count"],
    rows: (cell, units) => [
      ["Ward", "Year", "Month", "Count"],
      ...each(units).flatMap((u) =>
        months.map((month, t) => [names[u]!, month.slice(0, 4), words[t]!, cell(u, t)]),
      ),
    ],
  },
  "financial years": {
    periods: ["2010/11", "2011/12", "2012/13", "2013/14", "2014/15"],
    args: ["--format", "wide", "--unit", "Ward", "--absent", "missing"],
    rows: (cell, units) => [
      ["Ward", "2010-11", "2011-12", "2012-13", "2013-14", "2014-15"],
      ...each(units).map((u) => [names[u]!, ...months.map((_, t) => cell(u, t))]),
    ],
  },
};
type Written = (unit: number, period: number) => string;
const each = (units: number): number[] => Array.from({ length: units }, (_, u) => u);

const grouped = (count: number | null, mark: string | undefined): string =>
  count === null
    ? ""
    : mark === undefined
      ? String(count)
      : String(count).replace(/(?<=\d)(?=(\d{3})+$)/g, mark);

const textOf = (table: Table, shape: (typeof shapes)[string]): string => {
  const { units, cells, delimiter, thousands, skip, footer } = table;
  const quote = (cell: string): string => (cell.includes(delimiter[0]) ? `"${cell}"` : cell);
  const rows = shape.rows((u, t) => grouped(cells[u * 5 + t] ?? null, thousands), units);
  const width = rows[0]!.length;
  const pad = (text: string): string => text + delimiter[0].repeat(width - 1);
  return [
    ...Array.from({ length: skip }, (_, i) => `Title ${i}`),
    ...rows.map((row) => row.map(quote).join(delimiter[0])),
    ...Array.from({ length: footer }, (_, i) => pad(`Note ${i}`)),
    "",
  ].join("\n");
};

it.each(Object.keys(shapes))(
  "a table written %s comes back as the panel it was, or is refused",
  async (name) => {
    const shape = shapes[name]!;
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(tables, fc.constantFrom(0, Number.POSITIVE_INFINITY), async (table, engineFrom) => {
        const { delimiter, thousands, skip, footer } = table;
        const args = [
          ...shape.args,
          ...delimiter[1],
          ...(thousands === undefined ? [] : ["--thousands", thousands]),
          ...(skip > 0 ? ["--skip", String(skip)] : []),
          ...(footer > 0 ? ["--footer", String(footer)] : []),
          "--by",
          "unit,period",
        ];
        const read = await panelOf(textOf(table, shape), args, { engineFrom }).catch(
          (thrown: { exit?: number }) => {
            expect(thrown.exit).toBe(3);
            return undefined;
          },
        );
        if (!read) return;
        accepted++;
        const found = Object.fromEntries(
          Object.entries(valuesOf(read)).map(([key, value]) => [
            key.split(" | ").slice(0, 2).join(" | "),
            value,
          ]),
        );
        expect(found).toEqual(panelIn(table, shape.periods));
        const left = read.ledger.excluded.reduce((sum, { rows }) => sum + rows, 0);
        expect(read.ledger.used + left).toBe(read.ledger.read);
      }),
      { numRuns: 25 },
    );
    // A reader that refuses everything would keep the property too.
    expect(accepted).toBeGreaterThan(15);
  },
);
