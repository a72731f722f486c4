import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { codePages } from "../../src/model/codes/index.ts";

const source = fileURLToPath(new URL("../../src/", import.meta.url));
const rooms =
  "check|config|csv|data|design|environment|index|inference|ingest|input|internal|panel|paths|privacy|register|synthesis|usage|value|demand|harm|plan|bundle|replicate";
const shape = new RegExp(`"((?:${rooms})/[a-z][a-z0-9-]*[a-z0-9]|[A-Z]{3}\\d{2})"`, "g");

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith(join("model", "codes")))
    .map((name) => join(folder, name));

it("explains every code that the source can print", () => {
  const known = new Set(codePages.map(({ code }) => code));
  const missing = new Set<string>();
  for (const file of files(source))
    for (const [, code] of readFileSync(file, "utf8").matchAll(shape))
      if (!known.has(code!)) missing.add(code!);
  expect([...missing].sort()).toEqual([]);
});

it("collects the pages of every room", () => {
  const folder = join(source, "model", "codes");
  const rooms = readdirSync(folder).filter((name) => name !== "index.ts" && name !== "page.ts");
  const index = readFileSync(join(folder, "index.ts"), "utf8");
  for (const room of rooms) expect(index, room).toContain(`"./${room}"`);
});

it("says of each code what it means, why it matters and what to do", () => {
  for (const { code, title, meaning, why, fix } of codePages)
    for (const words of [title, meaning, why, fix]) expect(words.length, code).toBeGreaterThan(3);
});
