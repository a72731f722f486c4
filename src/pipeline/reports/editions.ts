import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { InputError, UsageError } from "../../model/errors.ts";
import type { Finding } from "../../model/finding.ts";
import { loadWorkspace, workspaceFile } from "../workspace.ts";

/** The findings of one edition, by study. */
export type Edition = ReadonlyMap<string, Finding>;

/**
 * Reads an edition: a finding.json, a report folder, a folder of reports, a workspace, `now` (the reports of the
 * workspace at hand) or `git:REV` (the same reports as that revision has them).
 *
 * Throws UsageError usage/revision; InputError input/not-found, input/no-finding, input/finding.
 */
export const readEdition = (spec: string, workspaceFolder: string): Edition => {
  if (spec.startsWith("git:")) return fromGit(spec.slice(4), loadWorkspace(workspaceFolder).reports);
  const path = spec === "now" ? loadWorkspace(workspaceFolder).reports : resolve(spec);
  if (!existsSync(path))
    throw new InputError("input/not-found", {
      found: `no file or folder called ${spec}`,
      expected: "a finding.json, a folder of reports, git:REVISION, or now",
      hint: "whatworks compare git:HEAD now",
    });
  return asEdition(fromDisk(path), spec);
};

const asEdition = (texts: readonly { name: string; text: string }[], spec: string): Edition => {
  if (texts.length === 0)
    throw new InputError("input/no-finding", {
      found: `no finding.json in ${spec}`,
      expected: "at least one report",
      hint: "whatworks run makes them",
    });
  const findings = texts.map(({ name, text }) => parsed(name, text));
  return new Map(findings.map((finding) => [finding.study.id, finding]));
};

const parsed = (name: string, text: string): Finding => {
  let held: Partial<Finding> | undefined;
  try {
    held = JSON.parse(text) as Partial<Finding>;
  } catch {
    held = undefined;
  }
  if (held?.schema === "whatworks/finding/1" && held.study && held.headline && held.provenance)
    return held as Finding;
  throw new InputError("input/finding", {
    file: name,
    found: "a file that is no finding",
    expected: 'JSON with "schema": "whatworks/finding/1"',
    hint: "name a finding.json that whatworks wrote",
  });
};

const fromDisk = (path: string): { name: string; text: string }[] => {
  const read = (file: string): { name: string; text: string } => ({
    name: relative(process.cwd(), file).split(sep).join("/"),
    text: readFileSync(file, "utf8"),
  });
  if (statSync(path).isFile()) return [read(path)];
  const own = join(path, "finding.json");
  if (existsSync(own)) return [read(own)];
  if (existsSync(join(path, workspaceFile))) return fromDisk(loadWorkspace(path).reports);
  return readdirSync(path)
    .filter((name) => !name.startsWith("."))
    .map((name) => join(path, name, "finding.json"))
    .filter((file) => existsSync(file))
    .map(read);
};

const git = (folder: string, arguments_: readonly string[]): string =>
  execFileSync("git", ["-C", folder, ...arguments_], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });

const fromGit = (revision: string, reports: string): Edition => {
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
      .filter((name) => name.endsWith("/finding.json"));
  } catch {
    throw unknown();
  }
  return asEdition(
    files.map((name) => ({ name: `${revision}:${name}`, text: git(top, ["show", `${revision}:${name}`]) })),
    spec,
  );
};
