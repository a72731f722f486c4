import type { FaultLog } from "../gate/faults.ts";
import { hasHidden, visibleText } from "../gate/hidden.ts";

/** Cyrillic and Greek letters that print like Latin ones: the commonest way in which two equal-looking names differ. */
const lookalikes = new Map(
  Array.from("АВЕКМНОРСТУХаеорсухіјѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵ").map((letter, i) => [
    letter,
    Array.from("ABEKMHOPCTYXaeopcyxijsdqwABEZHIKMNOPTYXov")[i]!,
  ]),
);

/** What a hurried reader takes two spellings for: case, spacing, composed accents, width and lookalike letters aside. */
export const foldSpelling = (text: string): string => {
  const plain = visibleText(text).normalize("NFKC");
  const latin = /[\u0370-\u052f]/u.test(plain)
    ? Array.from(plain, (letter) => lookalikes.get(letter) ?? letter).join("")
    : plain;
  return latin.toLowerCase().trim();
};

export interface VariantWatch {
  cell(text: string, line: number): void;
}

/** Beyond this many different names a column is not one of names that people type. */
const most = 50_000;
const longest = 200;

/** Reports the second spelling of a name, with its line. The values themselves are not repeated. */
export const watchVariants = (column: string, log: FaultLog): VariantWatch => {
  const spelling = new Map<string, string>();
  const seen = new Set<string>();
  return {
    cell(text, line) {
      if (text.length > longest || seen.has(text) || seen.size > most) return;
      seen.add(text);
      // Hidden characters have a warning of their own.
      if (hasHidden(text)) return;
      const folded = foldSpelling(text);
      const first = spelling.get(folded);
      if (first === undefined) spelling.set(folded, text);
      else
        log.tally(
          "warning",
          "data/variant",
          "a name is spelt in more than one way (case, spaces, accents or letters)",
          {
            line,
            column,
            fix: "choose one spelling; look for letters of another alphabet where two spellings look the same",
          },
        );
    },
  };
};
