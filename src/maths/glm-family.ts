import { lgamma } from "./special.ts";

export type Family = "gaussian" | "poisson" | "negbin";

/** What iteratively reweighted least squares asks of a family: V(μ), the link, and a likelihood per row. */
export interface FamilyFunctions {
  readonly start: (y: number) => number;
  readonly link: (mu: number) => number;
  readonly inverse: (eta: number) => number;
  /** dη/dμ. */
  readonly slope: (mu: number) => number;
  readonly variance: (mu: number) => number;
  readonly deviance: (y: number, mu: number) => number;
  /** A row's log-likelihood; the Gaussian one profiles out σ² = deviance/n. */
  readonly logLik: (y: number, mu: number, deviance: number, n: number) => number;
}

// Means are kept inside the doubles: a separated row runs towards 0 and must not become 0 · ∞.
const bounded = (eta: number): number => Math.exp(Math.min(700, Math.max(-690, eta)));

const gaussian: FamilyFunctions = {
  start: (y) => y,
  link: (mu) => mu,
  inverse: (eta) => eta,
  slope: () => 1,
  variance: () => 1,
  deviance: (y, mu) => (y - mu) ** 2,
  logLik: (_y, _mu, deviance, n) => -0.5 * (Math.log((2 * Math.PI * deviance) / n) + 1),
};

const logLink = {
  link: Math.log,
  inverse: bounded,
  slope: (mu: number) => 1 / mu,
};

const poisson: FamilyFunctions = {
  ...logLink,
  start: (y) => y + 0.1,
  variance: (mu) => mu,
  deviance: (y, mu) => 2 * ((y > 0 ? y * Math.log(y / mu) : 0) - (y - mu)),
  logLik: (y, mu) => (y > 0 ? y * Math.log(mu) : 0) - mu - lgamma(y + 1),
};

const negativeBinomial = (theta: number): FamilyFunctions => ({
  ...logLink,
  start: (y) => (y > 0 ? y : 1 / 6),
  variance: (mu) => mu + (mu * mu) / theta,
  deviance: (y, mu) =>
    2 * ((y > 0 ? y * Math.log(y / mu) : 0) - (y + theta) * Math.log1p((y - mu) / (mu + theta))),
  logLik: (y, mu) =>
    lgamma(theta + y) -
    lgamma(theta) -
    lgamma(y + 1) -
    theta * Math.log1p(mu / theta) +
    (y > 0 ? y * Math.log(mu / (mu + theta)) : 0),
});

export const families = (family: Family, theta = Number.POSITIVE_INFINITY): FamilyFunctions => {
  if (family === "gaussian") return gaussian;
  // As θ grows the negative binomial becomes the Poisson, where the formulas above would lose their digits.
  return family === "poisson" || theta > 1e12 ? poisson : negativeBinomial(theta);
};
