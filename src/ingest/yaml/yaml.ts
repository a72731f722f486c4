import {
  type Document,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import type { z } from "zod";
import { UsageError } from "../../model/errors.ts";
import { issueFaults } from "./faults.ts";
import { refusePeople } from "./people.ts";
import { offsetOf, type Place, type PlacedFault, placing } from "./place.ts";

const limits = { bytes: 1 << 20, depth: 20, aliases: 100 } as const;

/**
 * Reads a YAML text that a person typed against a schema. Plain data only: no tags, no merge keys, no
 * templates. Every fault is found in one go, each with its line, the offending text under a caret, and the
 * nearest word that would have been right.
 *
 * Throws UsageError `config/yaml`, `config/key`, `config/value`, `config/missing`, `config/limit`; PrivacyError `privacy/personal`.
 */
export const readYaml = <T extends z.ZodType>(text: string, file: string, schema: T): z.output<T> => {
  if (text.length > limits.bytes)
    refuse([
      fault(
        "config/limit",
        file,
        `${text.length} bytes of YAML`,
        "at most 1 MiB",
        "split studies into files of their own",
      ),
    ]);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    merge: false,
    prettyErrors: false,
    version: "1.2",
  });
  const place = placing(file, text, lines);
  const faults: PlacedFault[] = [...document.errors, ...document.warnings].map((error) =>
    error.code === "DUPLICATE_KEY"
      ? twice(place, text, error.pos)
      : place.fault(
          "config/yaml",
          pastComments(text, error.pos[0]),
          firstSentence(error.message),
          "YAML that can be read",
          "mend the line, keeping the indentation even",
        ),
  );
  faults.push(...shapeFaults(document.contents as Node | null, place));
  if (faults.length > 0) refuse(faults);
  const value = plainValue(document, file);
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) {
    refusePeople(document, file, lines);
    return parsed.data;
  }
  const found = parsed.error.issues.flatMap((issue) =>
    issueFaults(issue, { schema, value, root: document.contents as Node | null, place }),
  );
  return refuse(found);
};

/** An alias bomb is refused by the library when the document is unfolded. */
const plainValue = (document: Document, file: string): unknown => {
  try {
    return document.toJS({ maxAliasCount: limits.aliases });
  } catch {
    return refuse([
      fault(
        "config/limit",
        file,
        "aliases that unfold to a huge document",
        "at most 100 aliases",
        "write the values out",
      ),
    ]);
  }
};

const refuse = (faults: readonly PlacedFault[]): never => {
  const [first] = faults;
  throw new UsageError(first!.code, first!, { faults });
};

const fault = (code: string, file: string, found: string, expected: string, hint: string): PlacedFault => ({
  code,
  file,
  found,
  expected,
  hint,
});

/** Two studies of one id, most often: the library says what it wants of a map, which helps nobody to find the pair. */
const twice = (place: Place, text: string, [from]: readonly [number, number]): PlacedFault => {
  const key = /^[^:\n]*/.exec(text.slice(from))![0].trim();
  return place.fault(
    "config/yaml",
    from,
    `the key "${key.replace(/^(["'])(.*)\1$/, "$2")}" for the second time`,
    "each key once in its group",
    "rename one of the two, or remove it",
    undefined,
    key.length,
  );
};

/** The library points at the comment above a line that is out of place; people look at the line. */
const pastComments = (text: string, from: number): number => {
  const skipped = /^(?:\s*#[^\n]*(?:\n|$))*[ \t]*/.exec(text.slice(from))![0];
  return skipped.includes("#") && from + skipped.length < text.length ? from + skipped.length : from;
};

const firstSentence = (message: string): string => message.split(" at line ")[0]!.split("\n")[0]!;

/** What the schema cannot see: tags, merge keys, prototype names and depth. */
const shapeFaults = (root: Node | null, place: Place): PlacedFault[] => {
  const faults: PlacedFault[] = [];
  if (!root) return faults;
  visit(root, (_key, node, path) => {
    // A key without a value, or a value without a key, is nothing at all in the tree.
    if (typeof node !== "object" || node === null) return undefined;
    const at = offsetOf(node as Node | Pair);
    if (path.length > limits.depth * 2) {
      faults.push(
        place.fault(
          "config/limit",
          at,
          "nesting deeper than 20 levels",
          "at most 20 levels",
          "flatten the file",
        ),
      );
      return visit.BREAK;
    }
    if ("tag" in (node as object) && (node as Node & { tag?: string }).tag?.startsWith("!")) {
      faults.push(
        place.fault(
          "config/yaml",
          at,
          `the tag ${(node as Node & { tag?: string }).tag}`,
          "plain data without tags",
          "remove the tag",
        ),
      );
    }
    const key = (node as Pair)?.key;
    if (isScalar(key) && ["__proto__", "constructor", "prototype", "<<"].includes(String(key.value))) {
      faults.push(
        place.fault(
          "config/key",
          offsetOf(key),
          `the key "${String(key.value)}"`,
          "an ordinary key",
          "rename it",
        ),
      );
    }
    // The library would make text of such a key, and say so on the terminal in the key's own words.
    if (isPair(node) && key !== null && key !== undefined && !isScalar(key))
      faults.push(
        place.fault(
          "config/key",
          offsetOf(node),
          "a key that is not a word",
          "an ordinary key",
          "write a word",
        ),
      );
    return undefined;
  });
  return faults;
};
