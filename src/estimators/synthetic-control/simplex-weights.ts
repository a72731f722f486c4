import { simplexLeastSquares } from "../../maths/simplex.ts";

/** The exact minimiser of w'Gw − 2l'w over the simplex; equal weights where donors do not differ from each other at all. */
export const simplexWeights = (
  gram: Float64Array,
  linear: Float64Array,
): { readonly weights: Float64Array; readonly kktResidual: number } => {
  const J = linear.length;
  if (gram.every((v) => v === 0)) return { weights: new Float64Array(J).fill(1 / J), kktResidual: 0 };
  return simplexLeastSquares({ gram, linear });
};
