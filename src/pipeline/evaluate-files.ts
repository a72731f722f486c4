import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setImmediate as breath } from "node:timers/promises";
import { knownBreaks } from "../evidence/breaks.ts";
import { readRegister } from "../ingest/typed/register.ts";
import { readUnits } from "../ingest/typed/units.ts";
import { exitCodes, type Fault, InputError, WhatworksError } from "../model/errors.ts";
import type { Finding } from "../model/finding.ts";
import type { Protocol } from "../model/protocol.ts";
import type { Intervention } from "../model/register.ts";
import type { Release } from "../model/release.ts";
import { plainText } from "../model/text.ts";
import { outcomeIn, outcomesOf } from "../panel/index.ts";
import { hashOf } from "../provenance/hash.ts";
import { indexPage } from "../summaries/index-page.ts";
import { mergePage } from "../summaries/parts.ts";
import { evaluate } from "./evaluate/evaluate.ts";
import type { Question } from "./evaluate/question.ts";
import { studyReport } from "./evaluate/report.ts";
import { withFiniteNumbers } from "./not-finite.ts";
import { isDeviceName, outFolder, refuseLinks } from "./paths.ts";
import { nameOf } from "./reading/files.ts";
import { loadSource } from "./reading/gather.ts";
import { digest, type SourceSpec } from "./reading/read-source.ts";
import { steadily } from "./reading/steady.ts";
import { printedInput, releaseOfFiles, rounderOf } from "./release/levels.ts";
import { recover, replaceFile, replaceFolder } from "./reports/files-on-disk.ts";
import { interruptible, onInterrupt, withInterrupt } from "./reports/interrupt.ts";
import { withLock } from "./reports/lock.ts";
import { manifestFile, writtenBefore } from "./reports/manifest-file.ts";
import { oldPages } from "./reports/old-pages.ts";
import { render } from "./reports/render.ts";

/** `whatworks evaluate`: two files and no workspace. */
export interface EvaluateFiles {
  readonly interventions: string;
  readonly units: string | undefined;
  readonly source: SourceSpec;
  /** Outcomes to evaluate; every one in the data when empty. Case is ignored. */
  readonly outcomes: readonly string[];
  readonly out: string;
  /** What a study file would say, the same for every study. */
  readonly protocol: Partial<
    Pick<Protocol, "design" | "estimator" | "window" | "confidence" | "selected-on" | "comparison">
  >;
  readonly invented: boolean;
  /** Who may see the reports. */
  readonly release?: Release | undefined;
  /** Why every number may be printed, where that is so. */
  readonly public?: string;
  readonly programVersion: string;
  readonly patience: number;
  readonly progress: (done: number, total: number, what: string) => void;
}

export interface EvaluatedStudy {
  readonly study: string;
  readonly intervention: string;
  readonly outcome: string;
  readonly headline: string | null;
  readonly page: string | null;
  readonly warnings: number;
  readonly error: (Fault & { code: string; exit: number }) | null;
}

/** A file name from words: lower case, digits and hyphens, never longer than a file system bears. */
export const slug = (text: string): string => {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  // Names that Windows keeps for devices cannot be folders there.
  return isDeviceName(plain) || plain === "" ? `x-${plain}` : plain;
};

/** The register and the units, with the hashes of the bytes that were read. */
const readSmall = ({ interventions, units }: EvaluateFiles, name: string) =>
  steadily([interventions, ...(units === undefined ? [] : [units])], async () => {
    const { register } = await readRegister({ path: interventions, name });
    const rows = register.interventions.reduce((sum, one) => sum + one.units.length, 0);
    const inputs = [{ name, ...(await digest(interventions)), rows }];
    if (units === undefined) return { register, units: undefined, inputs };
    const unitsName = nameOf(resolve(units), process.cwd());
    const { table } = await readUnits({ path: units, name: unitsName });
    inputs.push({ name: unitsName, ...(await digest(units)), rows: table.units.length });
    return { register, units: table, inputs };
  });

