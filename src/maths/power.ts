/**
 * x to the power y, the same bits on every engine: `**` is not, since engines improve its last digit (V8 did between
 * Node 22 and 24). A whole y up to 1024 is multiplied out; any other goes through exp and log, which are fixed.
 *
 * Source    Square-and-multiply, Knuth, TAOCP 2, §4.6.3.
 */
export const power = (x: number, y: number): number => {
  if (!Number.isInteger(y) || Math.abs(y) > 1024) return Math.exp(y * Math.log(x));
  let [product, square] = [1, x];
  for (let left = Math.abs(y); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product *= square;
    square *= square;
  }
  return y < 0 ? 1 / product : product;
};
