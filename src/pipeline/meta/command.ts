import { readTextTable } from "../../ingest/gate/text-table.ts";
import type { EstimateDocument, Settings } from "../../model/estimate.ts";
import { metaFromTable } from "./meta.ts";

export { metaOptions } from "./options.ts";

/** `whatworks estimate meta FILE`: one row per study. */
export const metaEstimate = async (
  path: string,
  name: string,
  delimiter: string,
  settings: Settings,
): Promise<EstimateDocument> => {
  const { file, columns, lines } = await readTextTable(path, name, delimiter);
  return metaFromTable({ file, lines, columns: Object.fromEntries(columns) }, settings);
};
