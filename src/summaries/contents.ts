import type { Block } from "./document.ts";

/** What one kind of report has on the contents page: first the summaries of all kinds, then their details. */
export interface ContentsPart {
  readonly internal: boolean;
  readonly invented: boolean;
  readonly summary: readonly Block[];
  readonly details: readonly Block[];
}
