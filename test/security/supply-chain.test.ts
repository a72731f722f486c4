import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}
const read = (path: string): Package => JSON.parse(readFileSync(path, "utf8")) as Package;
const ours = read(join(root, "package.json"));

/** Everything that is installed for a user: the direct run-time dependencies and all that they bring. */
const runtime = (): Package[] => {
  const found = new Map<string, Package>();
  const visit = (names: readonly string[], from: string): void => {
    for (const name of names) {
      // As Node looks for it: beside the package that asks, then upwards.
      const path = [join(from, "node_modules", name), join(root, "node_modules", name)].find((at) =>
        existsSync(join(at, "package.json")),
      );
      if (path === undefined || found.has(path)) continue;
      const one = read(join(path, "package.json"));
      found.set(path, one);
      visit(Object.keys(one.dependencies ?? {}), path);
    }
  };
  visit(Object.keys(ours.dependencies ?? {}), root);
  return [...found.values()];
};

it("rests on few direct dependencies, each at one exact version", () => {
  const direct = Object.entries(ours.dependencies ?? {});
  // The twelfth and thirteenth read workbooks and telephone numbers, which are no work to do again.
  expect(direct.length).toBeLessThanOrEqual(13);
  for (const [name, version] of direct)
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d[\w.+-]*$/)]);
});

it("installs nothing by a script, and nothing but permissive licences", () => {
  const permissive =
    /^(MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|\(MIT OR .*\)|\(.* OR MIT\))$/;
  for (const one of runtime()) {
    for (const script of ["preinstall", "install", "postinstall"])
      expect([one.name, script, one.scripts?.[script]]).toEqual([one.name, script, undefined]);
    expect(`${one.name} ${one.license}`).toMatch(new RegExp(`^\\S+ ${permissive.source.slice(1)}`));
  }
});

it("loads no code from a workspace: no import, require or evaluation of a path that data name", () => {
  const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const path of sources) {
    const text = readFileSync(path, "utf8").replace(/^\s*(?:\/\/|\*).*$/gm, "");
    expect([path, text.match(/\beval\(|new Function\(|\brequire\(/)?.[0]]).toEqual([path, undefined]);
    // Every dynamic import names its file in the source.
    for (const [, target] of text.matchAll(/\bimport\(([^)]*)\)/g))
      expect([path, target]).toEqual([path, expect.stringMatching(/^"[^"]+"$/)]);
  }
});
