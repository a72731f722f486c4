const rootTwoPi = Math.sqrt(2 * Math.PI);

export const normalPdf = (x: number): number => Math.exp(-0.5 * x * x) / rootTwoPi;

/** P(Z ≤ x), or P(Z > x) when `upper`. */
export const normalCdf = (x: number, upper = false): number => {
  if (Number.isNaN(x)) return Number.NaN;
  const tail = normalTail(Math.abs(x));
  return x > 0 === upper ? tail : 1 - tail;
};

/** P(Z > x) for x ≥ 0. */
const normalTail = (x: number): number =>
  x < 2 ? 0.5 - normalCentre(x) : x === Number.POSITIVE_INFINITY ? 0 : density(x) * millsRatio(x);

/** φ(x), with x² taken apart so that e⁻⁷⁰⁰ keeps its digits: x² = h² + (x − h)(x + h), h² exact. */
const density = (x: number): number => {
  const h = Math.fround(x);
  return (Math.exp(-0.5 * h * h) * Math.exp(-0.5 * (x - h) * (x + h))) / rootTwoPi;
};

/** P(0 < Z < x) = φ(x)(x + x³/3 + x⁵/(3·5) + …), relatively exact down to x = 0. */
const normalCentre = (x: number): number => {
  let [sum, term] = [x, x];
  for (let n = 3; n < 500; n += 2) {
    term *= (x * x) / n;
    sum += term;
    if (Math.abs(term) < 1e-17 * Math.abs(sum)) break;
  }
  return normalPdf(x) * sum;
};

/** (1 − Φ(x))/φ(x) = 1/(x + 1/(x + 2/(x + 3/(x + …)))), by modified Lentz. */
const millsRatio = (x: number): number => {
  let [c, d] = [1e300, 1 / x];
  let h = d;
  for (let n = 1; n < 5000; n++) {
    d = 1 / (x + n * d);
    c = x + n / c;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
};

/** x with P(Z ≤ x) = p, or P(Z > x) = p when `upper`. */
export const normalQuantile = (p: number, upper = false): number => {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (upper) return -normalQuantile(p) + 0;
  const fromHalf = p - 0.5;
  if (Math.abs(fromHalf) <= 0.3) return centreQuantile(fromHalf);
  return fromHalf < 0 ? -tailQuantile(p) : tailQuantile(1 - p);
};

const centreQuantile = (area: number): number => {
  let z = area * rootTwoPi;
  for (let i = 0; i < 20; i++) {
    const step = (normalCentre(z) - area) / normalPdf(z);
    // Halley: φ′ = −zφ.
    const next = z - step / (1 + 0.5 * z * step);
    if (Math.abs(next - z) <= 1e-16 * Math.abs(next)) return next;
    z = next;
  }
  return z;
};

/** z > 0 with P(Z > z) = p: Newton on log P, which is concave, so every start below the root climbs to it. */
const tailQuantile = (p: number): number => {
  if (p === 0) return Number.POSITIVE_INFINITY;
  const target = Math.log(p);
  const r = -2 * target;
  let z = r > 4 ? Math.sqrt(r - Math.log(2 * Math.PI * (r - Math.log(2 * Math.PI * r)))) : 0.6;
  for (let i = 0; i < 50; i++) {
    const ratio = z < 2 ? normalTail(z) / normalPdf(z) : millsRatio(z);
    const logTail = -0.5 * z * z - Math.log(rootTwoPi) + Math.log(ratio);
    const step = (logTail - target) * ratio;
    z += step;
    if (Math.abs(step) <= 1e-15 * z) break;
  }
  return z;
};
