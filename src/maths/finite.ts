import { DesignError } from "../model/errors.ts";

/** What a solver says that was given numbers it cannot end with: blanks taken for numbers, or counts beyond all measure. */
export const notFinite = (what: string): DesignError =>
  new DesignError("design/not-finite", {
    found: `${what} with a number that is missing or not finite`,
    expected: "finite numbers in every row that enters the model",
    hint: "fill in the blank exposures, weights or covariates of the data, or leave those rows out",
  });
