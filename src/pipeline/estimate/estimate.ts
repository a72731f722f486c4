import { readTidy } from "../../ingest/tidy/tidy.ts";
import type { Design } from "../../model/design.ts";
import { DesignError } from "../../model/errors.ts";
import type { EstimateDocument, Estimator, Settings, Study } from "../../model/estimate.ts";
import type { Panel } from "../../model/panel.ts";
import type { TidyRequest, TidyRows } from "../../model/tidy.ts";
import {
  cohortsFromColumn,
  cohortsFromTreated,
  refuseRows,
  type TidyPanel,
  tidyPanel,
  withFlags,
} from "../../panel/tidy.ts";
import { withFiniteNumbers } from "../not-finite.ts";
import { closeEngine, openEngine } from "../reading/engine.ts";
import { interruptible } from "../reports/interrupt.ts";
import { clusterOf, type NamedTreatment, namedCohorts, namedRoles } from "./design-from-panel.ts";
import { infer } from "./infer.ts";
import { estimators, findEstimator } from "./methods.ts";

export { estimators, findEstimator };

/** `whatworks estimate` as asked: which file, which columns, who is treated, with which settings. */
export interface EstimateRequest {
  readonly method: string;
  readonly path: string;
  readonly name: string;
  readonly delimiter: string;
  readonly unit?: string;
  readonly period: string;
  readonly outcome: string;
  readonly cohort?: string;
  readonly treated?: string;
  readonly named: NamedTreatment;
  readonly covariates: readonly string[];
  readonly exposure?: string;
  readonly weights?: string;
  readonly cluster?: string;
  readonly blocks?: string;
  /** Further numeric columns that a method's own options name, e.g. predictors. */
  readonly further: readonly string[];
  readonly settings: Settings;
}

/** One estimator on one tidy panel: the interface for reproduction. */
export const estimate = async (request: EstimateRequest): Promise<EstimateDocument> => {
  const estimator = findEstimator(request.method);
  const design = await readDesign(request);
  // What the engine holds of a large panel goes back before the fit makes its own columns of it.
  await closeEngine();
  const { study, inferred } = inFile(request.name, () => {
    return interruptible(() =>
      withFiniteNumbers(() => {
        const fitted = studyOf(estimator, design, request.settings);
        return { study: fitted, inferred: infer(fitted) };
      }),
    );
  });
  return {
    schema: "whatworks/estimate/1",
    method: estimator.name,
    settings: settingsShown(request, estimator),
    model: { ...study.fit.model, vcov: inferred.vcov, df: inferred.df },
    estimates: inferred.estimates,
    diagnostics: { ...study.fit.diagnostics, ...inferred.diagnostics },
    warnings: [...study.fit.warnings, ...inferred.warnings].map(({ code, message }) => ({ code, message })),
  };
};

/** A refusal by a method names units and periods; here it is told which file they are in. */
const inFile = <T>(file: string, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof DesignError) || cause.fault.file !== undefined) throw cause;
    const faults = cause.faults.map((fault) => ({ file, ...fault }));
    throw new DesignError(cause.code, { file, ...cause.fault }, { cause, faults });
  }
};

export const studyOf = (estimator: Estimator, design: Design, settings: Settings): Study => ({
  answer: estimator.traits.answer(settings),
  design,
  settings,
  fit: estimator.fit(design, settings),
  refit: (other) => estimator.fit(other, settings),
});

const settingsShown = (request: EstimateRequest, estimator: Estimator): Record<string, unknown> => ({
  ...(request.unit === undefined ? {} : { unit: request.unit }),
  period: request.period,
  outcome: request.outcome,
  ...(request.cohort === undefined ? {} : { cohort: request.cohort }),
  ...(request.treated === undefined ? {} : { treated: request.treated }),
  ...(request.named.treatedUnits === undefined ? {} : { treated_units: request.named.treatedUnits }),
  ...(request.named.start === undefined ? {} : { start: request.named.start }),
  ...(request.covariates.length === 0 ? {} : { covariates: request.covariates }),
  ...(request.exposure === undefined ? {} : { exposure: request.exposure }),
  ...(request.weights === undefined ? {} : { weights: request.weights }),
  ...(request.cluster === undefined ? {} : { cluster: request.cluster }),
  ...(request.blocks === undefined ? {} : { blocks: request.blocks }),
  conf_level: request.settings.confLevel,
  seed: request.settings.seed,
  ...Object.fromEntries(
    estimator.options
      .filter(({ key }) => request.settings[key] !== undefined)
      .map(({ key }) => [snake(key), request.settings[key]]),
  ),
  method_version: estimator.version,
});

