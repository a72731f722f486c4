import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellStatus } from "../../src/model/panel.ts";
import { type CellSnapshot, compareCells, movedWords } from "../../src/provenance/snapshot.ts";

const snapshot = (
  units: readonly string[],
  months: readonly number[],
  values: readonly number[],
): CellSnapshot => ({
  units,
  frequency: "month",
  ordinals: Int32Array.from(months),
  columns: { theft: Float64Array.from(values) },
  status: {
    theft: Uint8Array.from(values, (v) => (Number.isNaN(v) ? cellStatus.absent : cellStatus.observed)),
  },
});

describe("cells of two editions", () => {
  const before = snapshot(["a", "b"], [1, 2], [1, 2, 3, 4]);
  it("counts revised, new and lost values by hand", () => {
    const after = snapshot(["a", "c"], [1, 2, 3], [1, 9, 5, 6, 7, Number.NaN]);
    // a: 2 → 9 revised, month 3 new; c: two new; b: two gone.
    expect(compareCells(before, after)).toEqual({ revised: 1, added: 3, removed: 2 });
  });
  it("finds nothing in the same cells in another order", () => {
    expect(compareCells(before, snapshot(["b", "a"], [1, 2], [3, 4, 1, 2]))).toEqual({
      revised: 0,
      added: 0,
      removed: 0,
    });
  });
  it("finds the opposite the other way round", () => {
    const cells = fc.array(fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 3 })), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(cells, cells, (x, y) => {
        const [a, b] = [snapshot(["a", "b"], [1, 2], x), snapshot(["a", "b"], [1, 2], y)];
        const [there, back] = [compareCells(a, b), compareCells(b, a)];
        expect([back.revised, back.added, back.removed]).toEqual([there.revised, there.removed, there.added]);
      }),
    );
  });
});

it("says it in words, and says nothing where nothing is known", () => {
  const none = { rows_before: null, rows_after: null, revised: null, added: null, removed: null };
  expect(movedWords(none)).toBe("");
  expect(movedWords({ rows_before: 9600, rows_after: 9632, revised: 3, added: 32, removed: 0 })).toBe(
    "9,600 → 9,632 rows; 3 old values revised, 32 new values",
  );
  expect(movedWords({ ...none, rows_before: 5, rows_after: 5, revised: 0, added: 0, removed: 0 })).toBe(
    "5 rows as before; no old values revised",
  );
});
