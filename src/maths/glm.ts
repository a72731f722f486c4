/** Generalised linear models for counts and levels: Gaussian, Poisson, NB2 with θ given or estimated. */
export type { Family } from "./glm-family.ts";
export { fitGlm, type Glm, type GlmProblem } from "./irls.ts";
export { fitNegativeBinomial, type NegativeBinomial } from "./negative-binomial.ts";
