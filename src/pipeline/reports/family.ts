import { capabilities } from "../../unit/index.ts";
import { studyReport } from "../evaluate/report.ts";
import type { Family } from "./entry.ts";

/** Evaluations of studies, and what the unit does beside them. */
export const family: Family = [studyReport, ...capabilities];
