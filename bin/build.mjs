// `npm run build`: src → dist, every package but the engine in the bundle, so that a command opens a few files and not
// hundreds. Legal comments of the packages are kept at the end of each file.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ["src/cli/main.ts", "src/pipeline/worker.ts"],
  bundle: true,
  splitting: true,
  // Half of the bytes are white space and long forms; names stay, so that a stack can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  // Pages of `explain` are plain files.
  loader: { ".md": "text" },
  platform: "node",
  target: "node20",
  format: "esm",
  // Its binary is a package of its own for each system.
  external: ["@duckdb/node-api"],
  outdir: "dist",
  outbase: "src",
  entryNames: "[name]",
  chunkNames: "chunks/[name]-[hash]",
  // Packages in the older module format ask for built-in modules by require.
  banner: {
    js: 'import { createRequire as madeRequire } from "node:module"; const require = madeRequire(import.meta.url);',
  },
  logLevel: "warning",
});