/** Every intervention of the register × every outcome asked for → a report folder each, and an index. */
export const evaluateFiles = async (request: EvaluateFiles): Promise<EvaluatedStudy[]> => {
  const out = outFolder(request.out);
  // From here on every signal ends the command in the same way.
  const quiet = onInterrupt(() => undefined);
  const name = nameOf(resolve(request.interventions), process.cwd());
  const { register, units, inputs: small } = await readSmall(request, name);
  const declared = { release: request.release, public: request.public };
  const rounder = request.release === "protected" ? rounderOf({}, process.cwd(), [out]) : undefined;
  const { invented, progress } = request;
  const data = await loadSource("outcomes", request.source, { invented, rounder, progress });
  const release = releaseOfFiles(data, declared, rounder);
  const asked =
    request.outcomes.length > 0 ? request.outcomes.map((one) => outcomeIn(data, one)) : outcomesOf(data);
  const inputs = [
    ...data.files.map(({ name: file, sha256, bytes, rows }) => ({ name: file, sha256, bytes, rows })),
    ...small,
  ].map((input) => printedInput({ rounder }, input));
  const jobs = register.interventions.flatMap((intervention) =>
    asked.map((outcome) => ({ intervention, outcome })),
  );
  const ids = studyIds(jobs);
  refuseLinks(
    out,
    ids.map((id) => placeOf(id)),
  );
  quiet();
  const work = async (): Promise<EvaluatedStudy[]> => {
    recover(out);
    const findings: Finding[] = [];
    const one = ({ intervention, outcome }: Job, k: number): EvaluatedStudy => {
      request.progress(k, jobs.length, `${intervention.id}: ${outcome}`);
      const protocol = protocolOf(request, intervention, outcome, ids[k]!);
      const base = { study: protocol.id, intervention: intervention.id, outcome };
      try {
        const question: Question = {
          protocol,
          outcome: {
            source: "outcomes",
            name: outcome,
            label: outcome.toLowerCase(),
            better: "lower",
            role: "primary",
            measure: "count",
          },
          secondary: [],
          data,
          intervention,
          others: register.interventions,
          units,
          breaks: knownBreaks,
          dose: [],
          costs: [],
          invented: request.invented,
          release,
          inputs,
          protocolHash: hashOf({
            protocol,
            format: data.format,
            intervention: intervention.id,
            release,
          }),
          programVersion: request.programVersion,
          command: `whatworks evaluate --interventions ${shellWord(name)} --outcomes ${data.files.map((file) => shellWord(file.name)).join(" ")} --format ${data.format} --outcome-name ${shellWord(outcome)} --out FOLDER`,
        };
        const finding = interruptible(() => withFiniteNumbers(() => evaluate(question)));
        write(out, protocol, finding);
        findings.push(finding);
        return {
          ...base,
          headline: finding.headline.sentence,
          page: `${protocol.id}/summary.md`,
          warnings: finding.warnings.filter(({ severity }) => severity === "warning").length,
          error: null,
        };
      } catch (thrown) {
        if (!(thrown instanceof WhatworksError) || isWorldly(thrown)) throw thrown;
        return {
          ...base,
          headline: null,
          page: null,
          warnings: 0,
          error: { ...thrown.fault, code: thrown.code, exit: thrown.exit },
        };
      }
    };
    const done: EvaluatedStudy[] = [];
    for (const [k, job] of jobs.entries()) {
      done.push(one(job, k));
      // Every signal is heard between one study and the next; that of the keyboard within one too.
      await breath();
    }
    // When nothing could be answered there is no index to write: the first fault is the answer.
    const failed = done.filter(({ error }) => error !== null);
    if (failed.length === done.length && failed.length > 0) throw allRefused(failed);
    writeIndexPage(out, findings);
    return done;
  };
  return withInterrupt((asked) =>
    withLock(out, request.patience, () => Promise.race([work(), asked]), asked),
  );
};

/** Without a disk or a keyboard's consent there is nothing left to do for the other studies either. */
const isWorldly = ({ exit }: WhatworksError): boolean =>
  exit === exitCodes.environment || exit === exitCodes.interrupted;

const allRefused = (failed: readonly EvaluatedStudy[]): WhatworksError => {
  const faults = failed.map(({ error, study }) => ({
    ...error!,
    found: failed.length === 1 ? error!.found : `${study}: ${error!.found}`,
  }));
  const unique = faults.filter(({ found }, i) => faults.findIndex((one) => one.found === found) === i);
  return failed[0]!.error!.exit === 3
    ? new InputError(unique[0]!.code, unique[0]!, { faults: unique })
    : new WhatworksError(unique[0]!.code, failed[0]!.error!.exit as 2, unique[0]!, { faults: unique });
};

/** A word of a command that people copy into a shell: it names something and can do nothing. */
const shellWord = (word: string): string =>
  /^[\w./:@-]+$/.test(word) ? word : `'${plainText(word).replaceAll("'", `'\\''`)}'`;

type Job = { readonly intervention: Intervention; readonly outcome: string };

/** A folder name for each; two that would come out alike (long names, other alphabets) are told apart by a hash. */
export const studyIds = (jobs: readonly Job[]): string[] => {
  const plain = jobs.map(({ intervention, outcome }) => slug(`${intervention.id}-${slug(outcome)}`));
  return plain.map((id, k) =>
    plain.filter((other) => other === id).length === 1
      ? id
      : `${id.slice(0, 51).replace(/-+$/, "")}-${hashOf([jobs[k]!.intervention.id, jobs[k]!.outcome]).slice(0, 8)}`,
  );
};

const protocolOf = (
  request: EvaluateFiles,
  intervention: Intervention,
  outcome: string,
  id: string,
): Protocol => ({
  id,
  title: intervention.title,
  question: `Did ${outcome.toLowerCase()} change after: ${intervention.title}?`,
  intervention: intervention.id,
  outcome: { source: "outcomes", name: outcome },
  ...request.protocol,
});

const placeOf = (id: string) => ({ id, page: `${id}/summary.md`, document: `${id}/finding.json` });

const write = (out: string, { id }: Protocol, finding: Finding): void => {
  const { inputs, protocol_sha256: protocol } = finding.provenance;
  const key = finding.protection ? { key_id: finding.protection.key_id } : {};
  const place = placeOf(id);
  const { files } = render(
    {
      ...place,
      data: finding,
      pages: studyReport.pages(finding),
      made: { inputs, protocol, ...key, data_to: finding.data.window.after.to },
    },
    oldPages(out, place),
  );
  // Only what an earlier run says that it wrote goes; all else in the folder is somebody's own.
  const before = new Set(writtenBefore(join(out, id)));
  replaceFolder(out, id, files, (path) => before.has(path) || path === manifestFile);
};

const writeIndexPage = (out: string, findings: readonly Finding[]): void => {
  const path = join(out, "README.md");
  const fresh = indexPage(findings.map((finding) => ({ finding, path: `${finding.study.id}/summary.md` })));
  const old = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  replaceFile(path, old === undefined ? fresh : mergePage(fresh, old, { overwrite: true }).page);
};
