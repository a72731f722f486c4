import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { frequencyName } from "../../model/period.ts";
import type { SourceRequest } from "../../model/source.ts";

const examples = 5;

/** What a reader must know of sums over periods that the source does not cover whole. */
export const partialNotes = (partial: readonly string[], { frequency }: SourceRequest): Diagnostic[] =>
  partial.length === 0 || frequency === undefined
    ? []
    : [
        diagnostic(
          "data/partial-period",
          "warning",
          `sums into a ${frequencyName(frequency)} of which the source holds only a part (${partial.length}): ${partial.slice(0, examples).join(", ")}${partial.length > examples ? ", …" : ""}`,
          {
            count: partial.length,
            fix: "leave those periods out of the window, or add the files that complete them",
          },
        ),
      ];

/** Instants with an offset, and nobody said on which calendar they are to be put. */
export const writtenCalendar = diagnostic(
  "data/calendar",
  "note",
  "times with an offset were counted on the calendar that they are written in",
  { fix: "to put them on the calendar of a place, declare for instance --time-zone Europe/London" },
);
