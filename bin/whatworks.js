#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = new URL("../dist/main.js", import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  process.stderr.write(
    "whatworks is not built yet. Type: npm ci   (or, after npm ci --ignore-scripts: npm run build)\n",
  );
  process.exitCode = 5;
}
