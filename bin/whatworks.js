#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = new URL("../dist/main.js", import.meta.url);
if (existsSync(built)) {
  try {
    await import(built.href);
  } catch (thrown) {
    // Before the program is loaded nobody else can say that the machine has run out of something.
    if (!["EMFILE", "ENFILE", "EIO", "EACCES", "ENOMEM"].includes(thrown?.code)) throw thrown;
    process.stderr.write(
      `REFUSED  environment/${thrown.code.toLowerCase()}: the program could not be loaded (${thrown.code})\n`,
    );
    process.exitCode = 5;
  }
} else {
  process.stderr.write(
    "whatworks is not built yet. Type: npm ci   (or, after npm ci --ignore-scripts: npm run build)\n",
  );
  process.exitCode = 5;
}
