import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Study } from "../../src/evidence/meta/study.ts";
import { type MetaOptions, metaAnalysis } from "../../src/evidence/meta-analysis.ts";
import { metaFromTable } from "../../src/pipeline/meta/meta.ts";
import { oracle, tablePath } from "../helpers/oracle.ts";
import { plainCsv } from "../helpers/staggered.ts";

const options: MetaOptions = { pool: "reml", test: "z", level: 0.95, harmful: "increase" };
const studies = (rows: readonly (readonly [number, number])[]): Study[] =>
  rows.map(([effect, variance], i) => ({ name: `s${i}`, effect, variance }));
const pooled = (rows: Study[], extra: Partial<MetaOptions> = {}) => {
  const result = metaAnalysis({ studies: rows }, { ...options, ...extra });
  const { estimate, std_error, p_value, conf_low, conf_high } = result.estimates[0]!;
  const facts = result.diagnostics as Record<"tau2" | "q" | "i2" | "prediction_high" | "p_harmful", number>;
  return { estimate, std_error, p_value, conf_low, conf_high, ...facts };
};

describe("by hand", () => {
  it("weighs by inverse variance with a common effect", () => {
    const fit = pooled(
      studies([
        [1, 1],
        [3, 0.5],
      ]),
      { pool: "fe" },
    ); // weights 1 and 2
    expect(fit.estimate).toBeCloseTo(7 / 3, 12);
    expect(fit.std_error).toBeCloseTo(Math.sqrt(1 / 3), 12);
    expect(fit.q).toBeCloseTo((1 - 7 / 3) ** 2 + 2 * (3 - 7 / 3) ** 2, 12);
    expect(fit.tau2).toBe(0);
  });

  it("finds the variance between studies that DerSimonian and Laird's moments give", () => {
    // Equal variances of 1: Q = Σ(y − ȳ)² = 8, so τ² = (8 − 2)/(3 − 3/3) = 3; weights are equal.
    const fit = pooled(
      studies([
        [0, 1],
        [2, 1],
        [4, 1],
      ]),
      { pool: "dl" },
    );
    expect(fit.tau2).toBeCloseTo(3, 12);
    expect(fit.estimate).toBeCloseTo(2, 12);
    expect(fit.std_error).toBeCloseTo(Math.sqrt(4 / 3), 12);
    expect(fit.i2).toBeCloseTo(75, 10);
    expect(fit.prediction_high).toBeCloseTo(2 + 1.959963984540054 * Math.sqrt(4 / 3 + 3), 10);
  });

  it("agrees between REML, Paule–Mandel and moments when all variances are equal", () => {
    const rows = studies([
      [0, 1],
      [2, 1],
      [4, 1],
      [-3, 1],
    ]);
    for (const pool of ["reml", "pm", "dl"] as const)
      expect(pooled(rows, { pool }).tau2).toBeCloseTo(8.91667 - 1, 4);
  });

  it("is a regression line when there is a moderator and no spread around it", () => {
    const moderators = [{ name: "year", values: Float64Array.of(1980, 1990, 2000, 2010) }];
    const rows = studies([
      [1, 0.1],
      [2, 0.2],
      [3, 0.3],
      [4, 0.4],
    ]);
    const { estimates, diagnostics } = metaAnalysis({ studies: rows, moderators }, options);
    expect(estimates.map((e) => e.term)).toEqual(["intercept", "year"]);
    expect(estimates[1]!.estimate).toBeCloseTo(0.1, 12);
    expect(estimates[0]!.estimate).toBeCloseTo(-197, 9);
    expect((diagnostics as Record<string, number>).tau2).toBe(0);
  });
});

