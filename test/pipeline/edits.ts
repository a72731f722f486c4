import { appendFileSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, stream } from "../../src/maths/random.ts";

/** One way in which a person, an editor or git changes a workspace. */
export type Edit = (folder: string, random: Random) => void;

const change =
  (name: string, by: (text: string, random: Random) => string): Edit =>
  (folder, random) => {
    const path = join(folder, name);
    writeFileSync(path, by(readFileSync(path, "utf8"), random));
  };

const rows = (text: string): string[] => text.trimEnd().split("\n");
const anyRow = (lines: readonly string[], random: Random): number => 1 + random.integer(lines.length - 1);
const replaceRow =
  (by: (row: string, random: Random) => string) =>
  (text: string, random: Random): string => {
    const lines = rows(text);
    const at = anyRow(lines, random);
    lines[at] = by(lines[at]!, random);
    return `${lines.join("\n")}\n`;
  };
const shuffled = (text: string, random: Random): string => {
  const [header, ...rest] = rows(text);
  random.shuffle(rest);
  return `${[header, ...rest].join("\n")}\n`;
};
const value = (row: string, random: Random): string => row.replace(/\d+$/, `${random.integer(60)}`);

const data: readonly Edit[] = ["data/burglary.csv", "data/theft.csv"].flatMap((name) => [
  change(name, replaceRow(value)),
  change(
    name,
    replaceRow((row) => row),
  ),
  change(name, shuffled),
  change(name, (text) => text),
  change(name, (text) => text.replaceAll("\n", "\r\n")),
  change(name, (text) => text.trimEnd()),
  change(name, (text) => `${text}North,2024-01,${/theft/.test(name) ? "theft" : "burglary"},9\n`),
  change(name, (text, random) => text.replaceAll("North", random.integer(2) ? "Nord" : "North")),
  change(name, (text) => `\uFEFF${text}`),
  (folder) => utimesSync(join(folder, name), 1e9, 1e9),
]);

const settings: readonly Edit[] = [
  change("whatworks.yaml", (text) => `# a note\n${text}`),
  change("whatworks.yaml", (text) => text.replace("title: Lights", "title: Bright lights")),
  change("whatworks.yaml", (text) =>
    text.replace("before: 12 months, after: 12 months", "after: 12 months, before: 12 months"),
  ),
  change("whatworks.yaml", (text) => text.replace("before: 12 months", "before: 11 months")),
  change("whatworks.yaml", (text) => text.replace("title: A small workspace", "title: Small")),
  change("whatworks.yaml", (text) =>
    text.replace("    title: Wardens\n", "    title: Wardens\n    freshness: 100 years\n"),
  ),
  change("whatworks.yaml", (text) =>
    text.replace("reports: reports\n", "reports: reports\nfreshness: 100 years\n"),
  ),
  change("whatworks.yaml", (text) => text.replace("workspace: small", "workspace: other")),
  change("whatworks.yaml", (text) => text.replace("files: [data/*.csv]", "files: data/*.csv")),
  change("whatworks.yaml", (text) =>
    text.replace(
      "    title: Lights\n    question: Did lights reduce burglary?\n",
      "    question: Did lights reduce burglary?\n    title: Lights\n",
    ),
  ),
  change("whatworks.yaml", (text) =>
    text.replace("sources:\n", "sources:\n  unused:\n    format: long\n    files: nowhere.csv\n"),
  ),
  change("whatworks.yaml", (text) => text.replaceAll("\n", "\r\n")),
  change(
    "interventions.csv",
    replaceRow((row) => row.replace("2023-01", "2023-02")),
  ),
  change("interventions.csv", shuffled),
  change("units.csv", replaceRow(value)),
  change("units.csv", (text) => text),
  (folder) => writeFileSync(join(folder, "notes.txt"), "nothing to do with it\n"),
  (folder) =>
    writeFileSync(join(folder, "data/more.csv"), "unit,period,outcome,value\nNorth,2022-01,arson,1\n"),
  (folder) => renameSync(join(folder, "data/theft.csv"), join(folder, "data/thefts.csv")),
  (folder) => rmSync(join(folder, "data/burglary.csv")),
  (folder) => rmSync(join(folder, ".whatworks"), { recursive: true, force: true }),
];

