import type { RowFacts, RowFamily } from "../../model/facts/row.ts";
import type { Disagreement } from "../../model/finding.ts";
import { say, type Words } from "./say.ts";

const notes: Words<RowFamily> = {
  primary: () => "primary",
  assumes: ({ note }) => note,
  "interval-left-out": ({ note, treated }) =>
    `${note}; interval left out: too narrow with ${treated} treated`,
  "outside-donors": ({ periods, of }) =>
    `left out: in ${periods} of ${of} periods before the start the treated value lies outside all donors`,
  refused: ({ found }) => `did not run: ${found}`,
  "bad-spell": ({ from, to }) =>
    `compares with ${from} to ${to}, for which the units were picked: what regression to the mean looks like`,
};

/** A line of the table of methods as a finding holds it. */
export const rowWords = (row: RowFacts): Disagreement => {
  const { kind, facts, method, title, primary, ...numbers } = row;
  return {
    method,
    title: kind === "bad-spell" ? `${title}, bad spell as the baseline` : title,
    note: say(notes, row),
    ...(primary ? { primary } : {}),
    ...numbers,
  };
};
