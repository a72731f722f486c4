import { prepare } from "./arithmetic/index.ts";
import { ranksByDay } from "./by-day.ts";
import { compute } from "./document.ts";
import { documentOf } from "./edition.ts";
import type { Warning } from "./indicators.ts";
import type { IndexQuestion } from "./question.ts";
import { bandsOf, uncertaintyOf } from "./settings.ts";
import { tableOf } from "./table.ts";
import type { SafetyIndex } from "./types.ts";
import { breakWarnings, surveyWarnings } from "./warnings.ts";

/** The index as data. Opens nothing and asks no clock: the same question gives the same bytes. */
export const indexOf = (question: IndexQuestion): SafetyIndex => {
  const { asked, config, sources } = question;
  const warnings: Warning[] = [];
  const { table, method } = tableOf(question, asked, (one) => warnings.push(one));
  const byDay = ranksByDay(asked, config.denominators, (moved) => tableOf(question, moved, () => undefined));
  const prepared = prepare(table, method);
  const options = uncertaintyOf(config, prepared, question.seed);
  const computed = compute(prepared, options, bandsOf(config, method));
  warnings.push(...surveyWarnings(asked, sources), ...breakWarnings(table, asked, sources));
  return documentOf({ question, computed, warnings, byDay });
};
