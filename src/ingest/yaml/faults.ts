import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { z } from "zod";
import { nearest, suggest } from "../../model/nearest.ts";
import { plannedFormats } from "../../model/source.ts";
import { offsetOf, type Place, type PlacedFault } from "./place.ts";

type Path = readonly PropertyKey[];

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
    (held, key) => (typeof held === "object" && held !== null ? Reflect.get(held, key) : undefined),
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

export interface Reading {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly root: Node | null;
  readonly place: Place;
}

/** A zod issue in the reader's words; a union reports the faults of the branch that came closest. */
export const issueFaults = (issue: z.core.$ZodIssue, reading: Reading, base: Path = []): PlacedFault[] => {
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
      if (path.at(-1) === "format" && plannedFormats.includes(String(got)))
        return [
          place.fault(
            "config/planned",
            at,
            `the format "${String(got)}", which this version does not read yet`,
            allowed.join(", "),
            "export the rows as CSV and write  format: long  with their files",
            dotted(path),
            width,
          ),
        ];
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