// Colditz et al. (1994), tuberculosis vaccine; cases and non-cases, vaccinated and not; latitude.
const bcg = {
  trial:
    "Aronson,Ferguson,Rosenthal60,Hart,Frimodt,Stein,Vandiviere,Madras,Coetzee,Rosenthal61,Comstock74,Comstock69,Comstock76",
  a: "4,6,3,62,33,180,8,505,29,17,186,5,27",
  b: "119,300,228,13536,5036,1361,2537,87886,7470,1699,50448,2493,16886",
  c: "11,29,11,248,47,372,10,499,45,65,141,3,29",
  d: "128,274,209,12619,5761,1079,619,87892,7232,1600,27197,2338,17825",
  latitude: "44,55,42,52,13,44,19,13,27,42,18,33,33",
};
const table = { columns: Object.fromEntries(Object.entries(bcg).map(([k, v]) => [k, v.split(",")])) };
const counts = {
  confLevel: 0.95,
  seed: "1",
  ai: "a",
  bi: "b",
  ci: "c",
  di: "d",
  measure: "RR",
  study: "trial",
};
const facts = (settings: Record<string, unknown>) => {
  const document = metaFromTable(table, { ...counts, ...settings } as typeof counts);
  return { ...document, facts: document.diagnostics as Record<string, number> };
};

describe("as published: the tuberculosis vaccine", () => {
  it("DerSimonian–Laird: RR 0.490 (0.345–0.695), τ² 0.309, I² 92.1 %", () => {
    const { estimates, facts: d } = facts({ pool: "dl" });
    const { estimate, conf_low, conf_high } = estimates[0]!;
    expect([estimate, conf_low, conf_high].map((v) => Math.exp(v!).toFixed(4))).toEqual([
      "0.4896",
      "0.3449",
      "0.6950",
    ]);
    expect(d.tau2).toBeCloseTo(0.3088, 4);
    expect(d.i2).toBeCloseTo(92.12, 2);
    expect(d.q).toBeCloseTo(152.233, 3);
  });

  it("REML with everything that hangs on it", () => {
    // R 4.2.2, metafor 3.8-1, iterated to 1e-13.
    const { estimates, facts: d } = facts({});
    expect(estimates[0]!.estimate).toBeCloseTo(-0.714532342158139, 9);
    expect(estimates[0]!.std_error).toBeCloseTo(0.179781516105206, 9);
    expect(d.tau2).toBeCloseTo(0.313243258136481, 9);
    expect(d.tau2_se).toBeCloseTo(0.166425752836971, 9);
    expect([d.tau2_low, d.tau2_high].map((v) => v!.toFixed(4))).toEqual(["0.1197", "1.1115"]);
    expect(d.prediction_low).toBeCloseTo(-1.86669221790289, 8);
    expect(d.prediction_riley_low).toBeCloseTo(-2.00837590692258, 8);
    expect(d.egger_statistic).toBeCloseTo(-0.803329193090865, 8);
    expect(d.egger_p).toBeCloseTo(0.421784488855283, 8);
    const filled = d.trim_fill as unknown as Record<string, unknown>;
    expect([filled.missing, filled.side]).toEqual([1, "right"]);
    expect(filled.estimate).toBeCloseTo(-0.657082783487766, 8);
    const left = d.leave_one_out as unknown as { study: string; estimate: number; tau2: number }[];
    expect(left[0]!.study).toBe("Aronson");
    expect(left[0]!.estimate).toBeCloseTo(-0.707083784699259, 8);
    expect(left[0]!.tau2).toBeCloseTo(0.336156701803632, 8);
  });

  it("Knapp–Hartung, Paule–Mandel and a common effect", () => {
    const knapp = facts({ test: "knapp-hartung" });
    expect(knapp.estimates[0]!.std_error).toBeCloseTo(0.180791744092848, 9);
    expect(knapp.estimates[0]!.p_value).toBeCloseTo(0.00192001509605729, 9);
    expect(knapp.model.df).toBe(12);
    expect(facts({ pool: "pm" }).facts.tau2).toBeCloseTo(0.318068452205024, 9);
    expect(facts({ pool: "fe" }).estimates[0]!.estimate).toBeCloseTo(-0.430285163654091, 10);
    expect(facts({ pool: "fe" }).facts.h2).toBeCloseTo(12.6860840068644, 9);
  });

  it("latitude explains 76 % of the variance between trials", () => {
    const { estimates, facts: d } = facts({ moderators: ["latitude"] });
    expect(estimates[1]!.term).toBe("latitude");
    expect(estimates[1]!.estimate).toBeCloseTo(-0.0291017250116492, 9);
    expect(estimates[1]!.std_error).toBeCloseTo(0.00719532722090629, 9);
    expect([d.qm, d.r2, d.i2, d.q].map((v) => v!.toFixed(6))).toEqual([
      "16.358232",
      "75.626622",
      "68.391225",
      "30.733090",
    ]);
  });
});

