/**
 * Where records begin and end, and where a quote went wrong. A tokeniser can say that something is amiss near the
 * end of a file; only a scan that remembers where each quote opened can point at the mark that a person must mend.
 * One pass, one look at each character, nothing kept but the record being read.
 */

export const limits = { cell: 1_048_576, columns: 16_384, record: 33_554_432 } as const;

export type FrameFault =
  | "quote-text" // text after a closing quote
  | "quote-space" // spaces before an opening quote
  | "quote-open" // never closed
  | "nul"
  | "cell"
  | "columns"
  | "record";

/** One record as written, its line end included. */
export interface Frame {
  readonly text: string;
  /** First physical line. */
  readonly line: number;
  readonly columns: number;
  /** White space only, on one line, nothing quoted. */
  readonly blank: boolean;
  /** Holds a control or a character beyond ASCII: its cells deserve a closer look. */
  readonly odd: boolean;
  /** Line and place (from 1) in that line of the first bare quote inside an unquoted cell. */
  readonly bareQuote?: Spot;
  readonly fault?: { readonly kind: FrameFault; readonly at: Spot };
}

export interface Spot {
  readonly line: number;
  readonly place: number;
}

export interface Framer {
  /** Frames completed by this text; with `last`, the rest of the file too. */
  push(text: string, last: boolean): Frame[];
  /** The physical line that the scan has reached. */
  line(): number;
  /** First line whose end differs from the first line's. */
  mixedEnds(): { readonly line: number; readonly first: string; readonly other: string } | undefined;
  /** True after a fault that makes everything behind it unreadable. */
  stopped(): boolean;
}

const LF = 10;
const CR = 13;
const [START, SPACES, PLAIN, QUOTED, CLOSING] = [0, 1, 2, 3, 4];

/** @param quote One character, or empty where nothing is quoted. */
export const createFramer = (delimiter: string, quote: string, firstLine = 1): Framer => {
  const delim = delimiter.charCodeAt(0);
  const mark = quote === "" ? -1 : quote.charCodeAt(0);
  let text = "";
  let at = 0;
  let state = START;
  let line = firstLine;
  let lineStart = 0; // may be negative: the line began in text that is gone
  let recordStart = 0;
  let recordLine = firstLine;
  let fieldStart = 0;
  let columns = 1;
  let opened: Spot = { line: 1, place: 1 };
  let marked = false;
  let visible = false;
  let odd = false;
  let bareQuote: Spot | undefined;
  let fault: Frame["fault"];
  let firstEnd: string | undefined;
  let mixed: { line: number; first: string; other: string } | undefined;
  let stopped = false;
  let afterCarriage = false;

  const spot = (): Spot => ({ line, place: at - lineStart + 1 });
  const blame = (kind: FrameFault, where: Spot = spot()): void => {
    fault ??= { kind, at: where };
  };
  const endField = (end: number): void => {
    if (end - fieldStart > limits.cell) blame("cell", state === CLOSING ? opened : { line, place: 1 });
  };
  const endRecord = (frames: Frame[], next: number): void => {
    if (columns > limits.columns) blame("columns", { line: recordLine, place: 1 });
    frames.push({
      text: text.slice(recordStart, next),
      line: recordLine,
      columns,
      blank: columns === 1 && !visible && !marked && fault === undefined,
      odd,
      ...(bareQuote ? { bareQuote } : {}),
      ...(fault ? { fault } : {}),
    });
    [state, columns, marked, visible, odd, bareQuote, fault] = [
      START,
      1,
      false,
      false,
      false,
      undefined,
      undefined,
    ];
    [recordStart, fieldStart, recordLine] = [next, next, line];
  };
  const noteEnd = (end: string): void => {
    firstEnd ??= end;
    if (end !== firstEnd) mixed ??= { line, first: firstEnd, other: end };
  };
  const breakLine = (next: number): void => {
    line++;
    lineStart = next;
  };

  const scan = (last: boolean): Frame[] => {
    const frames: Frame[] = [];
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 32 ? code !== 9 && code !== LF && code !== CR : code > 126) {
        odd = true;
        if (code === 0) blame("nul");
      }
      if (state === QUOTED) {
        if (code === mark) state = CLOSING;
        else if (code === CR || (code === LF && !afterCarriage)) breakLine(at + 1);
        else if (code === LF) lineStart = at + 1;
        afterCarriage = code === CR;
        continue;
      }
      afterCarriage = false;
      if (code === delim) {
        endField(at);
        columns++;
        fieldStart = at + 1;
        state = START;
      } else if (code === LF || code === CR) {
        // Whether a carriage return stands alone is only known with the character behind it.
        if (code === CR && at + 1 === text.length && !last) break;
        const pair = code === CR && text.charCodeAt(at + 1) === LF;
        noteEnd(pair ? "CRLF" : code === CR ? "CR" : "LF");
        // Judged before the line is counted: the fault is in this one.
        endField(at);
        if (pair) at++;
        breakLine(at + 1);
        endRecord(frames, at + 1);
      } else if (code === mark) {
        if (state === START) {
          [state, marked, opened] = [QUOTED, true, spot()];
        } else if (state === CLOSING) state = QUOTED;
        else if (state === SPACES) {
          blame("quote-space");
          state = PLAIN;
        } else bareQuote ??= spot();
      } else if (state === CLOSING) {
        blame("quote-text");
        state = PLAIN;
      } else if (code === 32 || code === 9 || code === 0xa0) {
        if (state === START) state = SPACES;
      } else {
        state = PLAIN;
        visible = true;
      }
    }
    return frames;
  };

  /** A cell or record that outgrows its limit would hold the whole file in memory: stop there. */
  const overgrown = (frames: Frame[]): void => {
    const cell = text.length - fieldStart > limits.cell + 1;
    if (!cell && text.length - recordStart <= limits.record) return;
    stopped = true;
    if (state === QUOTED) blame("quote-open", opened);
    else blame(cell ? "cell" : "record", { line, place: 1 });
    at = text.length;
    endRecord(frames, text.length);
  };

  return {
    push(more, last) {
      if (stopped) return [];
      // Drop what is framed already, so that memory holds one record and one chunk.
      text = recordStart > 0 ? text.slice(recordStart) + more : text + more;
      at -= recordStart;
      lineStart -= recordStart;
      fieldStart -= recordStart;
      recordStart = 0;
      const frames = scan(last);
      overgrown(frames);
      if (last && !stopped && at > recordStart) {
        endField(at);
        if (state === QUOTED) blame("quote-open", opened);
        endRecord(frames, at);
      }
      return frames;
    },
    line: () => line,
    mixedEnds: () => mixed,
    stopped: () => stopped,
  };
};
