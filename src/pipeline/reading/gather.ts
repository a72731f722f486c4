import { knownBreaks } from "../../evidence/breaks.ts";
import { refuseFaults } from "../../ingest/gate/refuse.ts";
import type { Rounder } from "../../ingest/release/index.ts";
import { readBreaks } from "../../ingest/typed/breaks.ts";
import { readCosts, readDose } from "../../ingest/typed/dose.ts";
import { readRegister } from "../../ingest/typed/register.ts";
import { readUnits } from "../../ingest/typed/units.ts";
import type { Break } from "../../model/break.ts";
import { UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Protocol, SourceConfig } from "../../model/protocol.ts";
import type { Intervention, Register, UnitTable } from "../../model/register.ts";
import type { Format } from "../../model/source.ts";
import type { SourceData } from "../../model/source-data.ts";
import { buildPanel, gapNotes, outcomeIn } from "../../panel/index.ts";
import { indexSource } from "../../unit/safety-index/names.ts";
import type { AskedOutcome, Question } from "../evaluate/question.ts";
import {
  printedInput,
  type ReportRelease,
  refuseLevel,
  releaseShown,
  reportRelease,
} from "../release/levels.ts";
import { protocolHash } from "../reports/protocol-hash.ts";
import { type Workspace, workspacePath } from "../workspace.ts";
import { outcomeSources } from "./outcome-sources.ts";
import { readPrices } from "./prices.ts";
import { readBy } from "./read-by.ts";
import { declaredSpec, digest, readSource, type SourceSpec } from "./read-source.ts";

type Input = Question["inputs"][number];
type Progress = (done: number, total: number, what: string) => void;

interface Loading {
  readonly invented: boolean;
  /** Rounds its counts before the panel is built. */
  readonly rounder?: Rounder | undefined;
  readonly progress?: Progress | undefined;
}

/** A source read once and its panel built once, however many studies ask for it. */
export const loadSource = async (
  name: string,
  spec: SourceSpec,
  { invented, rounder, progress }: Loading,
): Promise<SourceData> => {
  const read = await readSource(spec, {
    hash: true,
    ...(progress ? { progress } : {}),
    ...(rounder ? { rounder } : {}),
  });
  refuseFaults(read.diagnostics);
  return {
    name,
    format: read.format,
    place: spec.place,
    invented,
    ...(rounder ? { roundedTo: rounder.base } : {}),
    panel: buildPanel(read.cells),
    ledger: read.ledger,
    files: read.files,
    diagnostics: [...read.diagnostics, ...gapNotes(read.cells, ["unit", "period", "outcome"])],
  };
};

export const specOf = (config: SourceConfig, root: string, source = "NAME"): SourceSpec => {
  const { format, files, level, place, invented: _invented, ...keys } = config;
  return {
    ...declaredSpec(keys, (key) => `sources.${source}.${key}`),
    files,
    root,
    format: format as Format,
    ...(level ? { level } : {}),
    ...(place ? { place } : {}),
  };
};

export const interventionIn = (register: Register, id: string, file: string): Intervention => {
  const known = register.interventions.map((one) => one.id);
  const found = register.interventions.find((one) => one.id === id);
  if (found) return found;
  throw new UsageError("usage/intervention", {
    file,
    found: `no intervention called "${id}"`,
    expected: "an id in the register",
    hint: suggest(id, known),
  });
};

/** Everything that the studies of a workspace read, each file once. */
export class Inputs {
  readonly #workspace: Workspace;
  readonly #sources = new Map<string, Promise<SourceData>>();
  readonly #files = new Map<string, Promise<Input>>();
  #register: Promise<Register> | undefined;
  #units: Promise<UnitTable | undefined> | undefined;
  #breaks: Promise<readonly Break[]> | undefined;
  readonly #progress: Progress | undefined;

  constructor(workspace: Workspace, progress?: Progress) {
    this.#workspace = workspace;
    this.#progress = progress;
  }

  /** A source as a report of this level reads it: its counts are rounded where the report is protected. */
  source(name: string, release: ReportRelease): Promise<SourceData> {
    const { config, folder } = this.#workspace;
    const source = config.sources[name];
    if (!source && name === indexSource)
      return held(this.#sources, `${name} ${release.level} ${[...release.rounded]}`, () =>
        this.#indexAsSource(release),
      );
    const rounder = release.rounded.has(name) ? release.rounder : undefined;
    return held(this.#sources, rounder ? `${name} rounded` : name, () =>
      loadSource(name, specOf(source!, folder, name), {
        invented: source!.invented ?? config.invented ?? false,
        rounder,
        progress: this.#progress,
      }),
    );
  }

