import { z } from "zod";
import type { Finding } from "../../model/finding.ts";
import type { Protocol } from "../../model/protocol.ts";
import { findingSchema } from "../../model/schemas/finding.ts";
import { formulaOf } from "../../provenance/formulas.ts";
import { evaluations } from "../../summaries/index-page.ts";
import { plural, someWords } from "../../summaries/numbers.ts";
import { summarise } from "../../summaries/summary.ts";
import type { Behind, Planned, Report } from "../../unit/report.ts";
import { estimators, typedSchemas } from "../estimate/methods.ts";
import { studyQuestion } from "./ask.ts";
import { designQuestion } from "./design.ts";
import { evaluate } from "./evaluate.ts";
import { studyInputs } from "./reads.ts";
import { pageVersion } from "./version.ts";

const plan: Report<Protocol, Finding>["plan"] = (protocol, inputs): Planned => {
  const { built, chosen } = designQuestion(studyQuestion(protocol, inputs));
  const { before, after } = built.window;
  const count = (role: string): number => built.design.roles.filter((held) => held === role).length;
  const { label: design, reason } = chosen;
  const method = chosen.estimator.name;
  const spans = { before: `${before.from} to ${before.to}`, after: `${after.from} to ${after.to}` };
  return {
    warnings: built.warnings,
    plan: { design, method, reason, ...spans, treated: count("treated"), comparison: count("comparison") },
    lines: [`${design} (${method}): ${reason}`, `${spans.before}, then ${spans.after}`],
  };
};

const behind = ({ data, outcome, intervention, design, provenance, study }: Finding): Behind => {
  const { before, after } = data.window;
  const { treated, comparison } = intervention.units;
  const { method, version, estimand, inference } = design.estimator;
  return {
    question: study.question,
    cells: [
      `${outcome.name}, by ${outcome.frequency}: ${before.from} to ${before.to} before (${plural(before.periods, "period")}), ${after.from} to ${after.to} after (${plural(after.periods, "period")})`,
      `${plural(treated.length, "treated unit")}: ${someWords(treated)}`,
      ...(comparison.length > 0
        ? [`${plural(comparison.length, "comparison unit")}: ${someWords(comparison)}`]
        : []),
      `${plural(data.rows.used, "row")} used of ${data.rows.read.toLocaleString("en-GB")} read`,
    ],
    method: `${method}, version ${version}: ${estimand}${inference ? `; ${inference}` : ""}`,
    settings: provenance.protocol_sha256,
  };
};

/** The evaluation of a study: a page, its figures and its finding. */
export const studyReport: Report<Protocol, Finding, unknown> = {
  key: "studies",
  called: "study",
  get versions() {
    return {
      ...Object.fromEntries(estimators.map(({ name, version }) => [name, version])),
      page: pageVersion,
    };
  },
  schema: z.unknown(),
  get schemas() {
    return [
      { name: "study", title: "One study of a whatworks workspace", schema: typedSchemas().study },
      { name: "finding", title: "whatworks/finding/1", schema: findingSchema },
    ];
  },
  document: "whatworks/finding/1",
  file: "finding.json",
  list: (_section, protocols) =>
    protocols.map((protocol) => ({
      id: protocol.id,
      name: protocol.id,
      page: `${protocol.id}/summary.md`,
      document: `${protocol.id}/finding.json`,
      freshness: protocol.freshness,
      declared: protocol,
      config: protocol,
    })),
  inputs: studyInputs,
  // How old the data may be is a rule for whoever checks the report; it moves nothing in it.
  settings: ({ freshness: _checked, ...protocol }) => ({ protocol }),
  plan,
  compute: (protocol, inputs) => evaluate(studyQuestion(protocol, inputs)),
  pages: (finding) =>
    summarise(finding).files.map(({ path, content }) => ({ path: `${finding.study.id}/${path}`, content })),
  headline: ({ headline }) => headline.sentence,
  titled: ({ study }) => study,
  answer: ({ headline }) => headline.estimate,
  // The primary source is read first.
  dataTo: ({ data }, { sources }) => [...sources.values()][0]?.panel.periods.at(-1) ?? data.window.after.to,
  contents: (made) => evaluations(made.map(({ data, page }) => ({ finding: data, path: page }))),
  telling: ["headline", "counts", "secondary", "disagreement", "data", "estimates", "event_study"],
  formula: formulaOf,
  behind,
};
