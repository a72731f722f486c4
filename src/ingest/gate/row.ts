/** A file to be read: where it is, and what messages call it. */
export interface FileRef {
  readonly path: string;
  readonly name: string;
}

/** One record. A record that is not sound has been reported and has no cells: it is counted and left out. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  readonly columns: number;
  readonly blank: boolean;
  readonly odd: boolean;
  /** Code of the fault that excludes it. */
  readonly fault?: string;
}
