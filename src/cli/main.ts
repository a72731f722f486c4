// The entry loads as little as it can: asking for the version must not wait for a parser of commands.
import { version } from "./version.ts";

const asked = process.argv[2];
if (process.argv.length === 3 && (asked === "--version" || asked === "-V")) {
  process.stdout.write(`${version()}\n`);
} else {
  const { main } = await import("./program.ts");
  process.exitCode = await main(process.argv.slice(2));
}
