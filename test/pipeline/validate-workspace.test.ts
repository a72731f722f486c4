import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { terminal } from "../../src/cli/terminal.ts";
import { validationReport } from "../../src/cli/validation-report.ts";
import { validateWorkspace } from "../../src/pipeline/validate/validate-workspace.ts";
import { smallWorkspace } from "../helpers/workspace.ts";

let here = "";
beforeEach(() => {
  here = smallWorkspace();
});
afterEach(() => rmSync(here, { recursive: true }));

const change = (from: string, to: string): void => {
  const path = join(here, "whatworks.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(from, to));
};
const validate = () => validateWorkspace(here, [], "0.0.0", () => undefined);

describe("validating a workspace", () => {
  it("says of which study a fault is, and tells the same warning of each study that has it", async () => {
    change("name: theft", "name: thefd");
    change("before: 12 months", "before: 30 months");
    const { diagnostics, exit } = await validate();
    expect(exit).toBe(2);
    const told = diagnostics.map(({ message }) => message);
    expect(told).toContain(
      'wardens: the outcome "thefd" in the source crime; expected one of its 2 outcomes',
    );
    change("name: thefd", "name: theft");
    const short = (await validate()).diagnostics.filter(({ code }) => code === "design/short-window");
    expect(short.map(({ message }) => message.split(":")[0])).toEqual(["lights", "wardens"]);
  });
  it("prints a fault without a file beside its severity, in lines of 80 columns and no space at their ends", async () => {
    change("before: 12 months", "before: 30 months");
    const lines = validationReport(await validate(), terminal()).split("\n");
    expect(lines[0]).toMatch(/^warning {2}lights: the window before the start/);
    const words = lines.filter((line) => !line.startsWith("OK"));
    expect(words.filter((line) => line.length > 80 || line !== line.trimEnd())).toEqual([]);
  });
});