  /** The scores of the index, computed from its own sources: nothing that a run wrote is read back. */
  async #indexAsSource(release: ReportRelease): Promise<SourceData> {
    const [{ indexQuestion }, { asSource }] = await Promise.all([
      import("../safety-index/question.ts"),
      import("../../unit/safety-index/as-source.ts"),
    ]);
    return asSource(await indexQuestion(this.#workspace, this, "", release));
  }

  register(): Promise<Register> {
    const { config } = this.#workspace;
    if (config.interventions === undefined) {
      throw new UsageError("config/missing", {
        file: "whatworks.yaml",
        key: "interventions",
        found: "no register of interventions",
        expected: "a CSV with the columns id, title, unit, start",
        hint: "add the line  interventions: interventions.csv",
      });
    }
    this.#register ??= readRegister(this.#ref(config.interventions, "interventions")).then(
      ({ register }) => register,
    );
    return this.#register;
  }

  units(): Promise<UnitTable | undefined> {
    const { units } = this.#workspace.config;
    this.#units ??=
      units === undefined
        ? Promise.resolve(undefined)
        : readUnits(this.#ref(units, "units")).then(({ table }) => table);
    return this.#units;
  }

  breaks(): Promise<readonly Break[]> {
    const { breaks } = this.#workspace.config;
    this.#breaks ??= breaks === undefined ? Promise.resolve(knownBreaks) : this.#ownBreaks(breaks);
    return this.#breaks;
  }

  async #ownBreaks(name: string): Promise<readonly Break[]> {
    const own = await readBreaks(this.#ref(name, "breaks"));
    return [...knownBreaks, ...own];
  }

  #ref(name: string, key: string): { path: string; name: string } {
    return { path: workspacePath(this.#workspace, name, key), name };
  }

  /** A small file of the workspace as an input of a report. */
  input(name: string, key: string, rows: number): Promise<Input> {
    return held(this.#files, `${name}:${rows}`, async () => ({
      name,
      ...(await digest(this.#ref(name, key).path)),
      rows,
    }));
  }

  /** The question that a study asks, with all that its answer rests on. */
  async question(protocol: Protocol, programVersion: string): Promise<Question> {
    const { config } = this.#workspace;
    const release = reportRelease(this.#workspace, readBy(config, outcomeSources(protocol)), protocol);
    const data = await this.source(protocol.outcome.source, release);
    const register = await this.register();
    const units = await this.units();
    const asked = this.#asked(protocol.outcome, data, "primary");
    const secondary = await Promise.all(
      (protocol.secondary ?? []).map(async (one) => {
        const named = typeof one === "string" ? { source: protocol.outcome.source, name: one } : one;
        const own = await this.source(named.source, release);
        return { asked: this.#asked(named, own, "secondary"), data: own };
      }),
    );
    const dose = protocol.implementation?.dose;
    const costs = protocol.economics?.costs;
    const doseRows =
      dose === undefined ? [] : await readDose(this.#ref(dose, `studies.${protocol.id}.implementation.dose`));
    const costRows =
      costs === undefined ? [] : await readCosts(this.#ref(costs, `studies.${protocol.id}.economics.costs`));
    const { prices, rows: priceRows } = await readPrices(protocol, (name, key) => this.#ref(name, key));
    const registered = register.interventions.reduce((sum, one) => sum + one.units.length, 0);
    return {
      protocol,
      outcome: asked,
      secondary,
      data,
      intervention: interventionIn(register, protocol.intervention, config.interventions!),
      units,
      breaks: await this.breaks(),
      dose: doseRows,
      costs: costRows,
      prices,
      invented: data.invented,
      release: releaseShown(release),
      inputs: [
        ...[...new Set([data, ...secondary.map((one) => one.data)])].flatMap(({ files }) =>
          files.map(({ name, sha256, bytes, rows }) => ({ name, sha256, bytes, rows })),
        ),
        await this.input(config.interventions!, "interventions", registered),
        ...(units ? [await this.input(config.units!, "units", units.units.length)] : []),
        ...(config.breaks === undefined
          ? []
          : [await this.input(config.breaks, "breaks", (await this.breaks()).length - knownBreaks.length)]),
        ...(dose === undefined ? [] : [await this.input(dose, "dose", doseRows.length)]),
        ...(costs === undefined ? [] : [await this.input(costs, "costs", costRows.length)]),
        ...(await Promise.all([...priceRows].map(([file, rows]) => this.input(file, "economics", rows)))),
      ].map((input) => printedInput(release, input)),
      protocolHash: protocolHash(protocol, this.#workspace, release),
      programVersion,
      command: `whatworks run ${protocol.id}`,
    };
  }

  #asked(
    given: {
      source: string;
      name: string;
      label?: string | undefined;
      unit?: string | undefined;
      better?: "lower" | "higher" | undefined;
      measure?: "count" | "level" | undefined;
    },
    data: SourceData,
    role: AskedOutcome["role"],
  ): AskedOutcome {
    const name = outcomeIn(data, given.name);
    if (given.measure === "level" && data.name !== indexSource) refuseLevel(data, name);
    return {
      source: given.source,
      name,
      label: given.label ?? name.toLowerCase(),
      better: given.better ?? "lower",
      role,
      measure: given.measure ?? (data.name === indexSource ? "level" : "count"),
      ...(given.unit === undefined ? {} : { unit: given.unit }),
    };
  }
}

const held = <T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
  const found = cache.get(key) ?? make();
  cache.set(key, found);
  return found;
};
