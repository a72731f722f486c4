import type { SafetyIndex } from "../../model/safety-index.ts";
import { scoresCsv } from "./scores-csv.ts";

export interface IndexFile {
  readonly path: string;
  readonly content: string;
}

/** Every file of the index but its JSON. */
export const indexFiles = (index: SafetyIndex): readonly IndexFile[] => [
  { path: "scores.csv", content: scoresCsv(index) },
];
