/**
 * A fault in data is a value, not an exception: it is collected, counted and reported with every other one.
 * Never carries the value of a cell from a column that may be personal.
 */
export interface Diagnostic {
  /** Stable, `room/name`, known to `whatworks explain`. */
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  /** What to type or change next. */
  readonly fix: string;
  readonly file: string | null;
  /** Physical line, counted from 1. */
  readonly line: number | null;
  /** Column (field) name. */
  readonly column: string | null;
  /** How many cells or rows this one diagnostic stands for. */
  readonly count: number;
  /** Outcomes that it is about, where it is about some and not others; never in JSON. */
  readonly outcomes?: readonly string[];
  /** The place as a masked picture (letters x, digits 9) with a caret, for people; never in JSON. */
  readonly frame?: string;
}

export const diagnostic = (
  code: string,
  severity: Diagnostic["severity"],
  message: string,
  rest: Partial<Omit<Diagnostic, "code" | "severity" | "message">> = {},
): Diagnostic => ({
  code,
  severity,
  message,
  fix: rest.fix ?? "",
  file: rest.file ?? null,
  line: rest.line ?? null,
  column: rest.column ?? null,
  count: rest.count ?? 1,
  ...(rest.outcomes === undefined ? {} : { outcomes: rest.outcomes }),
  ...(rest.frame === undefined ? {} : { frame: rest.frame }),
});
