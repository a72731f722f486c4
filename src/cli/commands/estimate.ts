import { Command } from "commander";
import { UsageError } from "../../model/errors.ts";
import {
  commonColumns,
  type EstimateDocument,
  type OptionSpec,
  type Settings,
} from "../../model/estimate.ts";
import { nearest } from "../../model/nearest.ts";
import {
  type EstimateRequest,
  estimate,
  estimators,
  findEstimator,
} from "../../pipeline/estimate/estimate.ts";
import { metaMethod } from "../../pipeline/estimate/methods.ts";
import { metaEstimate, metaOptions } from "../../pipeline/meta/command.ts";
import { closeEngine } from "../../pipeline/reading/engine.ts";
import { withStdin } from "../../pipeline/reading/stdin.ts";
import { estimateTable } from "../estimate-table.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { terminal } from "../terminal.ts";

const list = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** Every option of every method, once; an option that the chosen method does not read is refused, never ignored. */
const methodOptions: readonly OptionSpec[] = [
  ...estimators.flatMap((one) => one.options),
  ...metaOptions,
].filter((option, i, all) => all.findIndex((other) => other.flag === option.flag) === i);

const usedBy = (flag: string): string =>
  [
    ...estimators.filter((one) => one.options.some((option) => option.flag === flag)).map((one) => one.name),
    ...(metaOptions.some((option) => option.flag === flag) ? [metaMethod] : []),
  ].join(", ");

const command = withCommon(new Command("estimate"))
  .summary("one estimator on one tidy panel")
  .description(
    "Runs one estimator on one tidy panel: the interface for reproduction.\nTreatment is one of --cohort, --treated, or --treated-units with --start.",
  )
  .argument("<method>", `${estimators.map((one) => one.name).join(", ")}, ${metaMethod}`)
  .argument("<panel.csv>", "one row per unit and period (for meta: per study); - reads standard input")
  .option("--unit <column>", "the unit; without it the file is one series")
  .option("--period <column>", "the period: YYYY-MM, YYYY-Qn, YYYY, ISO weeks or dates, or whole numbers")
  .option("--outcome <column>", "the outcome")
  .option("--cohort <column>", "first treated period of the unit; empty, 0, NA or Inf = never")
  .option("--treated <column>", "0 or 1 per row; once on stays on")
  .option("--treated-units <names>", "treated units, separated by commas", list)
  .option("--start <period>", "first treated period")
  .option("--covariates <columns>", "covariates, separated by commas", list)
  .option("--exposure <column>", "what the count is out of: an offset")
  .option("--weights <column>", "weights of rows")
  .option("--cluster <column>", "clusters of units; default: the unit")
  .option("--conf-level <level>", "confidence level", "0.95")
  .option("--seed <text>", "seed of every random stream", "1")
  .option("--delimiter <character>", "field delimiter of the file", ",");
for (const option of methodOptions) {
  const value =
    option.takes === "flag"
      ? ""
      : ` <${option.choices?.join("|") ?? (option.takes === "list" ? "a,b" : option.takes === "number" ? "number" : "text")}>`;
  const shown = option.default === undefined ? "" : `; default ${option.default}`;
  command.option(`${option.flag}${value}`, `${option.help} (${usedBy(option.flag)}${shown})`);
}
command.action(async (method: string, path: string, _options: unknown, self: Command) => {
  const options = self.opts<Record<string, unknown> & CommonOptions>();
  const out = terminal(options);
  const document = await withStdin(path, async (file, name) =>
    method === metaMethod
      ? metaEstimate(file, name, delimiterOf(options), metaSettings(options))
      : estimate(requestFrom(method, file, name, options)),
  );
  await closeEngine();
  for (const warning of document.warnings) if (!out.json) out.warn(`${warning.code}  ${warning.message}`);
  if (out.json) out.document(document);
  else out.result(estimateTable(document as EstimateDocument));
});

export const estimateCommand = command;

const camel = (flag: string): string =>
  flag.replace(/^--/, "").replace(/-([a-z])/g, (_, c: string) => c.toUpperCase());

/** The options that were typed, checked against the ones that the method reads. */
const methodSettings = (
  method: string,
  specs: readonly OptionSpec[],
  options: Record<string, unknown>,
): Record<string, unknown> => {
  for (const other of methodOptions) {
    if (options[camel(other.flag)] !== undefined && !specs.some((spec) => spec.flag === other.flag)) {
      throw new UsageError("usage/option", {
        found: `${other.flag} with the method ${method}`,
        expected:
          specs.length > 0
            ? `its own options: ${specs.map((spec) => spec.flag).join(", ")}`
            : "no option of its own",
        hint: `${other.flag} belongs to ${usedBy(other.flag)}`,
      });
    }
  }
  return Object.fromEntries(
    specs
      .map((spec) => [spec.key, optionValue(spec, options[camel(spec.flag)])])
      .filter(([, value]) => value !== undefined),
  );
};

/** A common column that the method would not read is refused, so that nobody believes it was adjusted for. */
const refuseUnused = (method: string, uses: readonly string[], options: Record<string, unknown>): void => {
  const unused = commonColumns.filter((name) => options[name] !== undefined && !uses.includes(name));
  if (unused.length === 0) return;
  const faults = unused.map((name) => ({
    code: "usage/option",
    found: `--${name} with the method ${method}, which does not use it`,
    expected:
      uses.length > 0
        ? `of the common columns only ${uses.map((one) => `--${one}`).join(", ")}`
        : "none of the common columns",
    hint: `${`--${name}`} is used by ${estimators
      .filter((one) => one.uses.includes(name))
      .map((one) => one.name)
      .join(", ")}`,
  }));
  throw new UsageError("usage/option", faults[0]!, { faults });
};

