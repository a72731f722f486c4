import { describe, expect, it } from "vitest";
import { fitGlm, fitNegativeBinomial } from "../../src/maths/glm.ts";
import { stream } from "../../src/maths/random.ts";

const f = (values: readonly number[]): Float64Array => Float64Array.from(values);
const slope = [0.1, 0.5, -0.3, 1.2, 0.4, 0.8, 1.9, -0.2, 0.3, 2.2, 0, 0.7];
const x = f(slope.flatMap((v) => [1, v]));
const offset = f([1, 2, 1, 1.5, 1, 1, 2, 1, 1, 2.5, 1, 1]).map(Math.log);
const calm = f([3, 7, 0, 12, 5, 9, 22, 1, 4, 30, 2, 8]);
const wild = f([3, 17, 0, 2, 5, 40, 22, 1, 14, 30, 2, 8]);
const close = (got: ArrayLike<number>, want: readonly number[], tolerance = 1e-8) => {
  for (const [i, w] of want.entries()) expect(Math.abs(got[i]! / w - 1)).toBeLessThan(tolerance);
};

describe("generalised linear models", () => {
  it("Poisson with offset, as R 4.2.2 glm(epsilon = 1e-14)", () => {
    const fit = fitGlm({ x, n: 12, k: 2, y: calm, offset, family: "poisson" });
    close(fit.coefficients, [1.0867437884906117, 0.6899505632174673], 1e-12);
    close(fit.covariance, [0.0361958207538, -0.0192395595038, -0.0192395595038, 0.0139751384266], 1e-10);
    close([fit.deviance, fit.logLik], [11.87797291859771, -26.27350459460651], 1e-12);
    expect(fit).toMatchObject({ converged: true, df: 10, rank: 2, separated: [], aliased: [] });
  });
  it("negative binomial with θ, as MASS 7.3 glm.nb", () => {
    const fit = fitNegativeBinomial({ x, n: 12, k: 2, y: wild, offset });
    close(fit.coefficients, [1.5876607433877565, 0.7652986953563709], 1e-9);
    close(
      fit.covariance,
      [0.155654340315689, -0.1005409145129119, -0.1005409145129119, 0.1463977432136792],
      1e-8,
    );
    close(
      [fit.theta, fit.deviance, fit.logLik],
      [1.0963514554226079, 13.37932256051907, -40.27015661007158],
      1e-8,
    );
    close([fit.thetaSe], [0.4934964444684656], 5e-6); // R's is one Newton step behind its θ
  });
  it("negative binomial falls back to Poisson when counts are no more dispersed than that", () => {
    const fit = fitNegativeBinomial({ x, n: 12, k: 2, y: calm, offset });
    const poisson = fitGlm({ x, n: 12, k: 2, y: calm, offset, family: "poisson" });
    expect(fit.poisson).toBe(true);
    expect(fit.theta).toBe(Number.POSITIVE_INFINITY);
    expect([...fit.coefficients]).toEqual([...poisson.coefficients]);
  });
  it("Gaussian is weighted least squares", () => {
    const weights = f([1, 2, 1, 0, 1, 3, 1, 1, 2, 1, 1, 1]);
    const fit = fitGlm({ x, n: 12, k: 2, y: calm, weights, family: "gaussian" });
    let [sw, sx, sy] = [0, 0, 0];
    for (const [i, w] of weights.entries()) [sw, sx, sy] = [sw + w, sx + w * slope[i]!, sy + w * calm[i]!];
    let [sxy, sxx] = [0, 0];
    for (const [i, w] of weights.entries()) {
      sxy += w * (slope[i]! - sx / sw) * (calm[i]! - sy / sw);
      sxx += w * (slope[i]! - sx / sw) ** 2;
    }
    close(fit.coefficients, [sy / sw - (sxy / sxx) * (sx / sw), sxy / sxx], 1e-12);
    expect(fit.df).toBe(9);
  });
  it("solves the score equations", () => {
    const fit = fitNegativeBinomial({ x, n: 12, k: 2, y: wild, offset });
    for (const j of [0, 1]) {
      let sum = 0;
      for (let i = 0; i < 12; i++) sum += fit.scores[i * 2 + j]!;
      expect(Math.abs(sum)).toBeLessThan(1e-9);
    }
  });
  it("recovers a θ it was given", () => {
    const random = stream("glm", "nb");
    const n = 4000;
    const y = Float64Array.from({ length: n }, () => random.negativeBinomial(6, 3));
    const fit = fitNegativeBinomial({ x: new Float64Array(n).fill(1), n, k: 1, y });
    expect(Math.abs(fit.theta - 3)).toBeLessThan(4 * fit.thetaSe);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(6), 1);
  });
  it("sets aside a repeated column and says so", () => {
    const doubled = f(slope.flatMap((v) => [1, v, 2 * v - 1]));
    const fit = fitGlm({ x: doubled, n: 12, k: 3, y: calm, offset, family: "poisson" });
    expect(fit.aliased).toEqual([2]);
    expect(fit.coefficients[2]).toBeNaN();
    close(fit.coefficients.slice(0, 2), [1.0867437884906117, 0.6899505632174673], 1e-10);
  });
  it("finds separation: a group whose counts are all 0, or a trend that only zeros follow", () => {
    const group = f([1, 0, 1, 0, 1, 1, 1, 1]);
    expect(fitGlm({ x: group, n: 4, k: 2, y: f([3, 4, 0, 0]), family: "poisson" }).separated).toEqual([2, 3]);
    expect(fitGlm({ x: group, n: 4, k: 2, y: f([3, 4, 0, 1]), family: "poisson" }).separated).toEqual([]);
    // Two dummies and a slope that differs from 0 only on zeros, of one sign in the second case alone.
    const mixed = f([1, 0, 1, 0, 1, -1, 1, 2]);
    expect(fitGlm({ x: mixed, n: 4, k: 2, y: f([3, 4, 0, 0]), family: "poisson" }).separated).toEqual([]);
  });
});
