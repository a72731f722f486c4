import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cells, cellStatus } from "../../src/model/panel.ts";
import { formatPeriod } from "../../src/model/period.ts";
import { csvChunks, csvText, type Dimension } from "../../src/panel/index.ts";

const textOf = (cells: Cells, by: readonly Dimension[] = ["unit", "period", "outcome"]): string => {
  let text = "";
  // A chunk is only good until the next but one is asked for, so it is copied here and now.
  for (const chunk of csvChunks(cells, by)) text += Buffer.from(chunk).toString("utf8");
  return text;
};

const cellsOf = (
  rows: readonly (readonly [number, number, number, number, number?])[],
  names: Partial<Cells> = {},
): Cells => ({
  frequency: "month",
  units: ["b", "a"],
  outcomes: ["theft", "arson"],
  unit: Int32Array.from(rows, ([u]) => u),
  period: Int32Array.from(rows, ([, p]) => p),
  outcome: Int32Array.from(rows, ([, , o]) => o),
  value: Float64Array.from(rows, ([, , , v]) => v),
  status: Uint8Array.from(rows, ([, , , , s]) => s ?? cellStatus.observed),
  ...names,
});
const january = 24_228; // 2019-01

describe("panel CSV", () => {
  it("sorts by the columns of `by`, names by code unit and periods by time", () => {
    const cells = cellsOf([
      [0, january + 1, 1, 4],
      [0, january, 0, 1],
      [1, january + 12, 0, 30],
      [1, january, 1, 2],
    ]);
    expect(textOf(cells)).toBe(
      "unit,period,outcome,value\na,2019-01,arson,2\na,2020-01,theft,30\nb,2019-01,theft,1\nb,2019-02,arson,4\n",
    );
    expect(textOf(cells, ["outcome", "period", "unit"]).split("\n")[1]).toBe("arson,2019-01,a,2");
  });

  it("keeps zero, missing, suppressed and absent apart", () => {
    const cells = cellsOf([
      [1, january, 0, 0],
      [1, january + 1, 0, Number.NaN, cellStatus.missing],
      [1, january + 2, 0, 3, cellStatus.suppressed],
      [1, january + 3, 0, Number.NaN, cellStatus.absent],
    ]);
    expect(textOf(cells)).toBe(
      "unit,period,outcome,value\na,2019-01,theft,0\na,2019-02,theft,\na,2019-03,theft,\n",
    );
  });

  it("writes numbers that read back as the same number", () => {
    const values = [0, -0, 9, 10, 1_234_567, 0.1, -3, 1e21, 2 ** 53];
    const cells = cellsOf(values.map((v, i) => [1, january + i, 0, v]));
    const written = textOf(cells)
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => Number(line.split(",")[3]));
    expect(written).toEqual(values.map((v) => v + 0));
    expect(textOf(cells)).not.toContain(",-0");
  });

  it("adds the exposure where there is one", () => {
    const cells = { ...cellsOf([[1, january, 0, 12]]), exposure: new Float64Array([2500.5]) };
    expect(textOf(cells)).toBe("unit,period,outcome,value,exposure\na,2019-01,theft,12,2500.5\n");
  });

  it("quotes what needs quotes, and disarms formulas in text but not in periods", () => {
    expect(csvText('a "b", c')).toBe('"a ""b"", c"');
    expect(csvText("=1+1")).toBe("'=1+1");
    expect(csvText("-x,y")).toBe(`"'-x,y"`);
    const cells = cellsOf([[1, -3, 0, -5]], { frequency: "integer" });
    expect(textOf(cells)).toBe("unit,period,outcome,value\na,-3,theft,-5\n");
  });

  it("writes any table as the plainest writer would, whatever the counts and the order", () => {
    const table = fc.record({
      units: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
      outcomes: fc.uniqueArray(fc.constantFrom("a", "b é", "c,d"), { minLength: 1, maxLength: 3 }),
      periods: fc.integer({ min: 1, max: 4 }),
      seed: fc.array(fc.nat(14), { minLength: 60, maxLength: 60 }),
      by: fc.shuffledSubarray(["unit", "period", "outcome"] as const, { minLength: 3 }),
      shuffled: fc.boolean(),
    });
    fc.assert(
      fc.property(table, ({ units, outcomes, periods, seed, by, shuffled }) => {
        const rows = units.flatMap((_, u) =>
          Array.from({ length: periods }, (_, t) => t).flatMap((t) =>
            outcomes.map((_, o) => [u, january + t, o, seed[(u * 12 + t * 3 + o) % 60]!] as const),
          ),
        );
        if (shuffled) rows.sort((x, y) => x[3] - y[3]);
        const cells = cellsOf(rows, { units, outcomes });
        const key = (row: (typeof rows)[number], d: Dimension): string | number =>
          d === "unit" ? units[row[0]]! : d === "outcome" ? outcomes[row[2]]! : row[1];
        const compare = (x: (typeof rows)[number], y: (typeof rows)[number]): number => {
          for (const d of by) {
            const [kx, ky] = [key(x, d), key(y, d)];
            if (kx !== ky) return kx < ky ? -1 : 1;
          }
          return 0;
        };
        const lines = [...rows]
          .sort(compare)
          .map((row) =>
            [
              ...by.map((d) =>
                d === "period" ? formatPeriod(row[1], "month") : csvText(String(key(row, d))),
              ),
              row[3],
            ].join(","),
          );
        expect(textOf(cells, by)).toBe([`${by.join(",")},value`, ...lines, ""].join("\n"));
      }),
    );
  });

  it("writes every block by its own labels, though the one before was nearly the same", () => {
    const rows = [
      ...[
        [0, january],
        [0, january + 1],
        [1, january],
        [1, january + 1],
      ],
      ...[
        [2, january + 1],
        [2, january + 2],
        [3, january + 1],
        [3, january + 2],
        [3, january + 3],
      ],
      ...[
        [4, january],
        [4, january + 1],
        [4, january + 2],
      ],
    ].map(([unit, period], i) => [unit!, period!, 0, i % 10] as const);
    const units = ["ash", "elm", "fir", "oak", "plane"];
    const wanted = rows.map(([u, p, , v]) => `${units[u]},${formatPeriod(p, "month")},theft,${v}\n`).join("");
    expect(textOf(cellsOf(rows, { units }))).toBe(`unit,period,outcome,value\n${wanted}`);
  });

  it("writes a block that no buffer holds line by line, and loses none", () => {
    const rows = Array.from({ length: 60_000 }, (_, t) => [0, t, 0, t % 10] as const);
    const text = textOf(cellsOf(rows, { units: ["a unit of many days"], frequency: "integer" }));
    expect(text.length).toBeGreaterThan(1 << 20);
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(60_001);
    for (const t of [0, 1, 9_999, 36_157, 59_999])
      expect(lines[t + 1]).toBe(`a unit of many days,${t},theft,${t % 10}`);
  });

  it("has no number for what is not one, in a value or an exposure", () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, 7].map((v, i) => [1, january + i, 0, v] as const);
    const exposure = new Float64Array([Number.NEGATIVE_INFINITY, 2, Number.NaN]);
    expect(
      textOf({ ...cellsOf(values), exposure })
        .split("\n")
        .slice(1, 4),
    ).toEqual(["a,2019-01,theft,,", "a,2019-02,theft,,2", "a,2019-03,theft,7,"]);
  });

  it("writes values alone where no column is asked for, and a header alone where there is no cell", () => {
    const cells = cellsOf([
      [1, january, 0, 7],
      [0, january, 0, 12],
    ]);
    expect(textOf(cells, [])).toBe("value\n7\n12\n");
    expect(textOf(cellsOf([]))).toBe("unit,period,outcome,value\n");
    expect(textOf(cells, ["unit"])).toBe("unit,value\na,7\nb,12\n");
  });

  it("loses no line where one buffer ends and the next begins", () => {
    const units = Array.from(
      { length: 700 },
      (_, u) => `unit ${String(u).padStart(4, "0")} of a longer name`,
    );
    const rows = units.flatMap((_, u) =>
      Array.from(
        { length: 60 },
        (_, t) => [u, january + t, 0, (u * 31 + t) % (u % 7 === 0 ? 40 : 10)] as const,
      ),
    );
    const lines = textOf(cellsOf(rows, { units })).trimEnd().split("\n");
    expect(lines).toHaveLength(rows.length + 1);
    rows.forEach(([u, p, , v], i) => {
      if (lines[i + 1] !== `${units[u]},${formatPeriod(p, "month")},theft,${v}`)
        expect(lines[i + 1]).toBe(`line ${i + 1}`);
    });
  });
});
