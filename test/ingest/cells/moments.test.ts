import { expect, it } from "vitest";
import { momentStart } from "../../../src/ingest/cells/moments.ts";
import { formatPeriod, parsePeriod } from "../../../src/model/period.ts";

it.each([
  ["2024-03-07", "2024-03-07"],
  ["2024-03", "2024-03-01"],
  ["2024-Q4", "2024-10-01"],
  ["2024", "2024-01-01"],
  // ISO weeks start on Mondays; the first of 2020 did so in the year before.
  ["2020-W01", "2019-12-30"],
  ["1970-W01", "1969-12-29"],
])("%s starts on %s", (text, day) => {
  expect(formatPeriod(momentStart(parsePeriod(text)!), "day")).toBe(day);
});

it("leaves whole numbers as they are, since no calendar orders them among dates", () => {
  expect(momentStart({ frequency: "integer", ordinal: 17 })).toBe(17);
});
