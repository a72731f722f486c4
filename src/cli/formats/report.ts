import { relative, sep } from "node:path";

export const ciFormats = ["text", "json", "github", "junit", "sarif"] as const;
export type CiFormat = (typeof ciFormats)[number];

/** Something that a person must look at, with its place, on its way to an editor or a build page. */
export interface Notice {
  readonly level: "error" | "warning" | "note";
  readonly code: string;
  readonly message: string;
  /** Absolute, or null where it has no place. */
  readonly path: string | null;
  readonly line: number | null;
}

/** One thing that was checked: a report, or a file. */
export interface Case {
  readonly name: string;
  /** As the text output prints it: CURRENT, STALE, WRITTEN, OK … */
  readonly state: string;
  readonly notices: readonly Notice[];
}

/** What a command found, before it is printed in any format. */
export interface CiReport {
  readonly command: string;
  readonly title: string;
  readonly cases: readonly Case[];
}

const worst = { error: 0, warning: 1, note: 2 } as const;

/** Every notice, the worst first, otherwise in the order in which they were found. */
export const ranked = (report: CiReport): Notice[] =>
  report.cases.flatMap(({ notices }) => notices).sort((a, b) => worst[a.level] - worst[b.level]);

/** A path as a build page knows it: relative to the checkout, else to where the command was typed, with `/`. */
export const ciPath = (path: string): string => {
  const root = process.env.GITHUB_WORKSPACE || process.env.CI_PROJECT_DIR || process.cwd();
  const inside = relative(root, path);
  const shown = /^\.\.([/\\]|$)/.test(inside) ? relative(process.cwd(), path) : inside;
  return (shown || ".").split(sep).join("/");
};

export const passed = ({ notices }: Case): boolean => notices.every(({ level }) => level !== "error");
