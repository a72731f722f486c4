import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { InputError, UsageError } from "../../model/errors.ts";
import type { Told } from "../../provenance/compare.ts";
import type { AnyReport } from "../../unit/report.ts";
import { loadWorkspace } from "../load-workspace.ts";
import { workspaceFile } from "../workspace.ts";
import { parsedDocument } from "./document.ts";
import type { Family } from "./entry.ts";

/** A report of one edition, and the key of its kind. */
export interface ToldReport extends Told {
  readonly kind: string;
}

/** The reports of one edition, by kind and id. */
export type Edition = ReadonlyMap<string, ToldReport>;

/**
 * Reads an edition: a document such as finding.json, a report folder, a folder of reports, a workspace, `now` (the
 * reports of the workspace at hand) or `git:REV` (the same reports as that revision has them).
 *
 * Throws UsageError usage/revision; InputError input/not-found, input/no-finding, input/finding.
 */
export const readEdition = (spec: string, workspaceFolder: string, family: Family): Edition => {
  const reports = (): string => loadWorkspace(workspaceFolder, { family }).reports;
  if (spec.startsWith("git:")) return asEdition(fromGit(spec.slice(4), reports(), family), spec, family);
  const path = spec === "now" ? reports() : resolve(spec);
  if (!existsSync(path))
    throw new InputError("input/not-found", {
      found: `no file or folder called ${spec}`,
      expected: "a finding.json, a folder of reports, git:REVISION, or now",
      hint: "whatworks compare git:HEAD now",
    });
  return asEdition(fromDisk(path, family), spec, family);
};

interface Text {
  readonly name: string;
  readonly text: string;
}

const asEdition = (texts: readonly Text[], spec: string, family: Family): Edition => {
  if (texts.length === 0)
    throw new InputError("input/no-finding", {
      found: `no ${family.map(({ file }) => file).join(" or ")} in ${spec}`,
      expected: "at least one report",
      hint: "whatworks run makes them",
    });
  return new Map(
    texts.map((text) => {
      const told = toldOf(text, family);
      return [`${told.kind} ${told.id}`, told];
    }),
  );
};

const toldOf = ({ name, text }: Text, family: Family): ToldReport => {
  for (const kind of family) {
    const told = toldBy(kind, text);
    if (told) return told;
  }
  throw new InputError("input/finding", {
    file: name,
    found: "a file that is no document of a report",
    expected: `JSON with "schema": ${family.map(({ document }) => `"${document}"`).join(" or ")}`,
    hint: "name a finding.json that whatworks wrote",
  });
};

const toldBy = (kind: AnyReport, text: string): ToldReport | undefined => {
  const document = parsedDocument(text, kind.document);
  if (!document) return undefined;
  try {
    return {
      kind: kind.key,
      called: kind.called,
      ...kind.titled(document),
      headline: kind.headline(document),
      ...(kind.answer ? { answer: kind.answer(document) } : {}),
      settings: kind.behind(document).settings,
      document,
    };
  } catch {
    // It bears the schema number and lacks what goes with it.
    return undefined;
  }
};

const read = (file: string): Text => ({
  name: relative(process.cwd(), file).split(sep).join("/"),
  text: readFileSync(file, "utf8"),
});

/** Documents that lie in a folder, or in a folder of it. */
const fromDisk = (path: string, family: Family): Text[] => {
  if (statSync(path).isFile()) return [read(path)];
  if (existsSync(join(path, workspaceFile))) return fromDisk(loadWorkspace(path, { family }).reports, family);
  const folders = existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter(({ name }) => !name.startsWith("."))
        .map(({ name }) => join(path, name))
    : [];
  return [path, ...folders]
    .flatMap((folder) => family.map(({ file }) => join(folder, file)))
    .filter((file) => existsSync(file))
    .map(read);
};

const git = (folder: string, arguments_: readonly string[]): string =>
  execFileSync("git", ["-C", folder, ...arguments_], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });

const fromGit = (revision: string, reports: string, family: Family): Text[] => {
  const spec = `git:${revision}`;
  const unknown = (): UsageError =>
    new UsageError("usage/revision", {
      found: `${spec}, which git does not know here`,
      expected: "a commit, branch or tag of the repository that holds the reports",
      hint: "git log --oneline lists commits; whatworks compare git:HEAD now",
    });
  // A revision that looks like an option would be one.
  if (!/^[\w./@{}~^-]+$/.test(revision) || revision.startsWith("-")) throw unknown();
  let top: string;
  let files: string[];
  try {
    top = git(reports, ["rev-parse", "--show-toplevel"]).trim();
    const inside = relative(top, reports).split(sep).join("/");
    files = git(top, ["ls-tree", "-r", "-z", "--name-only", revision, "--", inside || "."])
      .split("\0")
      .filter((name) => family.some(({ file }) => basename(name) === file));
  } catch {
    throw unknown();
  }
  return files.map((name) => ({
    name: `${revision}:${name}`,
    text: git(top, ["show", `${revision}:${name}`]),
  }));
};
