import { Chalk, type ChalkInstance } from "chalk";
import { plainText, visibleJson, visibleLine, withoutCommands } from "../model/text.ts";

/** Where a command writes: the result to stdout, everything said about it to stderr. */
export interface Terminal {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly colour: ChalkInstance;
  /** The result: lines as given, but for what could steer a terminal or a CI runner. */
  result(text: string): void;
  /** Commands for a CI runner, made by ourselves: only what could steer a terminal is taken out. */
  commands(text: string): void;
  /** One JSON document and a newline. */
  document(value: unknown): void;
  note(text: string): void;
  warn(text: string): void;
  /** Redraws one line of stderr when it is a terminal and the work has gone on for half a second. */
  progress(done: number, total: number, what: string): void;
}

export interface TerminalOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** NO_COLOR beats FORCE_COLOR beats "is it a terminal". */
const colourLevel = (stream: NodeJS.WriteStream): 0 | 1 => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return 0;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR === "0" ? 0 : 1;
  return stream.isTTY && TERM !== "dumb" ? 1 : 0;
};

export const terminal = (options: TerminalOptions = {}): Terminal => {
  const { json = false, quiet = false, verbose = false } = options;
  const colour = new Chalk({ level: colourLevel(process.stderr) });
  const started = performance.now();
  let drawn = 0;
  const clear = (): void => {
    if (drawn) process.stderr.write("\r\u001b[2K");
    drawn = 0;
  };
  const say = (text: string): void => {
    clear();
    process.stderr.write(`${withoutCommands(text)}\n`);
  };
  return {
    json,
    quiet,
    verbose,
    colour,
    result: (text) => {
      clear();
      process.stdout.write(printable(text, withoutCommands, colour.level > 0));
    },
    commands: (text) => {
      clear();
      process.stdout.write(printable(text));
    },
    document: (value) => {
      clear();
      process.stdout.write(`${visibleJson(JSON.stringify(value, finite, 2))}\n`);
    },
    note: (text) => {
      if (!quiet) say(plainText(text));
    },
    warn: (text) => {
      if (!quiet) say(`${colour.yellow("warning")}  ${plainText(text)}`);
    },
    progress: (done, total, what) => {
      const now = performance.now();
      if (quiet || !process.stderr.isTTY || now - started < 500 || now - drawn < 100) return;
      const width = 24;
      const full = total > 0 ? Math.min(width, Math.round((done / total) * width)) : 0;
      const share = total > 0 ? ` ${String(Math.floor((done / total) * 100)).padStart(3)} %` : "";
      process.stderr.write(
        `\r\u001b[2K[${"#".repeat(full)}${"-".repeat(width - full)}]${share}  ${plainText(what)}`.slice(
          0,
          110,
        ),
      );
      drawn = now;
    },
  };
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours that we set ourselves
const colours = /(\u001b\[(?:\d{1,3};?){0,3}m)/;

/** Every line of a text without controls, hidden or reordering characters; colours are kept where there are any. */
export const printable = (
  text: string,
  then: (line: string) => string = (line) => line,
  coloured = false,
): string =>
  text
    .split("\n")
    .map((line) =>
      then(
        coloured
          ? line
              .split(colours)
              .map((part, i) => (i % 2 === 1 ? part : visibleLine(part)))
              .join("")
          : visibleLine(line),
      ),
    )
    .join("\n");

/** JSON has no NaN or infinity: what is not finite is null. */
const finite = (_key: string, value: unknown): unknown => {
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<number>);
  return value;
};
