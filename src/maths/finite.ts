/** What a solver throws that was given numbers it cannot end with: blanks taken for numbers, or beyond all measure. */
export class NotFinite extends RangeError {
  /** What was to be computed. */
  readonly what: string;

  constructor(what: string) {
    super(`${what} with a number that is missing or not finite`);
    this.what = what;
  }
}

export const notFinite = (what: string): NotFinite => new NotFinite(what);
