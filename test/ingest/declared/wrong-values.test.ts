import { expect, it } from "vitest";
import { declarationsOf } from "../../../src/ingest/declared/declarations.ts";
import { exclusionReason } from "../../../src/ingest/gate/exclusions.ts";

const said = (keys: Parameters<typeof declarationsOf>[0]): string => {
  try {
    declarationsOf(keys, (key) => `--${key}`);
    return "";
  } catch (thrown) {
    return String((thrown as { code?: string }).code);
  }
};

it.each([
  [{ delimiter: "ab" }, "usage/delimiter"],
  [{ quote: "," }, "usage/quote"],
  [{ encoding: "klingon" }, "usage/encoding"],
  [{ thousands: "x" }, "usage/thousands"],
  [{ thousands: ",", decimal: "," as const }, "usage/thousands"],
  [{ thousands: ".", decimal: "." as const }, "usage/thousands"],
  [{ "date-format": ["nonsense"] }, "usage/date-format"],
  [{ "time-zone": "Europe/Lundon" }, "usage/time-zone"],
  [{ footer: "(" }, "usage/footer"],
  [{ range: "A5:" }, "usage/range"],
])("refuses %j by its own code", (keys, code) => {
  expect(said(keys)).toBe(code);
});

it("takes words for marks, a number of lines as text, and a share in per cent", () => {
  const read = declarationsOf(
    { delimiter: "tab", quote: "none", footer: "2", tolerance: "3%", thousands: "\u202f", range: "a5:z60" },
    (key) => key,
  );
  expect(read.dialect).toMatchObject({
    delimiter: "\t",
    quote: "",
    footer: 2,
    thousands: " ",
    range: "a5:z60",
  });
  expect(read.tolerance).toBeCloseTo(0.03, 12);
  expect(
    declarationsOf({ frequency: "financial-quarter", "financial-year": "july" }, (key) => key).frequency,
  ).toBe("financial-quarter-july");
});

it("tells what was left out in the words of whoever declared it", () => {
  const excludeUnits = ["a", "b", "c", "d", "e", "f"].map((unit) => ({ unit, reason: "a sum" }));
  expect(exclusionReason("declared/exclude-units", { excludeUnits })).toContain("and 2 more");
  expect(exclusionReason("declared/where", { where: [{ column: "Measure", values: ["A", "B"] }] })).toBe(
    "not where Measure is A or B",
  );
  expect(exclusionReason("declared/where")).toBe("not where ");
  expect(exclusionReason("declared/exclude-units")).toContain("declared: ");
  expect(exclusionReason("what/ever")).toBe("the fault what/ever");
});
