/** What a file really is when it is not a table of text, judged by its first bytes and never by its name. */
export interface Impostor {
  readonly what: string;
  readonly fix: string;
}

const starts = (head: Uint8Array, bytes: readonly number[]): boolean => bytes.every((b, i) => head[i] === b);

const signatures: readonly { bytes: readonly number[]; what: string; fix: string }[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: "a PNG image", fix: "export the table itself as CSV UTF-8" },
  { bytes: [0xff, 0xd8, 0xff], what: "a JPEG image", fix: "export the table itself as CSV UTF-8" },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: "a GIF image", fix: "export the table itself as CSV UTF-8" },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: "a PDF document", fix: "ask the publisher for the table as CSV" },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: "an Excel workbook or another zip archive",
    fix: 'open it in Excel and choose File > Save As > "CSV UTF-8 (Comma delimited)", or unzip it first',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    what: "an old Excel workbook (.xls)",
    fix: 'open it in Excel and choose File > Save As > "CSV UTF-8 (Comma delimited)"',
  },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "Zstandard-compressed data", fix: "decompress it, or use gzip" },
  { bytes: [0x42, 0x5a, 0x68], what: "bzip2-compressed data", fix: "decompress it, or use gzip" },
  {
    bytes: [0x50, 0x41, 0x52, 0x31],
    what: "a Parquet file",
    fix: "name it .parquet and read it as a source: whatworks panel FILE",
  },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], what: "an SQLite database", fix: "export the table as CSV" },
];

export const isGzip = (head: Uint8Array): boolean => starts(head, [0x1f, 0x8b]);

export const gzipImpostor: Impostor = {
  what: "gzip-compressed data",
  fix: "give it the extension .gz, or decompress it with gunzip",
};

const textual = (head: Uint8Array): Impostor | undefined => {
  const text = Buffer.from(head).toString("latin1").replace("\xef\xbb\xbf", "").trimStart();
  const lower = text.slice(0, 60).toLowerCase();
  if (["<!doctype", "<html", "<head", "<body"].some((tag) => lower.startsWith(tag)))
    return {
      what: "a web page, likely a sign-in page saved in place of the data",
      fix: "sign in to the site in a browser and download the file again",
    };
  if (lower.startsWith("<?xml")) return { what: "an XML document", fix: "export the table as CSV" };
  if (lower.startsWith("version https://git-lfs"))
    return { what: "a Git LFS pointer, not the data it points to", fix: "run: git lfs pull" };
  if (/^(\{\s*"|\[\s*[[{])/.test(text.slice(0, 200)))
    return { what: "JSON", fix: "export the table as CSV, one row a record" };
  return undefined;
};

/** Undefined when nothing speaks against a table of text. Gzip is the caller's to allow. */
export const impostor = (head: Uint8Array): Impostor | undefined =>
  signatures.find((s) => starts(head, s.bytes)) ?? textual(head);
