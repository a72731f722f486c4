import type { Subgroups } from "../../model/finding.ts";
import { type Block, heading, left, paragraph, right, table } from "../document.ts";
import { capital, effectCells, pValue } from "../numbers.ts";
import { statements } from "./mechanism.ts";
import { notMeasured, type Section } from "./section.ts";

/** For whom and where: a subgroup counts only with a test of the difference between groups. */
export const moderatorsSection: Section = {
  id: "moderators",
  build: ({ finding }) => {
    const { moderators = [], subgroups = [] } = finding.emmie ?? {};
    if (moderators.length === 0 && subgroups.length === 0)
      return [heading(2, "Moderators"), paragraph(notMeasured)];
    return [
      heading(2, "Moderators"),
      ...(moderators.length === 0
        ? []
        : statements(moderators, "Where it might do better or worse, in the words of the study team")),
      ...subgroups.flatMap(subgroup),
    ];
  },
};

const subgroup = ({ name, groups, scale, specified, interaction_p }: Subgroups): Block[] => [
  table(
    `${capital(name)}, named ${specified === "before" ? "before" : "after"} the outcomes were looked at`,
    [left("Group"), right("Estimate"), right("Interval")],
    groups.map((group) => [
      group.group,
      ...effectCells(group.estimate, group.conf_low, group.conf_high, scale),
    ]),
  ),
  paragraph(
    interaction_p === null
      ? "The difference between these groups was not tested, so nothing follows from it."
      : `Test of the difference between the groups: p = ${pValue(interaction_p)}. The groups are compared with each other and not each with nothing.`,
  ),
];