const optionValue = (spec: OptionSpec, typed: unknown): unknown => {
  if (typed === undefined) return spec.default;
  if (spec.takes === "flag") return typed === true;
  const text = String(typed);
  if (spec.takes === "list") return list(text);
  if (spec.takes === "number") {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value)) {
      throw new UsageError("usage/number", {
        found: `${spec.flag} ${text}`,
        expected: "a number",
        hint: spec.help,
      });
    }
    return value;
  }
  if (spec.choices && !spec.choices.some((choice) => fits(choice, text))) {
    const meant = nearest(text, spec.choices);
    throw new UsageError("usage/choice", {
      found: `${spec.flag} ${text}`,
      expected: spec.choices.join(", "),
      hint: meant ? `did you mean ${meant}?` : spec.help,
    });
  }
  return text;
};

/** A choice such as `fourier:K` stands for any whole number in place of the capital. */
const fits = (choice: string, text: string): boolean => {
  const stem = /^([a-z-]+):[A-Z]$/.exec(choice)?.[1];
  return stem === undefined
    ? choice === text || (choice === "N" && /^\d+(\.\d+)?$/.test(text))
    : new RegExp(`^${stem}:\\d+$`).test(text);
};

const common = (options: Record<string, unknown>): Settings => {
  const confLevel = Number(options.confLevel);
  if (!(confLevel > 0.5 && confLevel < 1)) {
    throw new UsageError("usage/number", {
      found: `--conf-level ${String(options.confLevel)}`,
      expected: "a number above 0.5 and below 1",
      hint: "type, for example, --conf-level 0.95",
    });
  }
  return { confLevel, seed: String(options.seed) };
};

const panelOptions = ["unit", "period", "outcome", "cohort", "treated", "treatedUnits", "start"] as const;

const metaSettings = (options: Record<string, unknown>): Settings => {
  refuseUnused(metaMethod, [], options);
  const given = panelOptions.find((key) => options[key] !== undefined);
  if (given !== undefined) {
    throw new UsageError("usage/option", {
      found: `--${dashed(given)} with the method ${metaMethod}`,
      expected: "one row per study: no units, periods or treatment",
      hint: "name the columns with --effect and --variance, or counts with --ai --bi --ci --di",
    });
  }
  return { ...common(options), ...(methodSettings(metaMethod, metaOptions, options) as Settings) };
};

const dashed = (key: string): string => key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

const delimiterOf = (options: Record<string, unknown>): string =>
  String(options.delimiter) === "\\t" ? "\t" : String(options.delimiter);

const requestFrom = (
  method: string,
  path: string,
  name: string,
  options: Record<string, unknown>,
): EstimateRequest => {
  const estimator = findEstimator(method);
  refuseUnused(method, estimator.uses, options);
  const text = (key: string): string | undefined => options[key] as string | undefined;
  const need = (key: string): string => {
    const value = text(key);
    if (value !== undefined) return value;
    throw new UsageError("usage/missing-option", {
      found: `no --${key}`,
      expected: `--${key} COLUMN`,
      hint: `name the column that holds the ${key}`,
    });
  };
  const ways = [options.cohort, options.treated, options.start].filter((way) => way !== undefined).length;
  if (ways > 1 || (options.treatedUnits !== undefined && options.start === undefined)) {
    throw new UsageError("usage/treatment", {
      found: ways > 1 ? "more than one way of saying who is treated" : "--treated-units without --start",
      expected: "one of: --cohort COL; --treated COL; --treated-units a,b --start P",
      hint: "keep one of them",
    });
  }
  const settings = methodSettings(method, estimator.options, options);
  const further = estimator.options
    .filter((option) => option.key === "predictors")
    .flatMap((option) => (settings[option.key] as string[] | undefined) ?? [])
    // A predictor may carry the window it is averaged over: `beer@1984..1988` is of the column beer.
    .map((predictor) => predictor.split("@")[0]!);
  const pick = <K extends string>(key: K, value: string | undefined): { [k in K]?: string } =>
    (value === undefined ? {} : { [key]: value }) as { [k in K]?: string };
  return {
    method,
    path,
    name,
    delimiter: delimiterOf(options),
    ...pick("unit", text("unit")),
    period: need("period"),
    outcome: need("outcome"),
    ...pick("cohort", text("cohort")),
    ...pick("treated", text("treated")),
    named: {
      ...(options.treatedUnits === undefined ? {} : { treatedUnits: options.treatedUnits as string[] }),
      ...pick("start", text("start")),
      ...(settings.bufferUnits === undefined ? {} : { bufferUnits: settings.bufferUnits as string[] }),
      ...(settings.bufferComparisonUnits === undefined
        ? {}
        : { bufferComparisonUnits: settings.bufferComparisonUnits as string[] }),
    },
    covariates: (options.covariates as string[] | undefined) ?? [],
    ...pick("exposure", text("exposure")),
    ...pick("weights", text("weights")),
    ...pick("cluster", text("cluster")),
    ...pick("blocks", settings.blocks as string | undefined),
    further,
    settings: { ...(settings as Settings), ...common(options) },
  };
};
