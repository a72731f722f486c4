import { describe, expect, it } from "vitest";
import { type Frequency, formatPeriod, parsePeriod } from "../../../src/model/period.ts";
import { startOn } from "../../../src/pipeline/evaluate/moments.ts";

const placed = (text: string, frequency: Frequency): string => {
  const { ordinal, partial } = startOn({ text, period: parsePeriod(text)! }, frequency);
  return `${formatPeriod(ordinal, frequency)}${partial ? " in part" : ""}`;
};

describe("a start of the register among the periods of the data", () => {
  it.each<[string, Frequency, string]>([
    ["2024-04", "month", "2024-04"],
    ["2024-04-15", "month", "2024-04 in part"],
    ["2024-04-01", "month", "2024-04"],
    // One register serves monthly counts, a quarterly survey and a yearly index.
    ["2024-04", "quarter", "2024-Q2"],
    ["2024-05", "quarter", "2024-Q2 in part"],
    ["2024-04", "year", "2024 in part"],
    ["2024-01", "year", "2024"],
    ["2024-Q3", "year", "2024 in part"],
    ["2024-W14", "month", "2024-04"],
    ["2024-W15", "month", "2024-04 in part"],
    ["2024-04-08", "week", "2024-W15"],
    ["2024", "year", "2024"],
  ])("%s in data by %s is %s", (text, frequency, found) => {
    expect(placed(text, frequency)).toBe(found);
  });
  it.each<[string, Frequency, string]>([
    ["2024-Q3", "month", "2024-07-01"],
    ["2024-04", "day", "2024-04-01"],
    ["2024-04", "integer", "as the periods of the data"],
  ])("%s in data by %s has no first period: %s", (text, frequency, hint) => {
    expect(() => placed(text, frequency)).toThrow(
      expect.objectContaining({
        code: "design/start-scale",
        fault: expect.objectContaining({ hint: expect.stringContaining(hint) }),
      }),
    );
  });
});
