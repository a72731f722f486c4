import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stream } from "../../src/maths/random.ts";
import { WhatworksError } from "../../src/model/errors.ts";
import type { EstimateDocument, Settings } from "../../src/model/estimate.ts";
import {
  type EstimateRequest,
  estimate,
  estimators,
  findEstimator,
} from "../../src/pipeline/estimate/estimate.ts";
import { closeEngine } from "../../src/pipeline/reading/engine.ts";
import { inLong } from "../helpers/long.ts";
import { type } from "../helpers/workspace.ts";

type Row = [
  unit: string,
  period: number | string,
  crimes: number | string,
  first: number | string,
  on: number,
];
const folder = mkdtempSync(join(tmpdir(), "whatworks-estimate-"));
const header = "ward,month,crimes,first,on";
const csv = (rows: readonly (readonly unknown[])[]): string =>
  `${[header, ...rows.map((r) => r.join(","))].join("\n")}\n`;

/** Twelve wards, twelve months of counts; the first five treated from month 7. */
const sound = (): Row[] => {
  const random = stream("estimate", "wards");
  return Array.from({ length: 12 }, (_, u) =>
    Array.from({ length: 12 }, (_, t): Row => {
      const isOn = u < 5 && t >= 6;
      return [`w${u}`, t + 1, random.poisson((8 + u) * (isOn ? 0.7 : 1)), u < 5 ? 7 : "", Number(isOn)];
    }),
  ).flat();
};

let files = 0;
const ask = (method: string, text: string, more: Partial<EstimateRequest> & { options?: object } = {}) => {
  const { options, ...request } = more;
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, text);
  const defaults = findEstimator(method).options.flatMap((o) =>
    o.default === undefined ? [] : [[o.key, o.default]],
  );
  return estimate({
    method,
    path,
    name: "panel.csv",
    delimiter: ",",
    unit: "ward",
    period: "month",
    outcome: "crimes",
    ...(request.treated === undefined ? { cohort: "first" } : {}),
    named: {},
    covariates: [],
    further: [],
    ...request,
    settings: { confLevel: 0.95, seed: "1", ...Object.fromEntries(defaults), ...options } as Settings,
  });
};

/** What a refusal says, and every fault of it as code@line. */
const refusal = async (asked: Promise<EstimateDocument>) => {
  const error = await asked.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof WhatworksError)) throw error ?? new Error("it was not refused");
  return {
    exit: error.exit,
    found: error.fault.found,
    file: error.fault.file,
    faults: error.faults.map((fault) => `${fault.code}@${fault.line ?? "-"}`),
  };
};

beforeAll(() => {
  writeFileSync(join(folder, "sound.csv"), csv(sound()));
  writeFileSync(join(folder, "sound.csv.gz"), gzipSync(csv(sound())));
});
afterAll(async () => {
  await closeEngine();
  rmSync(folder, { recursive: true });
});

const extra: Record<string, Partial<EstimateRequest> & { options?: object }> = {
  its: { options: { family: "quasipoisson", change: "level" } },
  wdd: { named: { bufferUnits: ["w11"] } },
  wdq: { named: { bufferUnits: ["w11"] }, options: { bootstrap: 200 } },
  "synthetic-control": { options: { placebo: true } },
  randomisation: { options: { permutations: 99 } },
};
const keys = [
  "term",
  "estimate",
  "std_error",
  "statistic",
  "p_value",
  "conf_low",
  "conf_high",
  "cohort",
  "period",
  "event_time",
];

