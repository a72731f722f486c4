import { Command, Option } from "commander";
import { UsageError } from "../../model/errors.ts";
import { designs } from "../../model/protocol.ts";
import type { Release } from "../../model/release.ts";
import { studyMethods } from "../../pipeline/estimate/methods.ts";
import { type EvaluatedStudy, type EvaluateFiles, evaluateFiles } from "../../pipeline/evaluate-files.ts";
import { type CommonOptions, withCommon, withRelease } from "../options.ts";
import { type SourceOptions, sourceSpec, withSource } from "../source-options.ts";
import { type Terminal, terminal } from "../terminal.ts";
import { version } from "../version.ts";

interface Options extends CommonOptions, SourceOptions {
  readonly interventions: string;
  readonly outcomes: string[];
  readonly out: string;
  readonly units?: string;
  readonly outcomeName?: string[];
  readonly design: (typeof designs)[number];
  readonly estimator?: NonNullable<EvaluateFiles["protocol"]["estimator"]>;
  readonly before?: string;
  readonly after?: string;
  readonly washout?: string;
  readonly anticipation?: string;
  readonly sameMonths?: boolean;
  readonly confLevel: string;
  readonly invented?: boolean;
  readonly release?: Release;
  readonly public?: string;
  readonly failOn: "error" | "warning";
}

const repeat = (value: string, held: string[] = []): string[] => [...held, value];

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as Defined<T>;

const level = (text: string): number => {
  const value = Number(text);
  if (value > 0.5 && value < 1) return value;
  throw new UsageError("usage/number", {
    found: `--conf-level ${text}`,
    expected: "a number above 0.5 and below 1",
    hint: "type, for example, --conf-level 0.95",
  });
};

export const evaluateCommand = withRelease(withSource(withCommon(new Command("evaluate"))))
  .summary("estimate what an intervention changed, from two files and no workspace")
  .description(
    "Evaluates every intervention of a register on every outcome of the data.\nWrites OUT/<study>/summary.md with its figures and finding.json, and OUT/README.md.",
  )
  .requiredOption("-i, --interventions <file>", "register: id,title,unit,start and optionally end,role,…")
  .requiredOption("-d, --outcomes <files...>", "outcome data: files, folders or patterns")
  .requiredOption("-o, --out <folder>", "where reports are written")
  .option("--units <file>", "units: unit,population,neighbours,…")
  .option("--outcome-name <name>", "evaluate only this outcome (repeatable, case ignored)", repeat)
  .addOption(new Option("--design <design>", "who is compared").choices(designs).default("auto"))
  .addOption(
    new Option("--estimator <method>", "primary estimator; chosen by rule when absent").choices(
      studyMethods(),
    ),
  )
  .option("--before <span>", 'window before the start, e.g. "24 months"')
  .option("--after <span>", "window after the start")
  .option("--washout <span>", "left out right after the start")
  .option("--anticipation <span>", "left out right before the start, where an effect may already show")
  .option("--same-months", "compare only calendar months present on both sides")
  .option("--conf-level <level>", "confidence level", "0.95")
  .option("--public <reason>", "why every number may be printed: release is public then, and reports say why")
  .option("--invented", "the data are made up: say so on every page")
  .addOption(
    new Option("--fail-on <severity>", "exit 1 when a report carries a warning")
      .choices(["error", "warning"])
      .default("error"),
  )
  .action(async (options: Options) => {
    const out = terminal(options);
    const { before, after, washout, anticipation, sameMonths, units, estimator } = options;
    const studies = await evaluateFiles({
      interventions: options.interventions,
      units,
      source: sourceSpec(options.outcomes, options),
      outcomes: options.outcomeName ?? [],
      out: options.out,
      protocol: {
        design: options.design,
        confidence: level(options.confLevel),
        ...(estimator ? { estimator } : {}),
        window: defined({ before, after, washout, anticipation, "same-months": sameMonths }),
      },
      invented: options.invented ?? false,
      release: releaseAsked(options),
      ...(options.public === undefined ? {} : { public: options.public }),
      programVersion: version(),
      patience: 30_000,
      progress: out.progress,
    });
    print(studies, options.out, out);
    const refused = Math.max(0, ...studies.map(({ error }) => error?.exit ?? 0));
    const warned = options.failOn === "warning" && studies.some(({ warnings }) => warnings > 0);
    process.exitCode = refused || (warned ? 1 : 0);
  });

const releaseAsked = ({ release, public: reason }: Options): Release | undefined => {
  if (reason === undefined || release === undefined || release === "public") return release;
  throw new UsageError("usage/release", {
    found: `--release ${release} and --public`,
    expected: "one of them: --public says that every number may be printed",
    hint: "leave out --public, or --release",
  });
};

const print = (studies: readonly EvaluatedStudy[], folder: string, out: Terminal): void => {
  if (out.json) {
    out.document({
      schema: "whatworks/evaluate/1",
      ok: studies.every(({ error }) => error === null),
      out: folder.replaceAll("\\", "/"),
      studies,
    });
    return;
  }
  for (const { study, headline, error, warnings } of studies) {
    if (out.quiet && !error) continue;
    const said = error
      ? `${error.code}  ${error.found}; expected ${error.expected}${error.hint ? `\n           try: ${error.hint}` : ""}`
      : `${headline}${warnings > 0 ? `\n           ${warnings} warning${warnings === 1 ? "" : "s"} on the page` : ""}`;
    out.result(`${(error ? "REFUSED" : "WRITTEN").padEnd(10)} ${study}\n           ${said}\n`);
  }
  if (!out.quiet) out.result(`\nRead: ${folder.replaceAll("\\", "/")}/README.md\n`);
};
