import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inLong } from "../helpers/long.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bin = join(root, "bin/whatworks.js");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** Commands of the `sh` blocks, continuation lines joined and comments left out. */
const shown = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => block!.replace(/\\\n\s*/g, " ").split("\n"))
  .map((line) => line.replace(/\s+#.*$/, "").trim())
  .filter((line) => line !== "");

/** What stands in the tables: a command with places to fill in, whose words must at least exist. */
const mentioned = [...readme.matchAll(/`whatworks ([a-z]+)([^`]*)`/g)].map(([, name, rest]) => ({
  name: name!,
  rest: rest!,
}));

describe("the README", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "whatworks-readme-"));
    cpSync(join(root, "datasets"), join(folder, "datasets"), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("shows two commands for a newcomer: one installs and runs, one tests", () => {
    expect(shown.slice(0, 2)).toEqual(["npm ci && npm start", "npm test"]);
  });

  inLong(
    "shows commands that run as they stand",
    () => {
      const ours = shown.filter((line) => line.startsWith("npx whatworks "));
      expect(ours.length).toBeGreaterThan(2);
      for (const line of ours) {
        const out = join(folder, "out");
        const words = line
          .replace("npx whatworks ", "")
          .replace(/\/tmp\/\S+/, out)
          .split(/\s+/);
        const run = spawnSync(process.execPath, [bin, ...words], {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, NO_COLOR: "1" },
        });
        expect({ line, status: run.status, stderr: run.status === 0 ? "" : run.stderr }).toEqual({
          line,
          status: 0,
          stderr: "",
        });
      }
      expect(existsSync(join(folder, "patrols"))).toBe(true);
    },
    60_000,
  );

  it("names only commands and options that exist", () => {
    const names = new Set(mentioned.map(({ name }) => name));
    expect(names.size).toBeGreaterThan(5);
    for (const name of names) {
      const help = execFileSync(process.execPath, [bin, name, "--help"], { encoding: "utf8" });
      const flags = mentioned
        .filter((one) => one.name === name)
        .flatMap(({ rest }) => rest.match(/--[a-z-]+/g) ?? []);
      for (const flag of flags)
        expect({ name, flag, known: help.includes(flag) }).toEqual({ name, flag, known: true });
    }
  }, 60_000);

  it("links only to files that are there", () => {
    const links = [...readme.matchAll(/\]\(([^)#\s]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !target.startsWith("http"));
    expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });

  it("quotes the first page as it stands", () => {
    const page = readFileSync(join(root, "reports/london-demo/patrols-2024/summary.md"), "utf8");
    const plain = (text: string): string => text.replace(/[>*\s]+/g, " ");
    const quoted = /\*\*(Hot-spot foot patrols[\s\S]*?)\*\*/.exec(readme)![1]!;
    expect(plain(page)).toContain(plain(quoted).trim());
    const cells = [...readme.matchAll(/^> \| (?:Treated|Comparison)[^\n]*/gm)].flatMap(
      ([row]) => row.match(/-?[\d,.]+%?/g)!,
    );
    expect(cells.length).toBeGreaterThanOrEqual(8);
    for (const cell of cells) expect(page).toContain(cell);
  });
});
