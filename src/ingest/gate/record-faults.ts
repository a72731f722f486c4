import type { FaultLog } from "./faults.ts";
import { type Frame, type FrameFault, limits } from "./framing.ts";
import { maskedFrame } from "./shape.ts";

type Words = { code: string; message: string; fix: string };

const words: Readonly<Record<FrameFault, Words>> = {
  "quote-text": {
    code: "csv/quote",
    message: "text follows a closing quote",
    fix: 'double each quote inside a quoted cell ("" for "), or remove the stray one; backslashes escape nothing here',
  },
  "quote-space": {
    code: "csv/quote",
    message: "spaces stand before an opening quote",
    fix: "remove the spaces between the delimiter and the quote",
  },
  "quote-open": {
    code: "csv/quote",
    message: "a quote opens here and is never closed",
    fix: "close the quote, or remove it if it is a stray mark",
  },
  nul: {
    code: "csv/nul",
    message: "the line holds a NUL byte, which no text has",
    fix: "if every second byte is NUL the file is UTF-16 without its mark: declare --encoding utf-16le; otherwise export it again",
  },
  cell: {
    code: "csv/cell-limit",
    message: `a cell is longer than ${limits.cell.toLocaleString("en-GB")} characters`,
    fix: "look for a quote that was never closed, or shorten the cell",
  },
  columns: {
    code: "csv/column-limit",
    message: `the record has more than ${limits.columns.toLocaleString("en-GB")} columns`,
    fix: "check the delimiter, or reshape the table to one row per unit and period",
  },
  record: {
    code: "csv/record-limit",
    message: `the record is longer than ${limits.record.toLocaleString("en-GB")} characters`,
    fix: "check the delimiter and the quotes",
  },
};

/** Reports what is wrong with a record; returns the code that excludes it, or undefined for a sound one. */
export const reportFrame = (frame: Frame, log: FaultLog): string | undefined => {
  if (/^(<{7}|={7}|>{7})(?= |\r|\n|$)/.test(frame.text.slice(0, 8))) {
    log.error("file/conflict", "a merge conflict was left in the file", {
      line: frame.line,
      fix: "choose one side, and remove the lines that start with <<<<<<<, ======= and >>>>>>>",
    });
    return "file/conflict";
  }
  if (!frame.fault) {
    if (frame.bareQuote)
      log.tally("warning", "csv/bare-quote", "a quote inside an unquoted cell was kept as text", {
        line: frame.bareQuote.line,
        fix: 'quote the whole cell and double the quote inside it, as in "St ""Anne"',
        frame: picture(frame, frame.bareQuote),
      });
    return undefined;
  }
  const { kind, at } = frame.fault;
  const { code, message, fix } = words[kind];
  const rest = { line: at.line, fix, frame: picture(frame, at) };
  // One binary file would give a fault on every line.
  if (kind === "nul") log.tally("error", code, message, rest);
  else log.error(code, message, rest);
  return code;
};

/** The physical line of a record that a spot points into. */
const picture = (frame: Frame, at: { line: number; place: number }): string => {
  let from = 0;
  for (let line = frame.line; line < at.line; line++) {
    const end = frame.text.slice(from).search(/[\r\n]/);
    from += end + (frame.text.startsWith("\r\n", from + end) ? 2 : 1);
  }
  const text = frame.text.slice(from, from + at.place + 64);
  const end = text.search(/[\r\n]/);
  return maskedFrame(end < 0 ? text : text.slice(0, end), at.place);
};
