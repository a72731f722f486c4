import { type Document, isScalar, type LineCounter, type Node, visit } from "yaml";
import { PrivacyError } from "../../model/errors.ts";
import { identifiesSomebody } from "../people/signs.ts";
import { offsetOf } from "./place.ts";

/**
 * Titles, questions, partners and reasons are printed on pages: none may hold a number or an address of a person.
 * The text is not shown, its line is.
 *
 * Throws PrivacyError privacy/personal.
 */
export const refusePeople = (document: Document, file: string, lines: LineCounter): void => {
  const faults: {
    code: string;
    file: string;
    line: number;
    found: string;
    expected: string;
    hint: string;
  }[] = [];
  visit(document, {
    Scalar(_key, node) {
      if (!isScalar(node) || typeof node.value !== "string" || isFile(node.value)) return;
      const what = identifiesSomebody(node.value);
      if (what === undefined) return;
      faults.push({
        code: "privacy/personal",
        file,
        line: lines.linePos(offsetOf(node as Node)).line,
        found: `text that holds what look like ${what}`,
        expected: "words that name no person, because pages print them",
        hint: "write the role or the organisation instead",
      });
    },
  });
  if (faults.length > 0) throw new PrivacyError("privacy/personal", faults[0]!, { faults });
};

const isFile = (text: string): boolean =>
  /\.(csv|tsv|gz|parquet|xlsx|ods|ya?ml|json|md)$/i.test(text) || text.includes("://");