describe.each(estimators.map((one) => one.name))("%s", (method) => {
  it("answers in the shape of the contract, with p-values and intervals that agree", async () => {
    const found = await ask(method, csv(sound()), extra[method]);
    expect(Object.keys(found)).toEqual([
      "schema",
      "method",
      "settings",
      "model",
      "estimates",
      "diagnostics",
      "warnings",
    ]);
    expect(Object.keys(found.model).sort()).toEqual(
      ["df", "observations", "periods", "treated_units", "units", "vcov"].sort(),
    );
    expect(found.method).toBe(method);
    expect(found.estimates.length).toBeGreaterThan(0);
    for (const row of found.estimates) {
      expect(Object.keys(row).slice(0, 10)).toEqual(keys);
      const { estimate: at, std_error, p_value: p, conf_low: low, conf_high: high } = row;
      for (const value of [at, std_error, row.statistic, p, low, high])
        expect(value === null || Number.isFinite(value)).toBe(true);
      if (std_error !== null) expect(std_error).toBeGreaterThanOrEqual(0);
      if (at !== null && low !== null && high !== null) {
        expect(low).toBeLessThanOrEqual(at);
        expect(high).toBeGreaterThanOrEqual(at);
        // One test gives both: zero is outside exactly when p is under 5 %.
        if (p !== null && Math.abs(p - 0.05) > 0.002) expect(p < 0.05).toBe(low > 0 || high < 0);
      }
    }
    expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/);
  });
  it("gives the same answer to shuffled rows", async () => {
    const rows = stream("estimate", "shuffle").shuffle(sound());
    const [plain, shuffled] = [
      await ask(method, csv(sound()), extra[method]),
      await ask(method, csv(rows), extra[method]),
    ];
    expect(shuffled.estimates).toEqual(plain.estimates);
  });
  it("refuses a panel in which everything is wrong, all faults at once and by line", async () => {
    const rows = sound();
    rows[3]![2] = "abc";
    rows[10]![2] = "Inf";
    rows[11]![2] = "NaN";
    rows[20]![3] = 9;
    rows[30]![0] = "";
    rows.push([...rows[60]!]);
    const { exit, faults, file } = await refusal(ask(method, csv(rows), extra[method]));
    expect(exit).toBe(3);
    expect(file).toBe("panel.csv");
    expect(faults).toEqual([
      "data/number@5",
      "data/number@12",
      "data/number@13",
      "panel/two-starts@22",
      "panel/unit-missing@32",
      "panel/duplicate@146",
    ]);
  });
});

describe("refusals", () => {
  const compared = estimators.filter((one) => !one.accepts.includes("before-after")).map((one) => one.name);
  it.each(compared)("%s: everything treated", async (method) => {
    const rows = sound().map(([u, t, y]): Row => [u, t, y, 7, Number(Number(t) >= 7)]);
    const { exit, found, file } = await refusal(ask(method, csv(rows), { ...extra[method] }));
    expect([exit, file]).toEqual([3, "panel.csv"]);
    expect(found).toMatch(/treated|compar|buffer|12/);
  });
  it.each([
    "did",
    "event-study",
    "ppml",
    "callaway-santanna",
    "sun-abraham",
    "imputation",
    "bacon",
    "its",
    "synthetic-control",
    "synthetic-did",
  ])("%s: one period, and no variation", async (method) => {
    const one = sound().filter(([, t]) => t === 8);
    expect((await refusal(ask(method, csv(one), extra[method]))).exit).toBe(3);
    const flat = sound().map(([u, t, , g, d]): Row => [u, t, 4, g, d]);
    const { exit, found } = await refusal(ask(method, csv(flat), extra[method]));
    expect(exit).toBe(3);
    expect(found).toMatch(/4\b|48|20/);
  });
  it("names the rows that separate a Poisson fit", async () => {
    const rows = sound().map((row): Row => (row[4] === 1 ? [row[0], row[1], 0, row[3], 1] : row));
    const { faults, found } = await refusal(ask("ppml", csv(rows)));
    expect(faults).toEqual(["design/separation@-"]);
    expect(found).toContain("w0 in 7");
  });
  it("names the line on which a treated unit is untreated again", async () => {
    const rows = sound();
    rows[10]![4] = 0;
    const { faults } = await refusal(ask("did", csv(rows), { treated: "on" }));
    expect(faults).toEqual(["panel/treatment-ends@12"]);
  });
  it("drops a covariate that repeats the treatment, and says so", async () => {
    const { warnings, diagnostics } = await ask("did", csv(sound()), { covariates: ["on"] });
    expect(warnings.map(({ code }) => code)).toContain("design/collinear");
    expect(diagnostics.dropped).toEqual(["on"]);
  });
});

