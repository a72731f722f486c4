import { readText } from "../../ingest/typed/text.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import type { FileRef, InputRef, Planned, Report } from "../report.ts";
import { indexOf } from "./answer.ts";
import { asSource } from "./as-source.ts";
import { behind } from "./behind.ts";
import { type IndexConfig, indexSchema } from "./config.ts";
import { contents } from "./contents.ts";
import { formula } from "./formulas.ts";
import { indexFolder, indexJson, indexPage, indexSource, indexVersion } from "./names.ts";
import { indexFiles, indexHeadline } from "./page/index.ts";
import { indexSources, questionOf } from "./question.ts";
import { parsePrevious } from "./revisions.ts";
import { safetyIndexSchema } from "./schema.ts";
import { tableOf } from "./table.ts";
import type { SafetyIndex } from "./types.ts";

/** The last edition, where the section names one. */
export const previousRef = (file: string): FileRef<SafetyIndex> => ({
  kind: "file",
  key: "index.previous",
  file,
  read: async (at) => parsePrevious(await readText(at), at.name),
  rows: ({ areas }) => areas.length,
});

const inputs = (config: IndexConfig): InputRef[] => [
  ...indexSources(config).map((name): InputRef => ({ kind: "source", name, key: "index" })),
  { kind: "units" },
  ...(config.previous === undefined ? [] : [previousRef(config.previous)]),
];

/** The Community Safety Index: scores of areas, with their uncertainty. */
export const safetyIndexReport: Report<IndexConfig, SafetyIndex> = {
  key: "index",
  called: "safety index",
  versions: { [indexFolder]: indexVersion },
  schema: indexSchema,
  schemas: [{ name: "index", title: "whatworks/index/1", schema: safetyIndexSchema }],
  document: "whatworks/index/1",
  file: indexJson,
  list: (config) => [{ id: indexFolder, name: indexPage, page: indexPage, document: indexJson, config }],
  inputs,
  compute: (config, read, seed) => indexOf(questionOf(config, read, previousOf(config), seed)),
  plan: (config, read): Planned => {
    const warnings: ReturnType<typeof diagnostic>[] = [];
    const question = questionOf(config, read, previousOf(config), "");
    tableOf(question, question.asked, ({ code, message }) =>
      warnings.push(diagnostic(code, "warning", message)),
    );
    return { warnings };
  },
  pages: (index) =>
    indexFiles(index).map(({ path, content }) => ({
      path: path === indexPage ? path : `${indexFolder}/${path}`,
      content,
    })),
  headline: indexHeadline,
  titled: ({ title }) => ({ id: indexSource, title }),
  answer: ({ overall }) => overall.at(-1)?.combined.score ?? null,
  dataTo: ({ latest }) => latest,
  contents,
  telling: ["overall"],
  formula,
  behind,
  asSource: {
    name: indexSource,
    of: (config, read) => asSource(questionOf(config, read, previousOf(config), "")),
  },
};

const previousOf = ({ previous }: IndexConfig) =>
  previous === undefined ? undefined : previousRef(previous);
