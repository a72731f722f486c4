import type { Rating } from "../../model/finding.ts";
import { heading, left, list, paragraph, table } from "../document.ts";
import { capital, sentence, uncapital } from "../numbers.ts";
import type { Section } from "./section.ts";

/** What readers call each scale; its own bodies are named so that nobody takes our grade for theirs. */
const titles: Readonly<Record<string, string>> = {
  maryland_sms: "The Maryland Scientific Methods Scale",
  local_growth: "The local growth version of that scale",
  grade: "Certainty (after GRADE)",
  yef_impact: "The impact band (after the Youth Endowment Fund)",
  emmie: "Completeness (after EMMIE)",
};

const title = (name: string): string => titles[name] ?? capital(name.replace(/_/g, " "));

/** Grades that the program gave by rule, with the rule and what it read, and how to earn one more. */
export const ratingsSection: Section = {
  id: "ratings",
  build: ({ finding }) => {
    const rows = Object.entries(finding.ratings).filter(
      (row): row is [string, Rating] => row[1] !== undefined,
    );
    const caveats = [...new Set(rows.map(([, rating]) => rating.caveat))];
    const shared = caveats.length === 1 ? caveats[0] : undefined;
    const climbs = rows.filter(([, rating]) => rating.climb);
    return [
      heading(2, "Ratings, self-assessed"),
      paragraph(
        "The program set these by rule. They are not ratings by the bodies whose scales they follow.",
      ),
      table(
        "Ratings and the rule that gave each",
        [left("Scale"), left("Rating"), left("Rule"), ...(shared === undefined ? [left("Caveat")] : [])],
        rows.map(([name, rating]) => [
          title(name),
          rating.label,
          rating.rule,
          ...(shared === undefined ? [rating.caveat] : []),
        ]),
      ),
      ...(shared === undefined ? [] : [paragraph(sentence(`Caveat: ${shared}`))]),
      ...byFacts(rows).flatMap(([names, facts]) => [
        paragraph(`What was read for ${names.map((name) => uncapital(title(name))).join(" and for ")}:`),
        list(facts.map((fact) => sentence(capital(fact)))),
      ]),
      ...(climbs.length === 0
        ? []
        : [
            paragraph("To climb one level:"),
            list(climbs.map(([name, rating]) => sentence(`${title(name)}: ${rating.climb}`))),
          ]),
    ];
  },
};

// Two scales that read the same facts share one list.
const byFacts = (rows: readonly [string, Rating][]): [names: string[], facts: readonly string[]][] => {
  const groups = new Map<string, [string[], readonly string[]]>();
  for (const [name, { facts }] of rows) {
    const key = facts.join("\n");
    const group = groups.get(key);
    if (group) group[0].push(name);
    else if (facts.length > 0) groups.set(key, [[name], facts]);
  }
  return [...groups.values()];
};
