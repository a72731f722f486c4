import { heading } from "../document.ts";
import { longTable, type Section, shortTable } from "./section.ts";

/** Tables too long to stand below their figure, and not so long that they need a file. */
export const figureDataSection: Section = {
  id: "figure-data",
  build: ({ charts }) => {
    const tables = [...charts.values()]
      .map((chart) => chart.table)
      .filter((table) => table.rows.length > shortTable && table.rows.length <= longTable);
    return tables.length === 0 ? [] : [heading(2, "Numbers behind the figures"), ...tables];
  },
};
