import { cellStatus } from "../../model/panel.ts";
import type { Frequency } from "../../model/period.ts";
import {
  type CellFault,
  type CellNumber,
  type CellRules,
  isFault,
  readCount,
  readNumber,
} from "../cells/cells.ts";
import { watchDates } from "../cells/date-column.ts";
import { readPeriod } from "../cells/periods.ts";
import { foldSpelling, watchVariants } from "../cells/variants.ts";
import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { hasHidden, visibleText } from "../gate/hidden.ts";
import { shownCell } from "../people/shown.ts";
import type { ColumnPlan } from "./column-roles.ts";

/** What a cell contributes to the keys of its row. */
export interface CellKey {
  readonly text: string;
  readonly place?: { readonly ordinal: number; readonly frequency: Frequency };
}

/** Judges the cells of one column, one after another; `finish` says what only the whole column shows. */
export interface ColumnCheck {
  readonly plan: ColumnPlan;
  cell(text: string, row: Row): CellKey | undefined;
  finish(): void;
}

/** @param keyed A blank period or unit is a fault where rows are told apart by it. */
export const columnCheck = (
  plan: ColumnPlan,
  rules: CellRules,
  keyed: boolean,
  log: FaultLog,
): ColumnCheck => {
  const check = kindCheck(plan, rules, keyed, log);
  return {
    plan,
    finish: check.finish,
    cell(text, row) {
      if (row.odd) reportHidden(text, row.line, plan.name, log);
      return check.cell(text, row);
    },
  };
};

const kindCheck = (
  plan: ColumnPlan,
  rules: CellRules,
  keyed: boolean,
  log: FaultLog,
): Omit<ColumnCheck, "plan"> => {
  if (plan.kind === "count" || plan.kind === "number") return numberCheck(plan, rules, log);
  if (plan.kind === "text" || plan.kind === "category") return textCheck(plan, keyed, log);
  return periodCheck(plan, rules, keyed, log);
};

const reportHidden = (text: string, line: number, column: string, log: FaultLog): void => {
  if (hasHidden(text))
    log.tally(
      "warning",
      "data/control",
      "cells hold characters that cannot be seen; they are left out of names",
      {
        line,
        column,
        fix: "export the file again as plain text, or clean the column",
      },
    );
  if (text.includes("\ufffd"))
    log.tally(
      "warning",
      "data/damaged-text",
      "cells hold the mark of a character that was lost before this file was made",
      {
        line,
        column,
        fix: "export the file again from its source as UTF-8",
      },
    );
};

const reportFault = (found: CellFault, text: string, line: number, plan: ColumnPlan, log: FaultLog): void => {
  const what = text.trim() === "" ? "the cell" : shownCell(text, plan.name, "a cell");
  log.error(found.fault, `${what} ${found.why}`, { line, column: plan.name, fix: found.fix });
};

const numberCheck = (plan: ColumnPlan, rules: CellRules, log: FaultLog): Omit<ColumnCheck, "plan"> => {
  const read = plan.kind === "count" ? readCount : readNumber;
  let [observed, small, firstSmall] = [0, 0, 0];
  const tally = ({ value, status, shorthand }: CellNumber, line: number): void => {
    if (shorthand)
      log.tally(
        "warning",
        "data/shorthand",
        "published markers were read: [c] and [low] as hidden, the others as missing",
        {
          line,
          column: plan.name,
          fix: "none needed; neither is ever counted as zero",
        },
      );
    if (status !== cellStatus.observed || value === 0) return;
    observed++;
    if (value >= 5) return;
    small++;
    firstSmall ||= line;
  };
  return {
    cell(text, { line }) {
      const reading = read(text, rules);
      if (isFault(reading)) reportFault(reading, text, line, plan, log);
      else tally(reading, line);
      return undefined;
    },
    finish() {
      // One small count is ordinary; a column of them should not be printed cell by cell.
      if (plan.kind === "count" && observed >= 3 && small * 2 > observed)
        log.tally(
          "warning",
          "privacy/small-counts",
          "most counts above zero are below 5: single cells may tell of single people",
          {
            line: firstSmall,
            column: plan.name,
            count: small,
            fix: "use larger areas or longer periods before printing cells; reports suppress them",
          },
        );
    },
  };
};

const isSpoiltId = (text: string): boolean => text.length < 24 && /^\d(\.\d+)?E\+\d{2}$/i.test(text.trim());

const textCheck = (plan: ColumnPlan, keyed: boolean, log: FaultLog): Omit<ColumnCheck, "plan"> => {
  const { name, role, words } = plan;
  const named = role !== "other";
  const variants = watchVariants(name, log);
  const known = new Map(words?.map((word) => [foldSpelling(word), word]));
  // Sound spellings come again and again: each is judged once.
  const sound = new Map<string, CellKey>();
  const remember = (text: string, key: CellKey): CellKey => {
    if (sound.size < 100_000 && text.length < 200) sound.set(text, key);
    return key;
  };
  return {
    cell(text, { line }) {
      if (!named) return undefined;
      const before = sound.get(text);
      if (before) return before;
      if (isSpoiltId(text))
        log.tally(
          "warning",
          "data/spreadsheet-id",
          "identifiers look shortened by a spreadsheet (1.23E+11): some may now be equal",
          {
            line,
            column: name,
            fix: "export again with the column formatted as text",
          },
        );
      const visible = visibleText(text);
      if (visible === "" && keyed) {
        const rest = { line, column: name, fix: "name it, or remove the row if it is a total or a note" };
        const message = "the cell is blank, so the row belongs to no unit";
        // Only of a declared column is it known that it names the unit.
        if (plan.declared) log.error("data/key-missing", message, rest);
        else log.tally("warning", "data/key-missing", message, rest);
        return undefined;
      }
      variants.cell(text, line);
      // Arms that were not declared are told apart as a reader would.
      if (!words || visible === "")
        return remember(text, { text: role === "arm" ? foldSpelling(visible) : visible });
      const word = known.get(foldSpelling(visible));
      if (word !== undefined) return remember(text, { text: word });
      log.error("data/category", `the cell is none of: ${words.join(", ")}`, {
        line,
        column: name,
        fix: "correct the word, or add it to the category in --columns",
      });
      return undefined;
    },
    finish: () => undefined,
  };
};

const periodCheck = (
  plan: ColumnPlan,
  rules: CellRules,
  keyed: boolean,
  log: FaultLog,
): Omit<ColumnCheck, "plan"> => {
  const undeclared =
    plan.kind === "date" && !rules.dateFormats ? watchDates(plan.name, rules, log) : undefined;
  const kind = plan.kind as Parameters<typeof readPeriod>[1];
  const sound = new Map<string, CellKey>();
  return {
    cell(text, { line }) {
      const before = sound.get(text);
      if (before) return before;
      const blank = text.trim() === "";
      if (blank && !plan.declared && !keyed) return undefined;
      const blame = (fault: CellFault): void => reportFault(fault, text, line, plan, log);
      if (undeclared && !blank) {
        const key = undeclared.cell(text, line, blame);
        return key === undefined ? undefined : { text: key };
      }
      const reading = readPeriod(text, kind, rules);
      if (!isFault(reading)) {
        // A local time is its own key; with an offset it is an instant, however it was written.
        if (kind === "time") return { text: String(reading.instant ?? text.trim()) };
        const { ordinal, frequency } = reading;
        const key = { text: `${frequency}${ordinal}`, place: { ordinal, frequency } };
        if (sound.size < 20_000) sound.set(text, key);
        return key;
      }
      blame(reading);
      return undefined;
    },
    finish: () => undeclared?.finish(),
  };
};
