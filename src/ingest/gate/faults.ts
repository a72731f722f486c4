import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";

type Rest = Partial<Omit<Diagnostic, "code" | "severity" | "message">>;

/** Collects every fault of one file: errors one by one, conditions that repeat once each with their first line and count. */
export interface FaultLog {
  error(code: string, message: string, rest?: Rest): void;
  /** One diagnostic per code and column, however often it is met. */
  tally(severity: Diagnostic["severity"], code: string, message: string, rest?: Rest): void;
  errors(): number;
  /** Code of the last error. */
  latest(): string | undefined;
  /** By line; what has no line comes last. */
  list(): readonly Diagnostic[];
}

/** A file of ten million bad rows is refused in bounded memory: beyond this, faults are counted and not listed. */
const most = 100_000;

export const faultLog = (file: string): FaultLog => {
  const found: Diagnostic[] = [];
  const tallies = new Map<string, { at: number; count: number }>();
  const unlisted = new Map<string, number>();
  let errors = 0;
  let latest: string | undefined;
  return {
    error(code, message, rest = {}) {
      errors++;
      latest = code;
      if (found.length < most) found.push(diagnostic(code, "error", message, { file, ...rest }));
      else unlisted.set(code, (unlisted.get(code) ?? 0) + 1);
    },
    tally(severity, code, message, rest = {}) {
      const key = `${code}\u0000${rest.column ?? ""}`;
      const known = tallies.get(key);
      if (known) {
        known.count += rest.count ?? 1;
        return;
      }
      if (severity === "error") {
        errors++;
        latest = code;
      }
      tallies.set(key, { at: found.length, count: rest.count ?? 1 });
      found.push(diagnostic(code, severity, message, { file, ...rest }));
    },
    errors: () => errors,
    latest: () => latest,
    list() {
      const all = [...found];
      for (const { at, count } of tallies.values()) all[at] = { ...all[at]!, count };
      for (const [code, count] of unlisted)
        all.push(
          diagnostic(code, "error", `${count} more of the same, not listed one by one`, {
            file,
            count,
            fix: "mend the faults listed first and validate again",
          }),
        );
      return all.sort((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER));
    },
  };
};
