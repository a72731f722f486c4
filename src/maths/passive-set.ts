import type { Matrix } from "./linear.ts";

export interface PassiveSet {
  holds(j: number): boolean;
  members(): readonly number[];
  add(j: number): void;
  /** Takes out the member at this position. */
  remove(at: number): void;
  /** The minimiser of w'Gw − 2l'w with Σw = 1 on the members, and the multiplier of the sum. */
  solve(linear: Float64Array): { members: readonly number[]; values: Float64Array; multiplier: number };
}

/**
 * The Cholesky factor of G + ridge·I over a changing set of rows. A row joins in O(p²); one leaves by rotating its
 * successors back into a triangle, O(p²) as well, so an active-set method never factorises from scratch.
 */
export const passiveSet = (gram: Matrix, n: number, ridge: number): PassiveSet => {
  const order: number[] = [];
  const rows: Float64Array[] = []; // rows of L, row i of length ≥ i + 1
  const inside = new Uint8Array(n);

  const forward = (right: Float64Array): Float64Array => {
    const out = Float64Array.from(right);
    for (let i = 0; i < out.length; i++) {
      const row = rows[i]!;
      let sum = out[i]!;
      for (let j = 0; j < i; j++) sum -= row[j]! * out[j]!;
      out[i] = sum / row[i]!;
    }
    return out;
  };
  const backward = (right: Float64Array): Float64Array => {
    const out = Float64Array.from(right);
    for (let i = out.length - 1; i >= 0; i--) {
      const row = rows[i]!;
      const v = (out[i] = out[i]! / row[i]!);
      for (let j = 0; j < i; j++) out[j]! -= row[j]! * v;
    }
    return out;
  };

  const add = (j: number): void => {
    const p = order.length;
    const head = forward(Float64Array.from(order, (i) => gram[i * n + j]!));
    let rest = gram[j * n + j]! + ridge;
    for (const v of head) rest -= v * v;
    // An exact copy of what is inside brings the ridge alone; rounding must not take that away.
    if (!(rest > 1e-16 * (gram[j * n + j]! + ridge))) rest = ridge;
    const row = new Float64Array(p + 1);
    row.set(head);
    row[p] = Math.sqrt(rest);
    rows.push(row);
    order.push(j);
    inside[j] = 1;
  };

  const remove = (at: number): void => {
    inside[order[at]!] = 0;
    order.splice(at, 1);
    rows.splice(at, 1);
    for (let i = at; i < rows.length; i++) {
      const row = rows[i]!;
      // Row i now reaches one column too far; rotate columns i and i + 1 of every later row.
      const [a, b] = [row[i]!, row[i + 1]!];
      const length = Math.hypot(a, b);
      const [c, s] = [a / length, b / length];
      for (let r = i; r < rows.length; r++) {
        const target = rows[r]!;
        const [u, v] = [target[i]!, target[i + 1]!];
        target[i] = c * u + s * v;
        target[i + 1] = c * v - s * u;
      }
    }
  };

  const solve = (linear: Float64Array) => {
    const p = order.length;
    const withLinear = forward(Float64Array.from(order, (j) => linear[j]!));
    const withOnes = forward(new Float64Array(p).fill(1));
    let [cross, square] = [0, 0];
    for (let i = 0; i < p; i++) {
      cross += withLinear[i]! * withOnes[i]!;
      square += withOnes[i]! * withOnes[i]!;
    }
    // w = K⁻¹(l − ν1) with 1'w = 1.
    const multiplier = (cross - 1) / square;
    const values = backward(withLinear.map((v, i) => v - multiplier * withOnes[i]!));
    return { members: [...order], values, multiplier };
  };

  return { holds: (j) => inside[j] === 1, members: () => order, add, remove, solve };
};
