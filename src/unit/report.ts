import type { z } from "zod";
import type { Break } from "../model/break.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Protocol } from "../model/protocol.ts";
import type { Register, UnitTable } from "../model/register.ts";
import type { Release, ReleaseOf } from "../model/release.ts";
import type { SourceData } from "../model/source-data.ts";
import type { ContentsPart } from "../summaries/contents.ts";

/** A file on disk and how messages call it. */
export interface FileAt {
  readonly path: string;
  readonly name: string;
}

/** A small file that the section of a report names, and how it is read. */
export interface FileRef<T> {
  readonly kind: "file";
  /** The key in whatworks.yaml that names it. */
  readonly key: string;
  /** Relative to whatworks.yaml. */
  readonly file: string;
  /** Reads it with a reader of ingest: no report opens a file by itself. */
  read(file: FileAt): Promise<T>;
  /** Rows of data in it, as the page of the report counts them. */
  rows(value: T): number;
}

/**
 * Something that a report reads: outcome data, a table that the whole workspace shares, a small file of its own, or the
 * documents of other reports. What is read decides whether the report is current, and in which order reports are made.
 */
export type InputRef =
  | { readonly kind: "source"; readonly name: string; readonly key: string }
  | { readonly kind: "register" | "units" | "breaks" }
  | FileRef<unknown>
  | { readonly kind: "report"; readonly id: string; readonly key: string }
  /** Every report of another kind, by its key: `studies`. */
  | { readonly kind: "reports"; readonly of: string };

/** A file that was read, as provenance lists it. */
export interface ReadFile {
  readonly name: string;
  readonly sha256: string;
  /** Of a protected report neither: they would tell of counts. */
  readonly bytes: number | null;
  readonly rows: number | null;
}

/** What the references of a report led to: plain data, so that any thread can compute with it. */
export interface Inputs {
  /** Id of the workspace. */
  readonly workspace: string;
  readonly sources: ReadonlyMap<string, SourceData>;
  readonly register: Register | undefined;
  /** How messages call the file of the register. */
  readonly registerFile: string | undefined;
  readonly units: UnitTable | undefined;
  readonly breaks: readonly Break[];
  /** Values of files by their key: `heldIn` knows what type each has. */
  readonly files: ReadonlyMap<string, unknown>;
  /** Documents of other reports by id. */
  readonly reports: ReadonlyMap<string, ReportDocument>;
  /** Every file, data first. */
  readonly read: readonly ReadFile[];
  /** SHA-256 of everything in whatworks.yaml that the report depends on. */
  readonly settings: string;
  readonly programVersion: string;
  /** Who may see what is made of it. */
  readonly release: ReleaseOf;
}

/** What a file of the report holds: the reader of its reference says of which type. */
export const heldIn = <T>({ files }: Inputs, { key }: FileRef<T>): T => files.get(key) as T;

/** What the document of every report says of itself; JSON, with a schema number. */
export interface ReportDocument {
  readonly schema: string;
  /** Who may see it. */
  readonly release: Release;
  /** Made-up data are behind it. */
  readonly invented: boolean;
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly severity?: string;
  }[];
  readonly provenance: {
    readonly inputs: readonly ReadFile[];
    readonly methods: Readonly<Record<string, number>>;
    readonly seed: string;
    readonly program_version: string;
  };
}

/** A file that a report writes, by its path from the folder of all reports. */
export interface Page {
  readonly path: string;
  readonly content: string;
}

/** One report that a section asks for, and where it is written. */
export interface Listed<Config> {
  /** Its folder among the reports, its own and nobody else's: `safety-index`. */
  readonly id: string;
  /** How results call it, and what may be typed to choose it, beside the id. */
  readonly name: string;
  /** Its front page and its document: in its folder, or beside the contents page. */
  readonly page: string;
  readonly document: string;
  /** How old its data may be, where that is not as the workspace says. */
  readonly freshness?: string | undefined;
  /** Who may see it, where it says so beside the workspace and its sources. */
  readonly declared?: { readonly release?: Release | undefined; readonly public?: string | undefined };
  readonly config: Config;
}

