// Text from a file is a guest. What could move the cursor, reverse the reading direction, hide a character or break
// XML is taken out before anything is printed: C0 and C1 controls, bidirectional marks, zero-width and other
// invisible format characters (fillers among them), lone surrogates, noncharacters.
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\u115f\u1160\u17b4\u17b5\u3164\uffa0]|\u034f|\p{Surrogate}/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence starts with a control character
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

// Tags and what else lies on their plane spell a second text that no one sees, so they are shown by number rather than
// dropped: a reader should know that something was written.
const tags = /[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;
const numbered = (text: string): string =>
  text.replace(tags, (tag) => `\\u{${tag.codePointAt(0)!.toString(16)}}`);

/** One line of visible text: no controls, no hidden or reordering characters, white space runs become one space. */
export const plainText = (text: string): string =>
  numbered(text)
    .replace(ansi, "")
    .replace(/[\s\u0085\u2028\u2029]+/gu, " ")
    .replace(invisible, "")
    .trim();

/** The same for a line whose spaces mean something (a table, a code frame): nothing moves but what is hidden. */
export const visibleLine = (line: string): string =>
  numbered(line).replace(ansi, "").replaceAll("\t", "  ").replace(invisible, "");

/**
 * A line that a CI runner reads as text. GitHub's takes `::command::` at the start of a line, blanks before it or not,
 * and, as Azure's does, `##[command]` anywhere in it.
 */
export const withoutCommands = (line: string): string =>
  line.replace(/##(?=\[|vso\[)/gi, "# #").replace(/^(\s*):(?=:)/, "$1: ");

/** JSON as text that shows what it holds: what is hidden or turns the reading direction is written as its number. */
export const visibleJson = (json: string): string =>
  // JSON goes to build logs as well; between quotes a number sign may be written as its number.
  json
    .replace(/##(?=\[|vso\[)/gi, "#\\u0023")
    .replace(
      /[\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff]|\u034f|[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu,
      escaped,
    );

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