describe("every model of the reference", () => {
  interface Model {
    estimate: number;
    se: number;
    p: number;
    ci95: [number, number];
    tau2: number;
    se_tau2: number | null;
    I2: number;
    H2: number;
    QE: number;
    pi95_default?: [number, number];
    pi95_t_km2?: [number, number];
  }
  const results = oracle("meta_bcg");
  const names = [
    "FE_z",
    ...["DL", "REML", "PM"].flatMap((m) => ["z", "knha", "adhoc"].map((t) => `${m}_${t}`)),
  ];
  const rows = plainCsv(tablePath("meta_bcg"));
  const columns = Object.fromEntries(Object.keys(rows[0] ?? {}).map((n) => [n, rows.map((r) => r[n]!)]));
  const test = { z: "z", knha: "knapp-hartung", adhoc: "knapp-hartung-truncated" } as const;
  it.each(["RR", "OR"].flatMap((measure) => names.map((name) => [measure, name] as const)))(
    "%s %s",
    (measure, name) => {
      const want = results[measure].models[name] as Model;
      const [pool, kind] = name.split("_");
      const settings = {
        ...counts,
        ai: "tpos",
        bi: "tneg",
        ci: "cpos",
        di: "cneg",
        study: "author",
        measure,
      };
      const document = metaFromTable(
        { columns },
        { ...settings, pool: pool!.toLowerCase(), test: test[kind as keyof typeof test] },
      );
      const [e, d] = [document.estimates[0]!, document.diagnostics as Record<string, number>];
      const close = (got: number | null | undefined, value: number) =>
        expect(Math.abs(got! - value)).toBeLessThan(1e-8 * Math.max(1e-4, Math.abs(value)));
      close(e.estimate, want.estimate);
      close(e.std_error, want.se);
      close(e.p_value, want.p);
      close(e.conf_low, want.ci95[0]);
      close(d.tau2, want.tau2);
      close(d.i2, want.I2);
      close(d.h2, want.H2);
      close(d.q, want.QE);
      if (want.se_tau2 !== null) close(d.tau2_se, want.se_tau2);
      if (want.pi95_default) close(d.prediction_low, want.pi95_default[0]);
    },
  );
});

