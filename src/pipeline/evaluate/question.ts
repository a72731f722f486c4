import type { CostRow, DoseRow } from "../../ingest/typed/dose.ts";
import type { UnitCostRow, WeightRow } from "../../ingest/typed/economics.ts";
import type { Break } from "../../model/break.ts";
import type { Protocol } from "../../model/protocol.ts";
import type { Intervention, UnitTable } from "../../model/register.ts";
import type { ReleaseOf } from "../../model/release.ts";
import type { SourceData } from "../../model/source-data.ts";

/** One outcome asked about, as it is called in the data and by a reader. */
export interface AskedOutcome {
  readonly source: string;
  readonly name: string;
  readonly label: string;
  readonly better: "lower" | "higher";
  readonly role: "primary" | "secondary";
  /** Events add up over units and periods; a score, share or rate is averaged. */
  readonly measure: "count" | "level";
  /** What is counted, plural, where the study says so. */
  readonly unit?: string;
}

/** What a study brings of its own to put its events into harm and pounds. */
export interface Prices {
  readonly unitCosts: readonly UnitCostRow[];
  readonly weights: readonly WeightRow[];
  readonly deflator: ReadonlyMap<string, number> | undefined;
  readonly shares: readonly { readonly who: string; readonly share: number }[];
}

/** What is counted, as a reader calls it: the study's own word, else what the format of the data holds. */
export const outcomeUnit = ({ outcome, data }: Question): string =>
  outcome.unit ??
  (outcome.measure === "level" ? "points" : undefined) ??
  (["police-uk-street", "london-borough", "incidents"].includes(data.format)
    ? "recorded offences"
    : "recorded events");

/** Everything one evaluation reads: a question, its data, and what people wrote down. No file is opened after this. */
export interface Question {
  readonly protocol: Protocol;
  readonly outcome: AskedOutcome;
  readonly secondary: readonly { readonly asked: AskedOutcome; readonly data: SourceData }[];
  readonly data: SourceData;
  readonly intervention: Intervention;
  /** Everything of the register, this one included: what else was done, and where. */
  readonly others?: readonly Intervention[];
  readonly units: UnitTable | undefined;
  readonly breaks: readonly Break[];
  readonly dose: readonly DoseRow[];
  readonly costs: readonly CostRow[];
  /** Own figures of the study for harm and value; absent where it has none. */
  readonly prices?: Prices;
  readonly invented: boolean;
  /** Who may see the answer. */
  readonly release: ReleaseOf;
  /** Every file that the answer rests on, data first. */
  readonly inputs: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly bytes: number | null;
    readonly rows: number | null;
  }[];
  readonly protocolHash: string;
  readonly programVersion: string;
  readonly command: string;
}
