/**
 * Cheapest assignment of every row to a column of its own (rows ≤ columns): shortest augmenting paths with dual prices,
 * Jonker & Volgenant (1987), Computing 38, 325–340. O(rows² · columns).
 *
 * Shapes  cost rows × columns, row-major; Infinity = not allowed. Returns a column per row, −1 where none was left for it.
 */
export const cheapestAssignment = (cost: Float64Array, rows: number, columns: number): Int32Array => {
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  const holder = new Int32Array(columns).fill(-1);
  const assigned = new Int32Array(rows).fill(-1);
  for (let start = 0; start < rows; start++) {
    const reach = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(columns).fill(-1);
    const done = new Uint8Array(columns);
    let [row, column, sofar, free] = [start, -1, 0, -1];
    while (free < 0) {
      let [nearest, next] = [Number.POSITIVE_INFINITY, -1];
      for (let j = 0; j < columns; j++) {
        if (done[j]) continue;
        const through = sofar + cost[row * columns + j]! - rowPrice[row]! - columnPrice[j]!;
        if (through < reach[j]!) {
          reach[j] = through;
          before[j] = column;
        }
        if (reach[j]! < nearest) [nearest, next] = [reach[j]!, j];
      }
      if (next < 0) break;
      [sofar, column] = [nearest, next];
      done[column] = 1;
      if (holder[column]! < 0) free = column;
      else row = holder[column]!;
    }
    if (free < 0) continue;
    rowPrice[start]! += sofar;
    for (let j = 0; j < columns; j++) {
      if (!done[j] || j === free) continue;
      columnPrice[j]! -= sofar - reach[j]!;
      rowPrice[holder[j]!]! += sofar - reach[j]!;
    }
    for (let j = free; ; ) {
      const from = before[j]!;
      const taken = from < 0 ? start : holder[from]!;
      holder[j] = taken;
      assigned[taken] = j;
      if (from < 0) break;
      j = from;
    }
  }
  return assigned;
};
