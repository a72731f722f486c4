import type { Role } from "../../model/design.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { suggest } from "../../model/nearest.ts";
import { lastDay, parsePeriod } from "../../model/period.ts";
import type { Intervention, Moment, Register, RegisterUnit } from "../../model/register.ts";
import { momentStart } from "../cells/moments.ts";
import { foldSpelling } from "../cells/variants.ts";
import type { FileRef, Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { quoted } from "../gate/hidden.ts";
import { readTyped, type TypedRows } from "../gate/typed-rows.ts";
import { shownCell } from "../people/shown.ts";

const roles: readonly Role[] = ["treated", "comparison", "buffer", "buffer-comparison", "excluded"];
const own = ["id", "title", "unit", "start", "end", "role", "problem", "partners"];

/**
 * Reads `interventions.csv`: one row per intervention and unit; `id`, `title`, `unit` and `start` are needed,
 * `end`, `role` (treated unless told otherwise), `problem` and `partners` are known, anything else is kept as it is.
 *
 * Throws InputError with every fault of the file: csv/*, register/id, register/blank, register/role, register/start,
 * register/end, register/twice, register/no-treated, register/mixed-periods.
 */
export const readRegister = async (
  file: FileRef,
): Promise<{ register: Register; diagnostics: readonly Diagnostic[] }> => {
  const { value, diagnostics } = await readTyped(file, ["id", "title", "unit", "start"], judgeRegister);
  return { register: value, diagnostics };
};

const judgeRegister = (typed: TypedRows, log: FaultLog): Register => {
  const groups = new Map<string, { row: Row; unit: RegisterUnit }[]>();
  for (const row of typed.rows) {
    const id = readId(typed, row, log);
    const unit = readUnit(typed, row, log);
    if (id === undefined || unit === undefined) continue;
    const group = groups.get(id) ?? [];
    refuseTwice(group, unit, log);
    group.push({ row, unit });
    groups.set(id, group);
  }
  return { interventions: [...groups].flatMap(([id, group]) => oneIntervention(id, group, typed, log)) };
};

/** People type what they like where they like: an address may stand in any column. */
const shown = (text: string, column: string): string => shownCell(text, column, "(not shown)");

/** The id names folders and files, so it is held to what every system can write. */
const readId = (typed: TypedRows, row: Row, log: FaultLog): string | undefined => {
  const id = typed.cell(row, "id");
  if (/^[a-z0-9][a-z0-9-]{0,79}$/.test(id)) return id;
  log.error("register/id", id === "" ? "the id is blank" : `the id ${shown(id, "id")} is not a plain name`, {
    line: row.line,
    column: "id",
    fix: "use lower-case letters, digits and hyphens, at most 80",
  });
  return undefined;
};

const readUnit = (typed: TypedRows, row: Row, log: FaultLog): RegisterUnit | undefined => {
  const before = log.errors();
  const unit = typed.cell(row, "unit");
  if (unit === "")
    log.error("register/blank", "the unit is blank", {
      line: row.line,
      column: "unit",
      fix: "name the unit",
    });
  const role = readRole(typed.cell(row, "role"), row.line, log);
  const start = readMoment(typed, row, "start", log);
  const end = readMoment(typed, row, "end", log);
  if (role === "treated" && !start && typed.cell(row, "start") === "")
    log.error("register/start", "a treated unit has no start", {
      line: row.line,
      column: "start",
      fix: "write when it started: 2024-04, 2024-04-15, 2024-Q2, 2024 or a whole number",
    });
  if (start && end && endsBefore(end, start))
    log.error("register/end", "the end is before the start", {
      line: row.line,
      column: "end",
      fix: "correct one of the two",
    });
  if (log.errors() > before) return undefined;
  return { unit, role, line: row.line, ...(start ? { start } : {}), ...(end ? { end } : {}) };
};

const readRole = (text: string, line: number, log: FaultLog): Role => {
  const folded = foldSpelling(text);
  const role = folded === "" ? "treated" : roles.find((one) => one === folded);
  if (role === undefined)
    log.error("register/role", `the role ${shown(text, "role")} is none of: ${roles.join(", ")}`, {
      line,
      column: "role",
      fix: suggest(folded, roles),
    });
  return role ?? "excluded";
};

const misread = { start: "register/start", end: "register/end" } as const;

const readMoment = (
  typed: TypedRows,
  row: Row,
  column: "start" | "end",
  log: FaultLog,
): Moment | undefined => {
  const text = typed.cell(row, column);
  if (text === "") return undefined;
  const period = parsePeriod(text);
  if (period) return { text, period };
  log.error(misread[column], `the ${column} ${shown(text, column)} is no day or period`, {
    line: row.line,
    column,
    fix: "write 2024-04, 2024-04-15, 2024-Q2, 2024-W14, 2024, 2024/25, 2024/25-Q1 or a whole number",
  });
  return undefined;
};

const endsBefore = (end: Moment, start: Moment): boolean => {
  if (end.period.frequency === start.period.frequency) return end.period.ordinal < start.period.ordinal;
  // An end of 2024 is its last day: it is not before a start in April.
  const { ordinal, frequency } = end.period;
  return (lastDay(ordinal, frequency) ?? ordinal) < momentStart(start.period);
};

const refuseTwice = (group: readonly { unit: RegisterUnit }[], unit: RegisterUnit, log: FaultLog): void => {
  const before = group.find((one) => foldSpelling(one.unit.unit) === foldSpelling(unit.unit));
  if (before)
    log.error("register/twice", `the unit stands in this intervention on line ${before.unit.line} already`, {
      line: unit.line,
      column: "unit",
      fix: "keep one of the two rows; a second start of the same unit needs an id of its own",
    });
};

const oneIntervention = (
  id: string,
  group: readonly { row: Row; unit: RegisterUnit }[],
  typed: TypedRows,
  log: FaultLog,
): Intervention[] => {
  const line = group[0]!.row.line;
  const units = group.map((one) => one.unit);
  const starts = units.flatMap((one) => (one.role === "treated" && one.start ? [one.start] : []));
  if (starts.length === 0) {
    log.error("register/no-treated", `the intervention ${quoted(id)} has no treated unit`, {
      line,
      column: "role",
      fix: "give at least one unit the role treated, with its start",
    });
    return [];
  }
  if (new Set(starts.map((one) => one.period.frequency === "integer")).size > 1)
    log.error("register/mixed-periods", "some starts are dates and others whole numbers", {
      line,
      column: "start",
      fix: "write them all in the way in which the outcomes write their periods",
    });
  const [start] = [...starts].sort((a, b) => momentStart(a.period) - momentStart(b.period));
  const same = (column: string): string => sharedCell(column, group, typed, log);
  const problem = same("problem");
  const extra = typed.header.filter((name) => !own.includes(name.toLowerCase()) && name !== "");
  return [
    {
      id,
      title: same("title") || id,
      start: start!,
      staggered: new Set(starts.map((one) => one.text)).size > 1,
      units,
      ...(problem ? { problem } : {}),
      partners: same("partners")
        .split(";")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
      extra: new Map(extra.map((name) => [name, same(name)])),
    },
  ];
};

/** The first cell that is filled; rows that say something else are told of, and not followed. */
const sharedCell = (
  column: string,
  group: readonly { row: Row }[],
  typed: TypedRows,
  log: FaultLog,
): string => {
  const filled = group.flatMap(({ row }) => {
    const text = typed.cell(row, column);
    return text === "" ? [] : [{ text, line: row.line }];
  });
  const other = filled.find((one) => one.text !== filled[0]!.text);
  if (other)
    log.tally(
      "warning",
      "register/differs",
      `rows of one intervention differ; the first, on line ${filled[0]!.line}, is taken`,
      {
        line: other.line,
        column,
        fix: "write the same on every row of the intervention",
      },
    );
  return filled[0]?.text ?? "";
};
