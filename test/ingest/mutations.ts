import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import { longAdapter } from "../../src/ingest/long.ts";
import { parseColumns } from "../../src/ingest/validation/columns-spec.ts";
import { validateTable } from "../../src/ingest/validation/validate-table.ts";
import { WhatworksError } from "../../src/model/errors.ts";
import { plainDialect } from "../../src/model/source.ts";
import { context, request } from "./scratch.ts";

const rows = ["North", "South", "East"].flatMap((unit) =>
  ["01", "02", "03", "04"].map((month, t) => `${unit},2024-${month},"theft, other",${unit.length * 3 + t}`),
);
export const goodFile = Buffer.from(`unit,period,outcome,value\n${rows.join("\n")}\n`);
const columns = parseColumns("unit:text,period:month,outcome:text,value:count");

/** Bytes that have broken readers before, beside any byte at all. */
const nasty = fc.constantFrom(
  0x00,
  0x0a,
  0x0d,
  0x22,
  0x2c,
  0x1b,
  0xef,
  0xff,
  0xfe,
  0xc3,
  0xe2,
  0x1f,
  0x50,
  0x3b,
  0x5c,
  0x20,
);
const edit = fc.record({
  at: fc.nat(goodFile.length),
  remove: fc.nat(6),
  insert: fc.array(fc.oneof(nasty, fc.nat(255)), { maxLength: 6 }),
});

const mutate = (edits: readonly { at: number; remove: number; insert: number[] }[]): Buffer =>
  edits.reduce(
    (bytes, { at, remove, insert }) =>
      Buffer.concat([bytes.subarray(0, at), Buffer.from(insert), bytes.subarray(at + remove)]),
    goodFile,
  );

/** Seconds are the machine's as well: only what is slow a second and a third time hangs. */
const attempts = async <T>(work: () => Promise<T>, left = 3): Promise<{ found: T; hangs: boolean }> => {
  const started = performance.now();
  const found = await work();
  if (performance.now() - started < 2000) return { found, hangs: false };
  return left > 1 ? attempts(work, left - 1) : { found, hangs: true };
};

/** A good file, damaged at random: never a crash, never a hang, never a row that is neither used nor excluded. */
export const mutationsHold = (numRuns: number): Promise<void> => {
  // One file, written over: a hundred thousand would fill a disk.
  const source = request("long", [goodFile]);
  const file = source.files[0]!;
  return fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const bytes = mutate(edits);
      writeFileSync(file.path, bytes);
      const { found, hangs } = await attempts(() => validateTable(file, plainDialect, columns));
      expect(hangs).toBe(false);
      expect(found.used + found.excluded.reduce((sum, one) => sum + one.rows, 0)).toBe(found.rows);
      for (const one of found.diagnostics) {
        expect(one.line === null || (one.line >= 1 && one.line <= bytes.length + 1)).toBe(true);
        expect(one.message).not.toMatch(/\p{Cc}/u);
      }
      try {
        const { ledger } = await longAdapter.read(source, context);
        expect(ledger.used + ledger.excluded.reduce((sum, one) => sum + one.rows, 0)).toBe(ledger.read);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(WhatworksError);
      }
    }),
    { numRuns },
  );
};
