import { plainText, visibleLine, withoutCommands } from "./text.ts";

/*
 * The one place where text becomes part of a format. Every writer passes what came from data through
 * one of these, so that what went in comes out as text: no heading, link, mention, formula or command made by a cell.
 */

/** One line of visible text: nothing hidden or reordering, no broken surrogate, one space where white space was. */
export const oneLine = (text: string): string =>
  plainText(text.replace(/\s+/gu, " "))
    .replace(/\p{Surrogate}|[\ufffe\uffff]/gu, "")
    .replace(/ {2,}/g, " ")
    .trim();

// An HTML comment splits a text node: GitHub links @names, #numbers and addresses even when they are backslashed.
const split = "<!-- -->";

/** Text inside a paragraph, heading, list item or table cell of GitHub-flavoured Markdown (and pandoc's). */
export const markdownText = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]<>|~$^]/g, "\\$&")
    .replace(/-(?=-)/g, "\\-")
    .replace(/&(?=#?\w+;)/g, "\\&")
    .replace(/@(?=[\p{L}\p{N}])/gu, `@${split}`)
    .replace(/#(?=\d)/g, `#${split}`)
    .replace(/\b(GH)-(?=\d)/gi, `$1${split}-`)
    .replace(/(https?|ftp|mailto|xmpp):/gi, `$1${split}:`)
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}${split}.`)
    // Names of emoji may hold what has its backslash by now.
    .replace(/:(?=(?:[a-z0-9+-]|\\[_-])+:)/gi, `:${split}`);

/** What opens a block must not look like a heading, quotation, list, rule or numbered item. */
export const markdownBlockStart = (line: string): string =>
  line.replace(/^(?=[#+\-=:])/, "\\").replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");

/** A code span that holds any text; the fence is longer than every run of backticks inside. */
export const markdownCode = (text: string, inTable = false): string => {
  const content = oneLine(text);
  // In a table a backslash before a bar has two readings, so such text is set as text.
  if (content === "" || (inTable && content.includes("|"))) return markdownText(content);
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
};

/** Alternative text: brackets would end it early in simple readers, so they become parentheses. */
export const markdownAlt = (text: string): string =>
  markdownText(text.replace(/\[/g, "(").replace(/\]/g, ")"));

/** A destination that is relative or http(s); undefined for any other scheme. */
export const markdownDestination = (href: string): string | undefined => {
  const address = oneLine(href);
  if (/^[a-z][a-z0-9+.-]*:/i.test(address) && !/^https?:/i.test(address)) return undefined;
  if (address.startsWith("//")) return undefined;
  return encodeURI(address)
    .replace(/%25(?=[0-9A-F]{2})/gi, "%")
    .replace(/[()'<>*_[\]|~$^`]/g, percent);
};

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Text content of HTML or XML (SVG). */
export const xmlText = (text: string): string =>
  oneLine(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** An attribute value between double quotes, in HTML or XML. */
export const xmlAttribute = (text: string): string =>
  xmlText(text).replace(/"/g, "&quot;").replace(/'/g, "&#39;");

export const htmlText = xmlText;
export const htmlAttribute = xmlAttribute;

/** A line of a CI log: it can neither start a workflow command nor colour the screen. */
export const logLine = (text: string): string => withoutCommands(oneLine(text));

/** The data of a GitHub workflow command such as `::error::…`. */
export const commandData = (text: string): string => withoutCommands(oneLine(text)).replace(/%/g, "%25");

/** A property of a workflow command (`file=…`): colons and commas end it. */
export const commandProperty = (text: string): string =>
  commandData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

/** A line of a code block: its spaces stand, what is hidden goes. */
export const codeLine = visibleLine;

/** A text cell of a CSV file. A spreadsheet would run what starts with = + - @ (or their wide forms): quoted as text. */
export const csvText = (text: string): string => {
  const cell = oneLine(text);
  const guarded = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
};

/** A number in a CSV file keeps its sign; a number that does not exist is an empty cell. */
export const csvNumber = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? "" : String(value);
