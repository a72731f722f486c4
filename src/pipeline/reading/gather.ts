import { existsSync } from "node:fs";
import { knownBreaks } from "../../evidence/breaks.ts";
import { refuseFaults } from "../../ingest/gate/refuse.ts";
import type { Rounder } from "../../ingest/release/index.ts";
import { readBreaks } from "../../ingest/typed/breaks.ts";
import { readRegister } from "../../ingest/typed/register.ts";
import { readUnits } from "../../ingest/typed/units.ts";
import type { Break } from "../../model/break.ts";
import { InputError, UsageError } from "../../model/errors.ts";
import type { SourceConfig } from "../../model/protocol.ts";
import type { Register, UnitTable } from "../../model/register.ts";
import type { Format } from "../../model/source.ts";
import type { SourceData } from "../../model/source-data.ts";
import { buildPanel, gapNotes } from "../../panel/index.ts";
import type { InputRef, Inputs, ReadFile, ReportDocument } from "../../unit/report.ts";
import { printedInput, type ReportRelease, releaseShown } from "../release/levels.ts";
import { documentAt } from "../reports/document.ts";
import type { Entry } from "../reports/entry.ts";
import { documentFile, releaseFor, reportsAt, settingsOf, standIn } from "../reports/reads.ts";
import { type Workspace, workspacePath } from "../workspace.ts";
import type { NamedFile } from "./files.ts";
import { declaredSpec, digest, readSource, type SourceSpec } from "./read-source.ts";
import { changedWhileRead, isChanged, stampOf } from "./steady.ts";

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

/** Reads what the reports of a workspace are made from, each file once, however many of them ask for it. */
export class Reader {
  readonly #workspace: Workspace;
  readonly #sources = new Map<string, Promise<SourceData>>();
  readonly #files = new Map<string, Promise<ReadFile>>();
  /** Each small file as it was when it was first opened. */
  readonly #stamps = new Map<string, string>();
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
    if (!source)
      return held(this.#sources, `${name} ${release.level} ${[...release.rounded]}`, () =>
        this.#standIn(name, release),
      );
    const rounder = release.rounded.has(name) ? release.rounder : undefined;
    return held(this.#sources, rounder ? `${name} rounded` : name, () =>
      loadSource(name, specOf(source, folder, name), {
        invented: source.invented ?? config.invented ?? false,
        rounder,
        progress: this.#progress,
      }),
    );
  }

  /** The numbers of a report as a source, computed from what it reads: nothing that a run wrote is read back. */
  async #standIn(name: string, release: ReportRelease): Promise<SourceData> {
    const entry = standIn(this.#workspace, name)!;
    return entry.kind.asSource!.of(entry.config, await this.gather(entry, "", release));
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
    const path = workspacePath(this.#workspace, name, key);
    if (!this.#stamps.has(path)) this.#stamps.set(path, stampOf(path));
    return { path, name };
  }

  /** A file as an input of a report. */
  #input({ path, name }: NamedFile, rows: number): Promise<ReadFile> {
    return held(this.#files, `${path}:${rows}`, async () => {
      const hashed = await digest(path);
      if (stampOf(path) !== (this.#stamps.get(path) ?? stampOf(path))) throw changedWhileRead([path]);
      return { name, ...hashed, rows };
    });
  }

  /** What was read of the small files, where one of them changed before it was hashed. */
  #forget(): void {
    this.#stamps.clear();
    this.#files.clear();
    this.#register = undefined;
    this.#units = undefined;
    this.#breaks = undefined;
  }

  /** What the references of a report lead to, files listed in their order; read once more where one changed meanwhile. */
  async gather(
    entry: Entry,
    programVersion: string,
    release = releaseFor(this.#workspace, entry),
  ): Promise<Inputs> {
    try {
      return await this.#gather(entry, programVersion, release);
    } catch (thrown) {
      if (!isChanged(thrown)) throw thrown;
      this.#forget();
      return this.#gather(entry, programVersion, release);
    }
  }

  async #gather(entry: Entry, programVersion: string, release: ReportRelease): Promise<Inputs> {
    const found = new Gathered();
    for (const ref of entry.inputs) await this.#follow(ref, found, release);
    return {
      workspace: this.#workspace.config.workspace,
      ...found,
      read: found.read.map((input) => printedInput(release, input)),
      registerFile: this.#workspace.config.interventions,
      settings: settingsOf(this.#workspace, entry, release),
      release: releaseShown(release),
      programVersion,
    };
  }

  async #follow(ref: InputRef, found: Gathered, release: ReportRelease): Promise<void> {
    const { config } = this.#workspace;
    if (ref.kind === "source") {
      const data = await this.source(ref.name, release);
      found.sources.set(ref.name, data);
      found.read.push(...data.files.map(({ name, sha256, bytes, rows }) => ({ name, sha256, bytes, rows })));
    } else if (ref.kind === "register") {
      found.register = await this.register();
      const rows = found.register.interventions.reduce((sum, { units }) => sum + units.length, 0);
      found.read.push(await this.#input(this.#ref(config.interventions!, "interventions"), rows));
    } else if (ref.kind === "units") {
      found.units = await this.units();
      if (found.units)
        found.read.push(await this.#input(this.#ref(config.units!, "units"), found.units.units.length));
    } else if (ref.kind === "breaks") {
      found.breaks = await this.breaks();
      if (config.breaks !== undefined)
        found.read.push(
          await this.#input(this.#ref(config.breaks, "breaks"), found.breaks.length - knownBreaks.length),
        );
    } else if (ref.kind === "file") {
      const at = this.#ref(ref.file, ref.key);
      const value = await ref.read(at);
      found.files.set(ref.key, value);
      found.read.push(await this.#input(at, ref.rows(value)));
    } else for (const other of reportsAt(this.#workspace, ref)) await this.#document(other, found);
  }

  /** Another report's document, as a run has just left it: never kept, since a run may write it again. */
  async #document(other: Entry, found: Gathered): Promise<void> {
    const { path, name } = documentFile(this.#workspace, other);
    if (!existsSync(path))
      throw new InputError("report/not-made", {
        found: `no ${name}: the report ${other.name} has not been made`,
        expected: "a report that can be read",
        hint: `whatworks run ${other.name}`,
      });
    found.reports.set(other.id, documentAt(path, other));
    found.read.push({ name, ...(await digest(path)), rows: 1 });
  }
}

/** What was found so far on the way through the references of one report. */
class Gathered {
  readonly sources = new Map<string, SourceData>();
  register: Register | undefined;
  units: UnitTable | undefined;
  breaks: readonly Break[] = [];
  readonly files = new Map<string, unknown>();
  readonly reports = new Map<string, ReportDocument>();
  readonly read: ReadFile[] = [];
}

const held = <T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
  const found = cache.get(key) ?? make();
  cache.set(key, found);
  return found;
};
