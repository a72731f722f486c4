import type { Diagnostic } from "../../model/diagnostic.ts";
import { type Fault, InputError, PrivacyError, UsageError } from "../../model/errors.ts";

/** Throws when any of these is an error, with all of them; privacy faults weigh more than faults of form. */
export const refuseFaults = (diagnostics: readonly Diagnostic[]): void => {
  const errors = diagnostics.filter((one) => one.severity === "error");
  if (errors.length === 0) return;
  const faults = errors.map((one) => ({ code: one.code, ...faultOf(one) }));
  const personal = faults.find((one) => one.code.startsWith("privacy/"));
  const first = personal ?? faults[0]!;
  const { code, ...fault } = first;
  if (personal) throw new PrivacyError(code, fault, { faults });
  // A column that was typed wrongly is no fault of the file: the exit says who has to mend what.
  if (isUsage(code)) throw new UsageError(code, fault, { faults });
  throw new InputError(code, fault, { faults });
};

const isUsage = (code: string): boolean => code.startsWith("usage/");

const faultOf = (one: Diagnostic): Fault => ({
  found: one.message,
  expected: isUsage(one.code) ? "a column of the file" : "data that can be read in one way only",
  hint: one.fix,
  ...(one.file === null ? {} : { file: one.file }),
  ...(one.line === null ? {} : { line: one.line }),
  ...(one.column === null ? {} : { column: one.column }),
});