const reports: readonly Edit[] = [
  change("reports/lights/summary.md", (text) => text.replace("Lights", "Lamps")),
  change("reports/lights/summary.md", (text) => `${text}\nA word of mine.\n`),
  change("reports/lights/summary.md", (text) => text.replaceAll("\n", "\r\n")),
  change("reports/lights/summary.md", (text) =>
    text.replace(/<!-- whatworks:part [\s\S]*?<!-- \/whatworks:part -->/, ""),
  ),
  change("reports/wardens/finding.json", (text, random) => text.replace(/\d/, `${random.integer(10)}`)),
  change("reports/wardens/manifest.json", (text) => text.replace(/"rows": \d+/, '"rows": 7')),
  change("reports/wardens/counterfactual.svg", (text) => text.replace("</svg>", "<!-- x --></svg>")),
  change("reports/README.md", (text) => text.replace("Lights", "Lamps")),
  change("reports/README.md", (text) => `Before.\n\n${text}`),
  (folder) => rmSync(join(folder, "reports/README.md")),
  (folder) => rmSync(join(folder, "reports/lights/counterfactual.svg")),
  (folder) => rmSync(join(folder, "reports/wardens"), { recursive: true }),
  (folder) => appendFileSync(join(folder, "reports/lights/mine.txt"), "my own file"),
];

/** Edits of the small workspace with two studies. */
export const studyEdits = [...data, ...data, ...settings, ...reports];

const yamlEdit = (from: string, to: string): Edit =>
  change("whatworks.yaml", (text) => text.replace(from, to));

/** Edits of the tiny workspace with an index. */
export const indexEdits: readonly Edit[] = [
  ...["crime.csv", "units.csv"].flatMap((name) => [
    change(name, replaceRow(value)),
    change(name, shuffled),
    change(name, (text) => text),
    change(name, (text) => text.replaceAll("\n", "\r\n")),
    change(name, (text) => text.trimEnd()),
    change(name, (text) => text.replaceAll("Barnet", "Barnett")),
  ]),
  change(
    "survey.csv",
    replaceRow((row) => row.replace(/0\.\d+/, "0.4")),
  ),
  change("survey.csv", shuffled),
  change("survey.csv", (text) => text.replaceAll(",400", ",300")),
  yamlEdit("workspace: tiny", "workspace: other"),
  yamlEdit("draws: 200", "draws: 201"),
  yamlEdit("base: 2022", "base: 2023"),
  yamlEdit("better: higher", "title: Feeling safe, better: higher"),
  yamlEdit("better: lower, kind: objective", "kind: objective, better: lower"),
  yamlEdit("    people:\n", "    people:\n      title: What people say\n"),
  yamlEdit("sources:\n", "title: A title\nsources:\n"),
  yamlEdit("sources:\n", "sources:\n  unused: { format: long, files: nowhere.csv }\n"),
  yamlEdit("sources:\n", "freshness: 100 years\nsources:\n"),
  yamlEdit("sources:\n", "invented: true\nsources:\n"),
  yamlEdit("sources:\n", "# a note\nsources:\n"),
  change("whatworks.yaml", (text) => text.replace(/^ {2}base: .*$/m, "$&\n  balance: 0.4")),
  change("reports/index.md", (text) => text.replace("Community", "Our")),
  change("reports/index.md", (text) => `${text}\nA word of ours.\n`),
  change("reports/index.md", (text) => text.replaceAll("\n", "\r\n")),
  change("reports/index.json", (text, random) => text.replace(/\d/, `${random.integer(10)}`)),
  change("reports/safety-index/scores.csv", replaceRow(value)),
  change("reports/safety-index/areas/brent.md", (text) => text.replace("Brent", "Brant")),
  change("reports/safety-index/areas/brent.md", (text) => `Ours first.\n\n${text}`),
  change("reports/safety-index/ranks.svg", (text) => text.replace("</svg>", "<!-- x --></svg>")),
  change("reports/safety-index/manifest.json", (text) => text.replace(/"rows": \d+/, '"rows": 7')),
  (folder) => rmSync(join(folder, "reports/index.json")),
  (folder) => rmSync(join(folder, "reports/safety-index"), { recursive: true }),
  (folder) => rmSync(join(folder, ".whatworks"), { recursive: true, force: true }),
  (folder) => appendFileSync(join(folder, "reports/safety-index/areas/mine.txt"), "our own file"),
];

/** Every edit once by itself; then one to three at random, the same for the same number. */
export const edit = (folder: string, number: number, edits: readonly Edit[] = studyEdits): void => {
  const random = stream("edits", "workspace", number);
  const alone = number < edits.length ? edits[number] : undefined;
  const count = alone ? 1 : 1 + random.integer(3);
  for (let k = 0; k < count; k += 1) {
    try {
      (alone ?? edits[random.integer(edits.length)]!)(folder, random);
    } catch (error) {
      // A file that an earlier edit took away cannot be edited again.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
};
