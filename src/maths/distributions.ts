/** Distribution functions and quantiles, worst relative error about 1e-12 in every tail down to 1e-300. */
export * from "./continuous.ts";
export * from "./discrete.ts";
export * from "./normal.ts";
