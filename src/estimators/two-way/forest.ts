/**
 * A spanning forest of the units and periods that rows join. Two effects α_i + γ_t can be told from the rows only
 * when unit i and period t hang in the same tree; the sum is then the fitted values along the path between them,
 * with alternating signs.
 */
export interface Forest {
  /** Can α_i + γ_t be told from the rows? */
  joins(unit: number, period: number): boolean;
  /** Has this unit (period) any row at all? */
  hasUnit(unit: number): boolean;
  hasPeriod(period: number): boolean;
  /**
   * Weights L on the rows such that Σ wᵢ αᵢ + Σ wₜ γₜ = Σ L · fitted, for any fitted values of the form α + γ. Within
   * each tree the weights of units and of periods must have the same total (as those of cells do).
   */
  pullBack(unit: Float64Array, period: Float64Array): Float64Array;
}

export const forestOf = (unit: Int32Array, period: Int32Array, units: number, periods: number): Forest => {
  const nodes = units + periods;
  const { start, edges } = neighbours(unit, period, units, nodes);
  const tree = new Int32Array(nodes).fill(-1);
  const parentRow = new Int32Array(nodes).fill(-1);
  const order: number[] = [];
  for (let root = units; root < nodes; root++) {
    if (tree[root] !== -1 || start[root] === start[root + 1]) continue;
    tree[root] = root;
    order.push(root);
    for (let at = order.length - 1; at < order.length; at++) {
      const node = order[at]!;
      for (let e = start[node]!; e < start[node + 1]!; e++) {
        const row = edges[e]!;
        const other = node < units ? units + period[row]! : unit[row]!;
        if (tree[other] !== -1) continue;
        tree[other] = root;
        parentRow[other] = row;
        order.push(other);
      }
    }
  }
  return {
    joins: (i, t) => tree[i] !== -1 && tree[i] === tree[units + t],
    hasUnit: (i) => tree[i] !== -1,
    hasPeriod: (t) => tree[units + t] !== -1,
    pullBack: (unitWeight, periodWeight) => {
      const out = new Float64Array(unit.length);
      const weight = new Float64Array(nodes);
      weight.set(unitWeight);
      weight.set(periodWeight, units);
      // Leaves first: a node's effect is its row's fitted value less its parent's effect.
      for (let at = order.length - 1; at >= 0; at--) {
        const node = order[at]!;
        const row = parentRow[node]!;
        if (row === -1) continue;
        out[row]! += weight[node]!;
        const parent = node < units ? units + period[row]! : unit[row]!;
        weight[parent]! -= weight[node]!;
      }
      return out;
    },
  };
};

/** Rows of each node, units before periods, in one array with offsets. */
const neighbours = (unit: Int32Array, period: Int32Array, units: number, nodes: number) => {
  const start = new Int32Array(nodes + 1);
  for (let r = 0; r < unit.length; r++) {
    start[unit[r]! + 1]!++;
    start[units + period[r]! + 1]!++;
  }
  for (let i = 0; i < nodes; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, nodes);
  const edges = new Int32Array(2 * unit.length);
  for (let r = 0; r < unit.length; r++) {
    edges[next[unit[r]!]!++] = r;
    edges[next[units + period[r]!]!++] = r;
  }
  return { start, edges };
};
