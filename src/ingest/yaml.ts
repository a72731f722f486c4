import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import type { z } from "zod";
import { type Fault, UsageError } from "../model/errors.ts";
import { nearest, suggest } from "../model/nearest.ts";

const limits = { bytes: 1 << 20, depth: 20, aliases: 100 } as const;

type PlacedFault = Fault & { code: string };
type Path = readonly PropertyKey[];

/**
 * Reads a YAML text that a person typed against a schema. Plain data only: no tags, no merge keys, no
 * templates. Every fault is found in one go, each with its line, the offending text under a caret, and the
 * nearest word that would have been right.
 *
 * Throws UsageError `config/yaml`, `config/key`, `config/value`, `config/missing`, `config/limit`.
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
    place.fault(
      "config/yaml",
      error.pos[0],
      firstSentence(error.message),
      "YAML that can be read",
      "mend the line, keeping the indentation even",
    ),
  );
  faults.push(...shapeFaults(document.contents as Node | null, place));
  if (faults.length > 0) refuse(faults);
  const value = plainValue(document, file);
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
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

const firstSentence = (message: string): string => message.split(" at line ")[0]!.split("\n")[0]!;

/** Turns an offset in the text into a line, a key and a frame with a caret. */
interface Place {
  fault(
    code: string,
    offset: number,
    found: string,
    expected: string,
    hint: string,
    key?: string,
    width?: number,
  ): PlacedFault;
}

const placing = (file: string, text: string, lines: LineCounter): Place => ({
  fault: (code, offset, found, expected, hint, key, width = 1) => {
    const { line, col } = lines.linePos(offset);
    const frame = codeFrame(text, line, col, width);
    return { code, file, line, ...(key ? { key } : {}), found, frame, expected, hint };
  },
});

const codeFrame = (text: string, line: number, column: number, width: number): string => {
  const all = text.split(/\r\n|\n|\r/);
  const numbered = (n: number): string =>
    `      ${String(n).padStart(4)} | ${(all[n - 1] ?? "").slice(0, 120)}`;
  const caret = `           | ${" ".repeat(Math.max(0, column - 1))}${"^".repeat(Math.max(1, Math.min(width, 60)))}`;
  return [...(line > 1 ? [numbered(line - 1)] : []), numbered(line), caret].join("\n");
};

/** What the schema cannot see: tags, merge keys, prototype names and depth. */
const shapeFaults = (root: Node | null, place: Place): PlacedFault[] => {
  const faults: PlacedFault[] = [];
  if (!root) return faults;
  visit(root, (_key, node, path) => {
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
    return undefined;
  });
  return faults;
};

const offsetOf = (node: Node | Pair | null | undefined): number => {
  if (node && "range" in node && node.range) return node.range[0];
  if (node && "key" in node) return offsetOf(node.key as Node);
  return 0;
};

const dotted = (path: Path): string => path.map(String).join(".");

const nodeAt = (root: Node | null, path: Path): { node: Node | null; depth: number } => {
  let node: Node | null = root;
  for (let depth = 0; depth < path.length; depth += 1) {
    const next = isMap(node)
      ? node.get(String(path[depth]), true)
      : isSeq(node)
        ? node.get(Number(path[depth]), true)
        : undefined;
    if (next === undefined || next === null) return { node, depth };
    node = next as Node;
  }
  return { node, depth: path.length };
};

const keyOffset = (root: Node | null, path: Path, name: string): number => {
  const { node } = nodeAt(root, path);
  if (!isMap(node)) return offsetOf(node);
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === name);
  return offsetOf((pair?.key ?? node) as Node);
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (held, key) =>
      held === null || held === undefined ? undefined : (held as Record<PropertyKey, unknown>)[key],
    value,
  );

const shownValue = (value: unknown): string =>
  value === null || value === undefined
    ? "nothing"
    : typeof value === "object"
      ? Array.isArray(value)
        ? "a list"
        : "a group of keys"
      : JSON.stringify(value);

interface Reading {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly root: Node | null;
  readonly place: Place;
}

