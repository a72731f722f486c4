import type { AnyReport, InputRef, Listed } from "../../unit/report.ts";

/** Every kind of report, in the order in which results and the contents page have them. */
export type Family = readonly AnyReport[];

/** One report of a workspace: what is written, judged and kept current. */
export interface Entry extends Listed<unknown> {
  readonly kind: AnyReport;
  readonly inputs: readonly InputRef[];
  /** Ids of the reports whose documents it reads; every one of them stands before it in the workspace. */
  readonly reads: readonly string[];
}

/** A path from the folder of all reports, seen from the folder of one. */
export const fromFolder = (id: string, path: string): string =>
  path.startsWith(`${id}/`) ? path.slice(id.length + 1) : `../${path}`;

/** And the other way about. */
export const fromReports = (id: string, path: string): string =>
  path.startsWith("../") ? path.slice(3) : `${id}/${path}`;
