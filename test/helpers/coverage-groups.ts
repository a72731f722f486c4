import type { Reporter } from "vitest/node";

/** What `npm run coverage` measures: what reads data, and what turns text into a format. */
export const groups = [
  { name: "ingest", glob: "src/ingest/**/*.ts" },
  {
    name: "writers",
    glob: "src/{summaries/**/*,unit/safety-index/page/*,panel/csv*,model/{escape,json,text},cli/{formats/**/*,terminal,failure},pipeline/reports/files-on-disk}.ts",
  },
] as const;

interface Share {
  readonly total: number;
  readonly covered: number;
}
interface CoverageMap {
  files(): string[];
  fileCoverageFor(file: string): { toSummary(): { readonly lines: Share; readonly branches: Share } };
}

const groupOf = (file: string): string => (/[\\/]src[\\/]ingest[\\/]/.test(file) ? "ingest" : "writers");

const percent = (shares: readonly Share[]): string => {
  const [covered, total] = [shares.map((one) => one.covered), shares.map((one) => one.total)].map((all) =>
    all.reduce((a, b) => a + b, 0),
  );
  return `${((100 * covered!) / total!).toFixed(2)} %`;
};

/** One line for each group; the table of vitest has one for each file and one for all. */
export default class CoverageByGroup implements Reporter {
  onCoverage(coverage: unknown): void {
    const map = coverage as CoverageMap;
    for (const { name } of groups) {
      const files = map.files().filter((file) => groupOf(file) === name);
      const found = files.map((file) => map.fileCoverageFor(file).toSummary());
      const [lines, branches] = [
        percent(found.map((one) => one.lines)),
        percent(found.map((one) => one.branches)),
      ];
      process.stdout.write(
        `${name.padEnd(10)}  lines ${lines}  branches ${branches}  (${files.length} files)\n`,
      );
    }
  }
}
