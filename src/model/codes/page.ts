/** One page of `whatworks explain CODE`: what a code means, why it matters, what to do. */
export interface CodePage {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly title: string;
  /** What the program saw. */
  readonly meaning: string;
  /** What would go wrong if it were ignored. */
  readonly why: string;
  /** What to type or change next. */
  readonly fix: string;
  /** A small example that sets it off, where one helps. */
  readonly example?: string;
}
