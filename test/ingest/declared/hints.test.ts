import { expect, it } from "vitest";
import type { WhatworksError } from "../../../src/model/errors.ts";
import { panelOf } from "./typed.ts";

const long = ["--format", "long", "--unit", "Ward", "--period", "Month", "--value", "Count"];
const wide = ["--format", "wide", "--unit", "Ward"];
const events = ["--format", "incidents", "--unit", "Ward", "--period", "Month"];
const dated = (...cells: readonly string[]): string =>
  `Ward,Month,Count\n${cells.map((cell, i) => `A,${cell},${i + 1}\n`).join("")}`;
const counted = (...cells: readonly string[]): string =>
  `Ward;Month;Count\n${cells.map((cell, i) => `A;2024-0${i + 1};${cell}\n`).join("")}`;
const semicolons = [...long, "--delimiter", ";"];

/** A file, how it is read, and the code of the refusal whose every hint must settle it. */
const refusals: readonly (readonly [string, string, readonly string[]])[] = [
  ["data/total-unit", "Ward,Month,Count\nA,2024-01,3\nB,2024-01,4\nTotal,2024-01,8\n", long],
  ["data/no-place", "Ward,Month,Count\nA,2024-01,3\nUnknown,2024-01,4\n", long],
  ["data/duplicate-key", "Ward,Month,Code,Count\nA,2024-01,x,3\nA,2024-01,y,4\n", long],
  ["data/key-missing", "Ward,Month,Count\nA,2024-01,3\n,2024-01,4\n", long],
  ["data/period-missing", "Ward,Month,Count\nA,2024-01,3\nA,,4\n", long],
  ["data/date-ambiguous", dated("03/04/2024", "05/06/2024"), long],
  ["data/date-format", dated("25/12/2023", "26/12/2023"), long],
  ["data/date-format", dated("12/25/2023 11:30:00 PM", "12/26/2023 01:00:00 AM"), long],
  ["data/date-format", dated("1/13/2023", "2/14/2023"), long],
  ["data/date-format", dated("Jan-24", "Feb-24"), long],
  ["data/date-format", dated("Jan 2024", "Feb 2024"), long],
  ["data/date-format", dated("2024/1", "2024/2"), long],
  ["data/date-format", dated("01.2024", "02.2024"), long],
  ["data/date-format", dated("Q1 2024", "Q2 2024"), long],
  ["data/date-format", dated("2024 Q1", "2024 Q2"), long],
  ["data/date-format", dated("5 May 2024", "6 Mai 2024"), long],
  ["data/date-format", dated("2024-01", "Feb 2024"), [...long, "--date-format", "YYYY-MM"]],
  ["data/number-as-date", dated("202101", "1"), long],
  ["data/number-as-date", dated("44197", "1"), long],
  ["data/period-ambiguous", dated("2011-12"), long],
  ["data/period-ambiguous", "Ward,2011-12\nA,3\n", wide],
  ["data/frequency", dated("2024-Q1", "2024-Q2"), [...long, "--frequency", "month"]],
  ["data/thousands", counted("1.204", "987"), semicolons],
  ["data/number", counted("1,204", "987"), semicolons],
  ["data/number", counted("1 204", "987"), semicolons],
  ["data/number", counted("1'204", "987"), semicolons],
  ["data/number", counted("1.204,5", "987"), semicolons],
  ["data/number", counted("1.204.567", "987"), semicolons],
  ["data/number", counted("3,5", "987"), semicolons],
  ["data/missing-marker", counted("-", "987"), semicolons],
  ["data/missing-marker", counted("NA", "987"), semicolons],
  ["data/suppressed", counted("*", "987"), semicolons],
  ["data/suppressed", counted("<5", "987"), semicolons],
  ["data/no-values", "Ward,2024-01,2024-02\nA,3,4\nNote: provisional,,\n", wide],
  ["data/unread-column", "Ward,2024-01,2024-02 (p)\nA,3,4\nB,5,6\n", wide],
  ["data/unread-column", "Ward,2024-01,2024-02,Total\nA,3,4,7\nB,5,6,11\n", wide],
  ["data/period-mixed", "Ward,2024-01,2024-02,2024\nA,3,4,7\nB,5,6,11\n", wide],
  ["data/no-periods", "Ward,Jan-24,Feb-24\nA,3,4\nB,5,6\n", wide],
  ["csv/header-duplicate", "Ward,2024-01,202401\nA,3,4\nB,5,6\n", wide],
  ["data/unread-count", "Ward,Month,Cases\nA,2024-01-01,3\nB,2024-01-02,4\n", events],
  ["csv/delimiter", counted("3", "4"), long],
  ["csv/header-title", "Recorded crime\nWard,Month,Count\nA,2024-01,3\nA,2024-02,4\n", long],
  ["csv/header-blank", "Ward,Month,Count,\nA,2024-01,3,\nA,2024-02,4,\n", long],
];

/** What a hint says may be typed: options that stand side by side belong together, others are alternatives. */
const alternatives = (hint: string): string[][] =>
  [...hint.matchAll(/--[a-z-]+ (?:"[^"]*"|[^\s",;]+)(?: --[a-z-]+ (?:"[^"]*"|[^\s",;]+))*/g)].map(([run]) =>
    [...run.matchAll(/(--[a-z-]+) (?:"([^"]*)"|([^\s",;]+))/g)].flatMap(([, option, quoted, bare]) => [
      option!,
      quoted ?? bare!,
    ]),
  );

const faultsOf = (text: string, args: readonly string[]): Promise<WhatworksError["faults"]> =>
  panelOf(text, args).then(
    () => [],
    (thrown: WhatworksError) => thrown.faults ?? Promise.reject(thrown),
  );

it.each(refusals)("%s is settled by every hint that it prints: %j", async (code, text, args) => {
  const refused = (await faultsOf(text, args)).filter((fault) => fault.code === code);
  expect(refused.length).toBeGreaterThan(0);
  const hints = refused.flatMap(({ hint = "", line }) =>
    alternatives(hint).map((typed) => ({ typed, line })),
  );
  expect(hints.length).toBeGreaterThan(0);
  for (const { typed, line } of hints) {
    const left = await faultsOf(text, [...args, ...typed]);
    expect(
      left.filter((fault) => fault.code.startsWith("usage/") || (fault.code === code && fault.line === line)),
      typed.join(" "),
    ).toEqual([]);
  }
});
