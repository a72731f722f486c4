import type { Rating } from "../../model/finding.ts";
import { heading, left, list, paragraph, table } from "../document.ts";
import { capital, sentence } from "../numbers.ts";
import type { Section } from "./section.ts";

const titles: Readonly<Record<string, string>> = {
  maryland_sms: "Maryland Scientific Methods Scale",
  local_growth: "The same scale, local growth version",
  grade: "Certainty, after GRADE",
  yef_impact: "Impact band, after the Youth Endowment Fund",
  emmie: "Completeness, after EMMIE",
};

/** Grades that the program gave by rule, with the rule and what it read, and how to earn one more. */
export const ratingsSection: Section = {
  id: "ratings",
  build: ({ finding }) => {
    const rows = Object.entries(finding.ratings).filter(
      (row): row is [string, Rating] => row[1] !== undefined,
    );
    const title = (name: string): string => titles[name] ?? capital(name.replace(/_/g, " "));
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
        [left("Scale"), left("Rating"), left("Rule")],
        rows.map(([name, rating]) => [title(name), rating.label, rating.rule]),
      ),
      ...(shared === undefined ? [] : [paragraph(sentence(`Caveat: ${shared}`))]),
      paragraph("What each rule read:"),
      list(
        rows.map(([name, rating]) => {
          const caveat = shared === undefined ? ` ${sentence(capital(rating.caveat))}` : "";
          return `${sentence(`${title(name)}: ${rating.facts.join("; ")}`)}${caveat}`;
        }),
      ),
      ...(climbs.length === 0
        ? []
        : [
            paragraph("To climb one level:"),
            list(climbs.map(([name, rating]) => sentence(`${title(name)}: ${rating.climb}`))),
          ]),
    ];
  },
};
