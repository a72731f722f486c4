import { resolve } from "node:path";
import type { Validated } from "../pipeline/validate/validate-files.ts";
import type { CiReport, Notice } from "./formats/index.ts";

/** What validation found, file by file, for build pages. Names of files are relative to `root`. */
export const validationCases = ({ files, diagnostics }: Validated, root: string): CiReport => {
  const notices = diagnostics.map(({ code, severity, message, fix, file, line }) => ({
    file,
    notice: {
      level: severity,
      code,
      message: fix ? `${message}; try: ${fix}` : message,
      path: file === null ? null : resolve(root, file),
      line,
    } satisfies Notice,
  }));
  const of = (name: string | null): Notice[] =>
    notices.filter(({ file }) => file === name).map(({ notice }) => notice);
  const named = [
    ...new Set([...files.map(({ path }) => path), ...notices.flatMap(({ file }) => file ?? [])]),
  ];
  const stateOf = (found: readonly Notice[]): string =>
    found.some(({ level }) => level === "error") ? "REFUSED" : "OK";
  const general = of(null);
  return {
    command: "validate",
    title: `${files.length} file${files.length === 1 ? "" : "s"}`,
    cases: [
      ...named.map((name) => ({ name, state: stateOf(of(name)), notices: of(name) })),
      ...(general.length > 0 ? [{ name: "workspace", state: stateOf(general), notices: general }] : []),
    ],
  };
};
