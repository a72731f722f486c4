import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { type SourceOptions, sourceSpec, withSource } from "../../../src/cli/source-options.ts";
import { formatPeriod } from "../../../src/model/period.ts";
import { type PanelResult, readPanel } from "../../../src/pipeline/panel.ts";
import type { SourceSpec } from "../../../src/pipeline/reading/read-source.ts";

const folder = mkdtempSync(join(tmpdir(), "declared-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
let made = 0;

/** A file of this text. */
export const fileOf = (text: string | Uint8Array, name = "table.csv"): string => {
  const path = join(folder, `${made++}-${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  return path;
};

/** Options as `whatworks panel` takes them. */
export const typedSpec = (paths: readonly string[], args: readonly string[]): SourceSpec => {
  const command = withSource(new Command("panel").argument("<files...>").exitOverride()).action(
    () => undefined,
  );
  command.parse([...paths, ...args], { from: "user" });
  return { ...sourceSpec(command.args, command.opts<SourceOptions>()), root: folder };
};

/** `whatworks panel` on this text, by the careful reader or with every size taken for a large one. */
export const panelOf = (
  text: string | Uint8Array,
  args: readonly string[],
  { name = "table.csv", engineFrom = Number.POSITIVE_INFINITY } = {},
): Promise<PanelResult> =>
  readPanel({ ...typedSpec([fileOf(text, name)], args), engineFrom }, { hash: false });

/** Cells as a person would check them: "A | 2024-01 | theft" and its number, null where it is missing or hidden. */
export const valuesOf = ({ cells }: PanelResult): Record<string, number | null> =>
  Object.fromEntries(
    Array.from(cells.value, (value, j) => [
      [
        cells.units[cells.unit[j]!],
        formatPeriod(cells.period[j]!, cells.frequency),
        cells.outcomes[cells.outcome[j]!],
      ].join(" | "),
      cells.status[j] === 0 ? value : null,
    ]),
  );