describe("a file large enough for the engine", () => {
  // Long names rather than many rows: what counts is the size of the file.
  const ward = (u: number): string => `ward ${String(u).padStart(100, "0")}`;
  const large = (change: (rows: string[]) => void): string => {
    const rows: string[] = [];
    for (let u = 0; u < 800; u++)
      for (let t = 1; t <= 60; t++) rows.push(`${ward(u)},${t},${(u * 7 + t * 3) % 11},${u % 2 ? 31 : ""},0`);
    change(rows);
    return `${header}\n${rows.join("\n")}\n`;
  };
  inLong("gives what the careful reader gives", async () => {
    const text = large((rows) => {
      rows[100] = rows[100]!.replace(/,\d+,(\d*),0$/, ",,$1,0");
    });
    expect(text.length).toBeGreaterThan(4 << 20);
    const quick = await ask("did", text);
    // A line that the engine will not have, and that changes nothing: a quoted number with a space.
    const careful = await ask("did", text.replace(`${ward(0)},1,3,,0`, `" ${ward(0)}",1,3,,0`));
    expect(quick.estimates).toEqual(careful.estimates);
    expect(quick.model.observations).toBe(47_999);
  });
  inLong("is read again for the lines of its faults", async () => {
    const text = large((rows) => {
      rows[777] = rows[777]!.replace(/,31,0$/, ",40,0").replace(/,,0$/, ",40,0");
      rows.push(rows[5]!);
    });
    const { exit, faults } = await refusal(ask("did", text));
    expect(exit).toBe(3);
    expect(faults).toEqual(["panel/two-starts@779", "panel/duplicate@48002"]);
  });
});

describe("as typed", () => {
  const base = ["--unit", "ward", "--period", "month", "--outcome", "crimes"];
  const typed = (...words: string[]) => {
    const { exit, out } = type(["estimate", ...words, "--json"], { cwd: folder });
    return {
      exit,
      document: JSON.parse(out) as EstimateDocument & { code?: string; errors?: { found: string }[] },
    };
  };
  it("reads treatment in its three forms, and gzip, to the same numbers", () => {
    const forms = [
      ["did", "sound.csv", ...base, "--cohort", "first"],
      ["did", "sound.csv.gz", ...base, "--treated", "on"],
      ["did", "sound.csv", ...base, "--treated-units", "w0,w1,w2,w3,w4", "--start", "7"],
    ].map((words) => typed(...words).document.estimates);
    expect(forms[0]).not.toBeUndefined();
    expect(forms[1]).toEqual(forms[0]);
    expect(forms[2]).toEqual(forms[0]);
  });
  it("refuses a common column that the method would not use", () => {
    const { exit, document } = typed(
      "wdd",
      "sound.csv",
      ...base,
      "--cohort",
      "first",
      "--weights",
      "on",
      "--cluster",
      "on",
    );
    expect(exit).toBe(2);
    expect(document.code).toBe("usage/option");
    expect(document.errors!.map((one) => one.found)).toEqual([
      "--weights with the method wdd, which does not use it",
      "--cluster with the method wdd, which does not use it",
    ]);
  });
  it("widens the interval with the confidence level and nothing else", () => {
    const at = (level: string) =>
      typed("did", "sound.csv", ...base, "--cohort", "first", "--conf-level", level).document.estimates[0]!;
    const [narrow, wide] = [at("0.9"), at("0.99")];
    expect(wide.p_value).toBe(narrow.p_value);
    expect(wide.conf_high! - wide.conf_low!).toBeGreaterThan(1.3 * (narrow.conf_high! - narrow.conf_low!));
  });
});