const snake = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Reads the file into a design; a fault found without lines is found again by the careful reader, with them. */
export const readDesign = async (request: EstimateRequest): Promise<Design> => {
  const wanted: TidyRequest = {
    path: request.path,
    name: request.name,
    delimiter: request.delimiter,
    ...(request.unit === undefined ? {} : { unit: request.unit }),
    period: request.period,
    ...(request.cohort === undefined ? {} : { cohort: request.cohort }),
    numeric: [
      ...new Set([
        request.outcome,
        ...request.covariates,
        ...request.further,
        ...[request.exposure, request.weights].filter((name) => name !== undefined),
      ]),
    ],
    text: [
      ...new Set([request.cluster, request.blocks, request.treated].filter((name) => name !== undefined)),
    ],
  };
  const fast = await readTidy(wanted, { engine: openEngine });
  const built = buildDesign(fast, request);
  if (built.faults.length > 0 || fast.faults) {
    const careful = fast.lines ? fast : await readTidy(wanted, { engine: openEngine, careful: true });
    refuseRows(buildDesign(careful, request).faults, careful);
  }
  return built.design;
};

const buildDesign = (read: TidyRows, request: EstimateRequest) => {
  const rows = request.treated === undefined ? read : withFlags(read, request.treated);
  const { result, faults } = tidyPanel(rows);
  const { panel } = result;
  const treatment = cohorts(rows, result, request);
  const roles = namedRoles(panel, treatment.cohort, request.named);
  const labels = (column: string | undefined) =>
    column === undefined ? undefined : unitLabels(rows, result, column);
  const blocks = labels(request.blocks);
  const design: Design = {
    kind: roles.includes("comparison") ? "comparison-group" : "before-after",
    panel,
    outcome: request.outcome,
    cohort: treatment.cohort,
    roles,
    ...(request.exposure === undefined ? {} : { exposure: request.exposure }),
    ...(request.weights === undefined ? {} : { weights: request.weights }),
    covariates: request.covariates,
    ...clusterOf(panel, clusterLabels(labels(request.cluster), panel, request.cluster)),
    ...(blocks ? { blocks } : {}),
  };
  return { design, faults: [...faults, ...treatment.faults] };
};

const cohorts = (rows: TidyRows, result: TidyPanel, request: EstimateRequest) => {
  if (request.cohort !== undefined) return cohortsFromColumn(rows);
  if (request.treated !== undefined) return cohortsFromTreated(rows, result, request.treated);
  return { cohort: namedCohorts(result.panel, request.named), faults: [] };
};

/** A label per unit from a column that must not change within one. */
const unitLabels = (rows: TidyRows, { panel }: TidyPanel, column: string): string[] => {
  const { levels, codes } = rows.text[column]!;
  const code = new Int32Array(panel.units.length).fill(-1);
  for (let r = 0; r < rows.rows; r += 1) {
    const i = rows.unit[r]!;
    if (code[i] === -1) code[i] = codes[r]!;
    else if (code[i] !== codes[r]) {
      throw new DesignError("design/cluster-changes", {
        found: `${panel.units[i]} is in "${levels[code[i]!]}" on one row and in "${levels[codes[r]!]}" on another`,
        expected: `one value of ${column} for each unit`,
        hint: "give every row of a unit the same label",
        file: rows.file,
        column,
        ...(rows.lines ? { line: rows.lines[r]! } : {}),
      });
    }
  }
  return Array.from(code, (c) => levels[c]!);
};

/** Blank, NA and the like are no label: units without one share nothing, least of all a cluster. */
const isBlank = (label: string): boolean =>
  ["", "na", "n/a", "nan", "null", "."].includes(label.trim().toLowerCase());

/** Units without a label of their own are no cluster: refused, with what to do, rather than taken for one. */
const clusterLabels = (labels: string[] | undefined, { units }: Panel, column: string | undefined) => {
  const without = labels?.flatMap((label, i) => (isBlank(label) ? [units[i]!] : [])) ?? [];
  if (without.length === 0) return labels;
  throw new DesignError("design/blank-cluster", {
    found: `${without.length} of ${units.length} units without a value of ${column}: ${without.slice(0, 8).join(", ")}${without.length > 8 ? ", …" : ""}`,
    expected: "a cluster for every unit: blank is not a cluster of its own",
    hint: `leave the rows of these units out, or fill ${column} in (the unit's own name makes it a cluster by itself)`,
    ...(column === undefined ? {} : { column }),
  });
};
