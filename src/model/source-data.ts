import type { Diagnostic } from "./diagnostic.ts";
import type { Panel } from "./panel.ts";
import type { Base } from "./release.ts";
import type { Format, InputFile, Ledger } from "./source.ts";

/** One source, read and counted. */
export interface SourceData {
  readonly name: string;
  readonly format: Format;
  readonly place: string | undefined;
  readonly invented: boolean;
  /** What its outcomes are unless a study says otherwise; counts where nothing is said. */
  readonly measure?: "count" | "level";
  /** To which multiples its counts were rounded at random; absent where they are exact. */
  readonly roundedTo?: Base;
  /** Every outcome of the source a column. */
  readonly panel: Panel;
  readonly ledger: Ledger;
  readonly files: readonly InputFile[];
  readonly diagnostics: readonly Diagnostic[];
}
