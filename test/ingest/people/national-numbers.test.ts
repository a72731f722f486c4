import { describe, expect, it } from "vitest";
import { nationalNumbers } from "../../../src/ingest/people/check-digits.ts";

/** Numbers made for this test: the digits before the check digit are 1, 2, 3 … or a date, and no person's. */
const first = (what: string, from: (n: number) => string): string => {
  const one = nationalNumbers.find((kind) => kind.what === what)!;
  for (let n = 0; n < 20_000; n++) {
    const text = from(n);
    if (one.shape.test(text) && one.valid(text)) return text;
  }
  throw new Error(`no ${what} found`);
};
const pad = (n: number, width: number): string => String(n).padStart(width, "0");

describe("numbers of persons with check digits", () => {
  it.each([
    ["NHS numbers", (n: number) => `943476${pad(n, 4)}`],
    ["PESEL numbers", (n: number) => `440514${pad(n, 5)}`],
    ["citizen service numbers", (n: number) => `11222${pad(n, 4)}`],
    ["tax numbers", (n: number) => `12345${pad(n, 4)}`],
    ["CPF numbers", (n: number) => `1234567${pad(n, 4)}`],
    ["national identity numbers", (n: number) => `1000000${pad(n, 4)}`],
    ["personal numeric codes", (n: number) => `180010100${pad(n, 4)}`],
    ["personal numbers", (n: number) => `811218${pad(n, 4)}`],
    ["social security numbers", (n: number) => `2550749588${pad(n, 5)}`],
    ["identity numbers", (n: number) => `12345678${String.fromCharCode(65 + (n % 26))}`],
    ["identity numbers", (n: number) => `X1234567${String.fromCharCode(65 + (n % 26))}`],
  ])("are found as %s, and one wrong digit is none", (what, from) => {
    const one = nationalNumbers.find((kind) => kind.what === what)!;
    const right = first(what, from);
    expect(one.valid(right)).toBe(true);
    const last = right.at(-1)!;
    const other = /\d/.test(last) ? String((Number(last) + 1) % 10) : last === "Z" ? "A" : "Z";
    expect(one.valid(right.slice(0, -1) + other)).toBe(false);
  });
});