/** A report that was made, as the contents page lists it. */
export interface Made<Data> {
  readonly data: Data;
  readonly page: string;
}

/** What stands behind the numbers of a document, for `explain`. */
export interface Behind {
  readonly question: string;
  readonly cells: readonly string[];
  readonly method: string;
  readonly settings: string;
}

/** What a section promises before anything is computed, for `validate`. */
export interface Planned {
  readonly warnings: readonly Diagnostic[];
  /** Settled choices: JSON for scripts. */
  readonly plan?: Readonly<Record<string, string | number>>;
  /** The same in lines for people. */
  readonly lines?: readonly string[];
}

/** A name that other reports may take outcomes from, as from a source. */
export interface AsSource<Config> {
  readonly name: string;
  of(config: Config, inputs: Inputs): SourceData;
}

/**
 * One kind of report: what it reads, what it computes, how it is told. `run`, `check`, `compare`, `explain`, `schema`,
 * `validate` and the contents page know nothing else of it. A new one is its folder and its line in `unit/index.ts`.
 */
export interface Report<Config, Data extends ReportDocument, Section = Config> {
  /** In whatworks.yaml, such as `index`. */
  readonly key: string;
  /** What one is called in a sentence: `study`, `safety index`. */
  readonly called: string;
  /** Versions of all that moves its bytes, by name; raised when the same inputs would give other numbers or words. */
  readonly versions: Readonly<Record<string, number>>;
  /** Its whole section of whatworks.yaml. */
  readonly schema: z.ZodType<Section>;
  /** Schemas that `whatworks schema NAME` prints: of its document, and of a part of its section. */
  readonly schemas: readonly { readonly name: string; readonly title: string; readonly schema: z.ZodType }[];
  /** The schema number of its document, `whatworks/index/1`, and how the file is called wherever it lies. */
  readonly document: string;
  readonly file: string;
  /** Every report that the section asks for; `protocols` are the studies of the workspace, which may stand in files. */
  list(section: Section, protocols: readonly Protocol[]): readonly Listed<Config>[];
  /** What one of them reads. */
  inputs(config: Config): readonly InputRef[];
  /** What of the section its bytes depend on; all of it, and the id of the workspace, where nothing is said. */
  settings?(config: Config): Readonly<Record<string, unknown>>;
  /** Is the section fit to be run? Computes no result. */
  plan?(config: Config, inputs: Inputs): Planned;
  /**
   * Pure: the same inputs and seed give the same data.
   *
   * Throws DesignError, InputError or UsageError where the data cannot bear the question.
   */
  compute(config: Config, inputs: Inputs, seed: string): Data;
  /** All that is written but the document itself, which is the data as JSON. */
  pages(data: Data): readonly Page[];
  /** The finding in a sentence or two. */
  headline(data: Data): string;
  /** How an edition is called by who compares two: its id and its title. */
  titled(data: Data): { readonly id: string; readonly title: string };
  /** The number whose move is a move of the headline; the sentence where nothing is said. */
  answer?(data: Data): number | null;
  /** Last period of its data, which freshness is counted from; empty where there is none. */
  dataTo(data: Data, inputs: Inputs): string;
  /** Its part of the contents page, also when none of its kind has been made. */
  contents(made: readonly Made<Data>[]): ContentsPart;
  /** Parts of the document by how much they tell: `explain` without an address starts at the first. */
  readonly telling: readonly string[];
  formula(address: string): string;
  behind(data: Data): Behind;
  readonly asSource?: AsSource<Config>;
}

/** A report of any kind. Its configuration and its data are handed only to itself. */
export type AnyReport = Report<unknown, ReportDocument, unknown>;
