import type { Finding } from "../../model/finding.ts";
import { cellStatus } from "../../model/panel.ts";
import { formatPeriod } from "../../model/period.ts";
import type { Designed } from "./design.ts";
import type { Question } from "./question.ts";

export const interventionOf = (
  question: Question,
  { built, setAside, withBuffers: design }: Designed,
): Finding["intervention"] => {
  const { intervention } = question;
  const named = (role: string): string[] => design.panel.units.filter((_, i) => design.roles[i] === role);
  const reasons = new Map(setAside.map(({ unit, reason }) => [unit, reason]));
  return {
    id: intervention.id,
    title: intervention.title,
    ...(intervention.problem ? { problem: intervention.problem } : {}),
    start: intervention.start.text,
    ...(intervention.partners.length > 0 ? { partners: intervention.partners } : {}),
    units: {
      treated: named("treated"),
      comparison: named("comparison"),
      buffer: named("buffer"),
      excluded: built.excludedUnits.map(({ unit, reason }) => ({
        unit,
        reason: reasons.get(unit) ?? reason,
      })),
    },
    ...(intervention.extra.get("source") ? { source: intervention.extra.get("source")! } : {}),
  };
};

const gapCodes: readonly string[] = ["ingest/supply-gap", "panel/period-gap", "panel/unit-gap", "data/gap"];

export const dataOf = (
  question: Question,
  { built, selection, selectionExcluded }: Designed,
): Finding["data"] => {
  const { data } = question;
  const { design, window } = built;
  const status = design.panel.status[design.outcome];
  const column = design.panel.columns[design.outcome]!;
  const count = (wanted: number): number =>
    status?.reduce((n, held) => n + (held === wanted ? 1 : 0), 0) ?? 0;
  const editions = [...new Set(data.files.map(({ vintage }) => vintage).filter((v) => v !== undefined))];
  return {
    sources: [
      {
        name: data.name,
        title: `${data.files.length} file${data.files.length === 1 ? "" : "s"}, format ${data.format}`,
        ...(editions.length > 0 ? { edition: editions.join("; ") } : {}),
      },
    ],
    rows: {
      read: data.ledger.read,
      used: data.ledger.used,
      excluded: data.ledger.excluded.map(({ code, reason, rows }) => ({ code, reason, rows })),
    },
    units: design.panel.units.length,
    periods: design.panel.periods.length,
    window: {
      before: window.before,
      after: window.after,
      excluded: [
        ...window.excluded,
        ...(selectionExcluded && selection
          ? Array.from({ length: selection.to - selection.from + 1 }, (_, k) => ({
              period: formatPeriod(selection.from + k, design.panel.frequency),
              reason: "the bad spell for which the units were picked",
            }))
          : []),
      ],
    },
    gaps: data.diagnostics.filter(({ code }) => gapCodes.includes(code)).map(({ message }) => message),
    zero_cells: column.reduce((n, value) => n + (value === 0 ? 1 : 0), 0),
    absent_cells: count(cellStatus.absent),
    missing_cells: count(cellStatus.missing) + count(cellStatus.suppressed),
  };
};
