import { expect, it } from "vitest";
import { type Cells, cellStatus } from "../../src/model/panel.ts";
import { csvChunks } from "../../src/panel/index.ts";

const january = 24_228; // 2019-01

// Blocks of single digits are written by a faster way, which must look at what a cell is as well.
it.each([
  ["missing", cellStatus.missing],
  ["suppressed", cellStatus.suppressed],
])("prints no digit of a cell that is %s, in whichever place of its block", (_name, status) => {
  for (const hidden of [0, 1, 2]) {
    const cells: Cells = {
      frequency: "month",
      units: ["ash", "elm"],
      outcomes: ["theft"],
      unit: Int32Array.of(0, 0, 0, 1, 1, 1),
      period: Int32Array.of(january, january + 1, january + 2, january, january + 1, january + 2),
      outcome: new Int32Array(6),
      value: Float64Array.of(1, 2, 3, 4, 5, 6),
      status: Uint8Array.from({ length: 6 }, (_, i) => (i === 3 + hidden ? status : cellStatus.observed)),
    };
    let text = "";
    for (const chunk of csvChunks(cells, ["unit", "period", "outcome"]))
      text += Buffer.from(chunk).toString();
    const values = text
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[3]);
    expect(values).toEqual(["1", "2", "3", "4", "5", "6"].map((value, i) => (i === 3 + hidden ? "" : value)));
  }
});
