import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../oracles/", import.meta.url));

/** Path of a published table that reference numbers were computed from. */
export const tablePath = (name: string): string => `${folder}data/${name}.csv`;

/** Text of such a table. */
export const tableText = (name: string): string => readFileSync(tablePath(name), "utf8");

/** Numbers that another program gives for the table of the same name; test/oracles/README.md says how they were made. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes differ, and each test names the keys it wants
export const oracle = (name: string): any =>
  JSON.parse(readFileSync(`${folder}${name}.json`, "utf8")).results;
