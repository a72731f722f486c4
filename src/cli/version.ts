import { readFileSync } from "node:fs";

/** The program's version, from the package file that ships beside the bundle. */
export const version = (): string => {
  for (const place of ["../package.json", "../../package.json", "../../../package.json"]) {
    try {
      const found = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8")) as {
        name?: string;
        version: string;
      };
      if (found.name === "whatworks") return found.version;
    } catch {
      // Not at this depth: the bundle sits one level down, the sources two or three.
    }
  }
  return "unknown";
};
