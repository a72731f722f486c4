import { readFile } from "node:fs/promises";
import type { FileRef } from "../gate/bytes.ts";

/** A small file as text, for whoever knows what it should hold. */
export const readText = ({ path }: FileRef): Promise<string> => readFile(path, "utf8");
