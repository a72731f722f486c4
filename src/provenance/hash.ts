import { createHash } from "node:crypto";
import { stableJson } from "../model/json.ts";

export const sha256 = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");

/** The hash of a value: of its JSON with sorted keys, so that the order in which someone typed keys does not matter. */
export const hashOf = (value: unknown): string => sha256(stableJson(value, { sorted: true, indent: 0 }));
