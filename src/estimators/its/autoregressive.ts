import { leastSquares } from "../../maths/least-squares.ts";
import { cholesky, crossProduct } from "../../maths/linear.ts";
import { brentMinimise } from "../../maths/optimise.ts";
import { type AutoregressiveFit, quasiDifferenced, type Regression } from "./prais-winsten.ts";

/**
 * Regression with AR(1) errors by maximum likelihood or, by default, restricted maximum likelihood, ρ profiled.
 * Shown beside Prais–Winsten because simulations favour REML once a series has a dozen points.
 *
 * Source    Harville (1977), JASA 72, 320–338; Turner et al. (2021), BMC Med. Res. Methodol. 21:181 for the advice.
 */
export const autoregressive = (problem: Regression, method: "reml" | "ml" = "reml"): AutoregressiveFit => {
  const { n } = problem;
  const objective = (rho: number): number => {
    const fit = quasiDifferenced(problem, rho);
    const free = method === "reml" ? fit.df : n;
    const restricted = method === "reml" ? logDeterminant(problem, rho) : 0;
    return free * Math.log(fit.rss) - Math.log(1 - rho * rho) + restricted;
  };
  const { x: rho } = brentMinimise(objective, -0.995, 0.995, 1e-10);
  return quasiDifferenced(problem, rho);
};

/** log |X*'X*| over the columns that are not aliased. */
const logDeterminant = ({ x, n, k, y }: Regression, rho: number): number => {
  const { aliased } = leastSquares({ x, n, k, y });
  const kept = Array.from({ length: k }, (_, j) => j).filter((j) => !aliased.includes(j));
  const first = Math.sqrt(1 - rho * rho);
  const xs = new Float64Array(n * kept.length);
  for (let t = 0; t < n; t++) {
    kept.forEach((j, c) => {
      xs[t * kept.length + c] = t === 0 ? first * x[j]! : x[t * k + j]! - rho * x[(t - 1) * k + j]!;
    });
  }
  const l = cholesky(crossProduct(xs, n, kept.length), kept.length);
  if (!l) return Number.POSITIVE_INFINITY;
  return 2 * kept.reduce((sum, _, c) => sum + Math.log(l[c * kept.length + c]!), 0);
};