describe("does not depend on how studies are written", () => {
  const effect = fc.double({ min: -3, max: 3, noNaN: true });
  const variance = fc.double({ min: 0.01, max: 2, noNaN: true });
  const rows = fc.array(fc.tuple(effect, variance), { minLength: 4, maxLength: 9 });
  const pool = fc.constantFrom("fe" as const, "dl" as const, "reml" as const, "pm" as const);
  const near = (a: number, b: number) =>
    expect(Math.abs(a - b)).toBeLessThan(1e-6 * Math.max(1, Math.abs(b)));

  it("order and names", () => {
    fc.assert(
      fc.property(rows, pool, (list, how) => {
        const [a, b] = [list, [...list].reverse()].map((l) => pooled(studies(l), { pool: how }));
        near(a!.estimate!, b!.estimate!);
        near(a!.tau2, b!.tau2);
      }),
      { numRuns: 50 },
    );
  });
  it("a constant added to every effect moves only the mean", () => {
    fc.assert(
      fc.property(rows, pool, (list, how) => {
        const a = pooled(studies(list), { pool: how });
        const b = pooled(studies(list.map(([y, v]) => [y + 5, v])), { pool: how });
        near(b.estimate! - 5, a.estimate!);
        near(b.std_error!, a.std_error!);
        near(b.tau2, a.tau2);
      }),
      { numRuns: 50 },
    );
  });
  it("another unit of effects scales the mean and squares the variance", () => {
    fc.assert(
      fc.property(rows, pool, (list, how) => {
        const a = pooled(studies(list), { pool: how });
        const b = pooled(studies(list.map(([y, v]) => [10 * y, 100 * v])), { pool: how });
        near(b.estimate!, 10 * a.estimate!);
        near(b.tau2, 100 * a.tau2);
        near(b.i2, a.i2);
      }),
      { numRuns: 50 },
    );
  });
  it("the interval leaves out zero exactly when the p-value is below its level", () => {
    fc.assert(
      fc.property(rows, pool, fc.constantFrom("z" as const, "knapp-hartung" as const), (list, how, test) => {
        const { conf_low, conf_high, p_value } = pooled(studies(list), { pool: how, test });
        if (p_value !== null) expect(conf_low! > 0 || conf_high! < 0).toBe(p_value! < 0.05);
      }),
      { numRuns: 50 },
    );
  });
  it("harm in the other direction has the complementary chance", () => {
    const list = studies([
      [0.2, 0.1],
      [-0.4, 0.2],
      [0.1, 0.05],
    ]);
    const [up, down] = (["increase", "decrease"] as const).map(
      (harmful) => pooled(list, { harmful }).p_harmful,
    );
    expect(up! + down!).toBeCloseTo(1, 12);
  });
});

describe("warns and refuses", () => {
  const codes = (list: Study[], extra: Partial<MetaOptions> = {}) =>
    metaAnalysis({ studies: list }, { ...options, ...extra }).warnings.map((w) => w.code);
  const agreeing = studies([
    [1, 1],
    [1.01, 1],
    [0.99, 1],
  ]);

  it("few studies, and a correction that narrows", () => {
    expect(codes(agreeing)).toEqual(expect.arrayContaining(["meta/few-studies", "meta/bias-few"]));
    expect(codes(agreeing, { test: "knapp-hartung" })).toContain("meta/narrower-than-z");
    expect(codes(agreeing, { test: "knapp-hartung-truncated" })).not.toContain("meta/narrower-than-z");
    expect(codes(agreeing)).toContain("meta/empty-interval");
  });
  it("prints no test where studies agree exactly and their own errors are set aside", () => {
    const exact = studies([
      [1, 0.1],
      [1, 0.2],
      [1, 0.3],
      [1, 0.4],
    ]);
    const { estimates, diagnostics } = metaAnalysis(
      { studies: exact },
      { ...options, test: "knapp-hartung" },
    );
    expect(estimates[0]).toMatchObject({ estimate: 1, std_error: 0, statistic: null, p_value: null });
    expect(diagnostics.egger_p).toBeNull();
  });
  it("one study", () => {
    expect(() => metaAnalysis({ studies: studies([[1, 1]]) }, options)).toThrow(/1 study/);
  });
  it("variances that are not above zero, all of them with their lines", () => {
    const list = studies([
      [1, 0],
      [1, 1],
      [2, -1],
    ]).map((s, i) => ({ ...s, line: i + 2 }));
    try {
      metaAnalysis({ studies: list }, options);
      expect.unreachable();
    } catch (error) {
      expect((error as { faults: { line: number }[] }).faults.map((f) => f.line)).toEqual([2, 4]);
    }
  });
  it("moderators that repeat each other, or are too many", () => {
    const list = studies([
      [1, 1],
      [2, 1],
      [4, 1],
      [3, 1],
    ]);
    const one = { name: "x", values: Float64Array.of(1, 2, 3, 5) };
    const two = { name: "y", values: Float64Array.of(2, 4, 6, 10) };
    expect(() => metaAnalysis({ studies: list, moderators: [one, two] }, options)).toThrow(
      /repeat each other/,
    );
    expect(() => metaAnalysis({ studies: list, moderators: [one, two, one] }, options)).toThrow(
      /3 moderator/,
    );
  });
});
