/** What became of the mutants of one file. */
export interface FileTally {
  readonly file: string;
  readonly killed: number;
  readonly timeout: number;
  readonly survived: number;
  readonly noCoverage: number;
  readonly score: number | null;
  /** Mutants that no test noticed, by kind. */
  readonly left: Readonly<Record<string, number>>;
}
export interface GroupTally {
  readonly name: string;
  readonly title: string;
  readonly files: readonly FileTally[];
}

/** As much of a mutation testing report (schema 2) as is counted here. */
export interface StrykerReport {
  readonly files: Readonly<
    Record<string, { readonly mutants: readonly { readonly mutatorName: string; readonly status: string }[] }>
  >;
}

type Counts = Pick<FileTally, "killed" | "timeout" | "survived" | "noCoverage">;

/** Share of the mutants that a test noticed, by failing or by never coming to an end. */
export const scoreOf = ({ killed, timeout, survived, noCoverage }: Counts): number | null => {
  const all = killed + timeout + survived + noCoverage;
  return all === 0 ? null : Math.round((1e4 * (killed + timeout)) / all) / 1e4;
};

export const tallyOf = ({ files }: StrykerReport): FileTally[] =>
  Object.entries(files)
    .map(([file, { mutants }]) => {
      const count = (status: string): number => mutants.filter((one) => one.status === status).length;
      const counts = {
        killed: count("Killed"),
        timeout: count("Timeout"),
        survived: count("Survived"),
        noCoverage: count("NoCoverage"),
      };
      const unnoticed = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
      const kinds = [...new Set(unnoticed.map(({ mutatorName }) => mutatorName))].sort();
      const left = Object.fromEntries(
        kinds.map((kind) => [kind, unnoticed.filter(({ mutatorName }) => mutatorName === kind).length]),
      );
      return { file, ...counts, score: scoreOf(counts), left };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));

export const sumOf = (files: readonly FileTally[]): Counts => {
  const sum = (of: (file: FileTally) => number): number => files.reduce((n, file) => n + of(file), 0);
  return {
    killed: sum((one) => one.killed),
    timeout: sum((one) => one.timeout),
    survived: sum((one) => one.survived),
    noCoverage: sum((one) => one.noCoverage),
  };
};
