import { NotFinite } from "../maths/finite.ts";
import { DesignError } from "../model/errors.ts";

/** Runs a calculation; numbers that it cannot end with are a fault of the data and not of the program. */
export const withFiniteNumbers = <T>(work: () => T): T => {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof NotFinite)) throw thrown;
    throw new DesignError(
      "design/not-finite",
      {
        found: thrown.message,
        expected: "finite numbers in every row that enters the model",
        hint: "fill in the blank exposures, weights or covariates of the data, or leave those rows out",
      },
      { cause: thrown },
    );
  }
};
