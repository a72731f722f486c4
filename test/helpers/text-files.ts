import type { Plugin } from "vitest/config";

/** Markdown imported as text, as bin/build.mjs has it. */
export const textFiles: Plugin = {
  name: "text-files",
  transform: (text, path) => (path.endsWith(".md") ? `export default ${JSON.stringify(text)};` : null),
};
