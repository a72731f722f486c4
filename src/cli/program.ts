import { Command, CommanderError } from "commander";
import { exitCodes, UsageError } from "../model/errors.ts";
import { suggest } from "../model/nearest.ts";
import { plannedFormats } from "../model/source.ts";
import { endAtInterrupt } from "../pipeline/reports/interrupt.ts";
import { commands } from "./commands/index.ts";
import { reportFailure } from "./failure.ts";
import { type CiFormat, ciFormats } from "./formats/report.ts";
import { terminal } from "./terminal.ts";
import { version } from "./version.ts";

const stdoutCode = "environment/stdout";

const banner = `Evidence about what works in policing.

  whatworks demo                      a report from invented data, in seconds
  whatworks init data/*.csv           a workspace from your own files
  whatworks run                       every report that is not current
  whatworks check                     is every report current, unedited, publishable?`;

/** Only the command that was asked for is loaded; the others are a name and a line of help. */
const build = async (asked: string | undefined): Promise<Command> => {
  const program = new Command("whatworks")
    .description(banner)
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .showHelpAfterError(false)
    .exitOverride();
  for (const entry of commands) {
    const command =
      entry.name === asked ? await entry.load() : new Command(entry.name).summary(entry.summary);
    program.addCommand(quieten(command));
  }
  return program;
};

/** Commander throws rather than exits, and leaves the talking to `reportFailure`. */
const quieten = (command: Command): Command => {
  command.exitOverride().configureOutput({ writeErr: () => undefined, outputError: () => undefined });
  for (const child of command.commands) quieten(child as Command);
  return command;
};

const commandName = (argv: readonly string[]): string | undefined => {
  const words = argv.filter((word) => !word.startsWith("-"));
  return words[0] === "help" ? words[1] : words[0];
};

/**
 * Help for a command that is not there is no help: commander would print the program's own page and call that done,
 * and a script would take the command for one that exists.
 */
const refuseUnknownHelp = (argv: readonly string[]): void => {
  const asksHelp = argv[0] === "help" || argv.includes("--help") || argv.includes("-h");
  const name = commandName(argv);
  if (!asksHelp || argv[0]!.startsWith("-") || name === undefined || name === "help") return;
  const known = commands.map((command) => command.name);
  if (known.includes(name)) return;
  throw new UsageError("usage/unknown-command", {
    found: `unknown command '${name}'`,
    expected: "a command that whatworks knows",
    hint: suggest(name, known),
  });
};

const usageFault = (error: CommanderError): UsageError => {
  const message = error.message.replace(/^error: /, "").replace(/\s*\n\s*\(?(Did you mean[^)]*)\)?/i, ". $1");
  const [, wrong, choices] = /^(.*?)\.? Allowed choices are (.*)\.$/s.exec(message) ?? [];
  if (wrong !== undefined && choices !== undefined) {
    const given = /(?:value|argument) '(.*?)'/.exec(wrong)?.[1] ?? "";
    if (plannedFormats.includes(given))
      return new UsageError("config/planned", {
        found: `the format "${given}", which this version does not read yet`,
        expected: `one of ${choices}`,
        hint: "export the rows as CSV and read them with --format long",
      });
    return new UsageError("usage/invalid-argument", {
      found: wrong.replace("command-argument value", "the value"),
      expected: `one of ${choices}`,
      hint: suggest(given, choices.split(", ")),
    });
  }
  const [found, suggestion] = message.split(/\. (?=Did you mean)/);
  return new UsageError(codeOf[error.code] ?? "usage/command-line", {
    found: found ?? message,
    expected: "a command and options that whatworks knows",
    hint:
      suggestion ?? "whatworks help lists the commands; whatworks COMMAND --help lists the options of one",
  });
};

const codeOf: Readonly<Record<string, string>> = {
  "commander.unknownCommand": "usage/unknown-command",
  "commander.unknownOption": "usage/unknown-option",
  "commander.missingArgument": "usage/missing-argument",
  "commander.excessArguments": "usage/excess-arguments",
  "commander.invalidArgument": "usage/invalid-argument",
  "commander.optionMissingArgument": "usage/option-missing-argument",
  "commander.missingMandatoryOptionValue": "usage/missing-option",
};

/** Runs one command line; returns the exit code of the contract and never throws. */
export const main = async (argv: readonly string[]): Promise<number> => {
  const format = formatAsked(argv);
  const out = terminal({
    json: argv.includes("--json") || format === "json",
    quiet: argv.includes("-q") || argv.includes("--quiet"),
    verbose: argv.includes("-v") || argv.includes("--verbose"),
  });
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`| head`) is no failure, and hides none.
    if (error.code === "EPIPE") process.exit(Number(process.exitCode ?? exitCodes.done));
    // Nothing more can be said on stdout, and a stack would say nothing: one line, and the exit of the environment.
    process.stderr.write(
      `REFUSED  ${stdoutCode}: the result could not be written to stdout (${error.code ?? "unknown fault"}); expected a device with room\n`,
    );
    process.exit(exitCodes.environment);
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    // Nobody listens to what is said beside the result: the exit code still counts.
    if (error.code !== "EPIPE") process.exitCode = exitCodes.environment;
  });
  endAtInterrupt((error) => void reportFailure(error, out, format));
  process.exitCode = exitCodes.done;
  try {
    const program = await build(commandName(argv));
    program.configureOutput({ writeErr: () => undefined, outputError: () => undefined });
    if (argv.length === 0) {
      process.stdout.write(program.helpInformation());
      return exitCodes.done;
    }
    refuseUnknownHelp(argv);
    await program.parseAsync([...argv], { from: "user" });
    return Number(process.exitCode ?? exitCodes.done);
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return exitCodes.done;
      return reportFailure(usageFault(thrown), out, format);
    }
    const exit = reportFailure(thrown, out, format);
    // Work that was under way when the interrupt came must not hold the process.
    if (exit === exitCodes.interrupted) process.exit(exit);
    return exit;
  }
};

/** The format of a build page, which failures keep to as well. */
const formatAsked = (argv: readonly string[]): CiFormat => {
  const at = argv.findIndex((word) => word === "--format" || word.startsWith("--format="));
  const asked = argv[at]?.startsWith("--format=") ? argv[at].slice("--format=".length) : argv[at + 1];
  return ciFormats.find((one) => at >= 0 && one === asked) ?? "text";
};