/** A zod issue in the reader's words; a union reports the faults of the branch that came closest. */
const issueFaults = (issue: z.core.$ZodIssue, reading: Reading, base: Path = []): PlacedFault[] => {
  const { value, root, place } = reading;
  const path = [...base, ...issue.path];
  const { node } = nodeAt(root, path);
  const at = offsetOf(node);
  const got = valueAt(value, path);
  const width = isScalar(node) && node.range ? node.range[1] - node.range[0] : 1;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((name) =>
        place.fault(
          "config/key",
          keyOffset(root, path, name),
          `the unknown key "${name}"`,
          "a key of this group",
          suggest(name, knownKeys(reading.schema, path)),
          dotted([...path, name]),
          name.length,
        ),
      );
    case "invalid_value": {
      const allowed = issue.values.map(String);
      const meant = nearest(String(got), allowed);
      return [
        place.fault(
          got === undefined ? "config/missing" : "config/value",
          at,
          `${shownValue(got)}`,
          allowed.join(", "),
          meant ? `did you mean "${meant}"?` : "use one of these words",
          dotted(path),
          width,
        ),
      ];
    }
    case "invalid_type":
      if (got === undefined) {
        return [
          place.fault(
            "config/missing",
            at,
            `no "${String(path.at(-1))}"`,
            `${article(issue.expected)} under "${dotted(path)}"`,
            `add the line  ${String(path.at(-1))}: …`,
            dotted(path),
          ),
        ];
      }
      return [
        place.fault(
          "config/value",
          at,
          shownValue(got),
          article(issue.expected),
          issue.expected === "string" && typeof got === "number"
            ? `quote it:  ${String(path.at(-1))}: "${isScalar(node) && node.source ? node.source : String(got)}"`
            : "change the value",
          dotted(path),
          width,
        ),
      ];
    case "invalid_union": {
      const branches = issue.errors.map((branch) =>
        branch.flatMap((inner) => issueFaults(inner, reading, path)),
      );
      const closest = branches.sort((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0];
      return (
        closest ?? [
          place.fault(
            "config/value",
            at,
            shownValue(got),
            "another kind of value",
            "change the value",
            dotted(path),
            width,
          ),
        ]
      );
    }
    case "invalid_key":
      return [
        place.fault(
          "config/key",
          keyOffset(root, path.slice(0, -1), String(path.at(-1))),
          `the name "${String(path.at(-1))}"`,
          "lower-case letters, digits and hyphens, at most 80",
          "rename it",
          dotted(path),
        ),
      ];
    case "invalid_format":
      return [
        place.fault(
          "config/value",
          at,
          shownValue(got),
          issue.message,
          "change the value",
          dotted(path),
          width,
        ),
      ];
    default:
      return [
        place.fault(
          "config/value",
          at,
          shownValue(got),
          issue.message,
          "change the value",
          dotted(path),
          width,
        ),
      ];
  }
};

const depthOf = (faults: readonly PlacedFault[]): number =>
  Math.max(0, ...faults.map((one) => (one.key ?? "").split(".").length));

const article = (type: string): string =>
  ({
    string: "text",
    number: "a number",
    boolean: "true or false",
    object: "a group of keys",
    array: "a list",
    record: "a group of keys",
  })[type] ?? type;

/** The keys that the schema knows at a path: zod's issues do not carry them. */
const knownKeys = (schema: z.ZodType, path: Path): string[] => [
  ...new Set(schemasAt(schema, path).flatMap((one) => Object.keys(one._zod.def.shape ?? {}))),
];

interface AnySchema {
  readonly _zod: {
    readonly def: {
      readonly shape?: Record<string, AnySchema>;
      readonly valueType?: AnySchema;
      readonly element?: AnySchema;
      readonly innerType?: AnySchema;
      readonly in?: AnySchema;
      readonly options?: readonly AnySchema[];
    };
  };
}

const schemasAt = (schema: z.ZodType, path: Path): AnySchema[] => {
  let here = unwrapped(schema as unknown as AnySchema);
  for (const key of path) {
    here = here.flatMap(({ _zod: { def } }) => {
      const next = def.shape?.[String(key)] ?? def.valueType ?? def.element;
      return next ? unwrapped(next) : [];
    });
  }
  return here;
};

/** Behind optional, default, transform and union there are one or more plain schemas. */
const unwrapped = (schema: AnySchema): AnySchema[] => {
  const { innerType, in: input, options } = schema._zod.def;
  if (options) return options.flatMap(unwrapped);
  const inner = innerType ?? input;
  return inner ? unwrapped(inner) : [schema];
};
