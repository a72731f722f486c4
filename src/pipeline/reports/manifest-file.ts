import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSealed, type Manifest } from "../../provenance/manifest.ts";

export const manifestFile = "manifest.json";

/** The manifest of a report folder; "broken" when it cannot be read or was changed by hand. */
export const readManifest = (folder: string): Manifest | "broken" | undefined => {
  const path = join(folder, manifestFile);
  if (!existsSync(path)) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
    return manifest.schema === "whatworks/manifest/1" && isSealed(manifest) ? manifest : "broken";
  } catch {
    return "broken";
  }
};

/** Names of the files that a report folder's manifest says are ours. */
export const writtenBefore = (folder: string): string[] => {
  const manifest = readManifest(folder);
  return manifest === undefined || manifest === "broken" ? [] : manifest.outputs.map(({ path }) => path);
};
