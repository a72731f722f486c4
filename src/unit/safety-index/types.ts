import type { Protection, Release } from "../../model/release.ts";
import type { Aggregation, Normalisation, Weighting } from "./config.ts";

/** `index.json` (`"schema": "whatworks/index/1"`): every number of the index pages, in the order of the keys. */
export interface SafetyIndex {
  readonly schema: "whatworks/index/1";
  readonly id: string;
  readonly title: string;
  readonly invented: boolean;
  /** Years published, the first to the last. */
  readonly periods: readonly string[];
  readonly latest: string;
  readonly base: { readonly year: string; readonly areas: number; readonly chosen: readonly string[] | null };
  readonly method: IndexMethod;
  readonly bands: readonly { readonly from: number | null; readonly name: string }[];
  readonly themes: readonly { readonly id: string; readonly title: string }[];
  readonly indicators: readonly IndexIndicator[];
  /** Means over the areas that are scored, by year. */
  readonly overall: readonly IndexPoint[];
  readonly areas: readonly IndexArea[];
  readonly not_scored: readonly { readonly area: string; readonly reason: string }[];
  readonly pairs: {
    readonly compared: number;
    /** Neither is above the other in more than the confidence level's half-open tail of draws. */
    readonly alike: number;
    readonly share_alike: number | null;
  };
  readonly drivers: {
    /** Mean number of places by which an area's rank moves. */
    readonly mean_shift: number;
    readonly samples: number;
    readonly factors: readonly IndexDriver[];
  };
  readonly checks: readonly IndexCheck[];
  readonly release: Release;
  readonly release_reason?: string;
  readonly protection?: Protection;
  readonly revisions: IndexRevisions | null;
  readonly notes: readonly string[];
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    /** Areas that it is about, where it is about some and not others. */
    readonly areas?: readonly string[];
  }[];
  readonly provenance: {
    readonly inputs: readonly { name: string; sha256: string; bytes: number | null; rows: number | null }[];
    readonly config_sha256: string;
    readonly seed: string;
    readonly methods: Readonly<Record<string, number>>;
    readonly program_version: string;
  };
}

export interface IndexMethod {
  readonly normalisation: Normalisation;
  readonly aggregation: Aggregation;
  readonly weighting: Weighting;
  readonly balance: number | null;
  readonly outliers: string;
  readonly imputation: { readonly method: string; readonly limit: number };
  readonly draws: number;
  readonly level: number;
  readonly weight_range: number;
  readonly survey_correlation: number;
  readonly tried: {
    readonly normalisations: readonly Normalisation[];
    readonly aggregations: readonly Aggregation[];
  };
}

export interface IndexIndicator {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly kind: "objective" | "subjective";
  readonly better: "lower" | "higher";
  readonly unit: string;
  readonly source: string;
  readonly outcome: string;
  /** The same by name: several are added together. */
  readonly outcomes: readonly string[];
  readonly denominator: string;
  readonly window: string | null;
  /** How its error is known, in words. */
  readonly error: string;
  /** Within its half, and in the combined score; each sums to 1. */
  readonly weight: number;
  readonly combined_weight: number;
  readonly base: {
    readonly mean: number;
    readonly deviation: number;
    readonly least: number;
    readonly most: number;
  };
  readonly winsorised: number;
  /** Share of the variance of the combined score in the last year. */
  readonly influence: number | null;
  readonly correlation_with_rest: number | null;
  readonly loading: number | null;
}

export interface Band95 {
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface IndexPoint {
  readonly period: string;
  readonly objective: Band95;
  readonly subjective: Band95;
  readonly combined: Band95;
  readonly gap: Band95;
}

export interface AreaPoint extends IndexPoint {
  readonly rank: {
    readonly rank: number;
    readonly low: number;
    readonly high: number;
    readonly median: number;
  };
  readonly band: string;
}

export interface AreaIndicator {
  readonly id: string;
  readonly value: number | null;
  readonly score: number | null;
  readonly imputed: boolean;
  /** Its value lies beyond the limit for outliers and counts as the limit: a change beyond it moves no score. */
  readonly limited: boolean;
  /** In the unit of the indicator, by year; null where it is missing. */
  readonly values: readonly (number | null)[];
  /** The counts that were divided, by year; null where one is missing. Null for what is not counted. */
  readonly counts: readonly (number | null)[] | null;
  readonly base_value: number | null;
  /** Points of the combined score that it added or took, since the base year and since the year before. */
  readonly since_base: number | null;
  readonly since_last: number | null;
}

export interface IndexChange {
  readonly from: string;
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What the indicators do not add up to: zero under an arithmetic mean. */
  readonly remainder: number | null;
}

export interface IndexArea {
  readonly area: string;
  readonly slug: string;
  /** Column and row on a tile map. */
  readonly tile: { readonly code: string; readonly x: number; readonly y: number } | null;
  readonly points: readonly (AreaPoint | null)[];
  readonly bands: readonly { readonly name: string; readonly probability: number }[];
  readonly indicators: readonly AreaIndicator[];
  readonly themes: readonly { readonly id: string; readonly score: number | null }[];
  readonly since_base: IndexChange;
  readonly since_last: IndexChange | null;
  /** Areas that it cannot be told apart from in the last year. */
  readonly alike: readonly string[];
  readonly band_flip_share: number;
  readonly missing: number;
}

export interface IndexDriver {
  readonly factor: string;
  readonly first: number;
  readonly first_low: number;
  readonly first_high: number;
  readonly total: number;
  readonly total_low: number;
  readonly total_high: number;
}

export interface IndexCheck {
  readonly id: string;
  readonly title: string;
  readonly status: "passed" | "failed" | "informational" | "not-run";
  readonly sentence: string;
}

export interface IndexRevisions {
  readonly previous_latest: string;
  readonly compared: number;
  readonly revised: number;
  readonly largest: number;
  /** Settings that differ, so that a difference is not only one of data. */
  readonly method_changed: readonly string[];
  readonly rows: readonly {
    readonly area: string;
    readonly period: string;
    readonly before: number;
    readonly now: number;
    readonly difference: number;
  }[];
  /** Latest of this edition against the latest of the previous one. */
  readonly since_previous: readonly {
    readonly area: string;
    readonly before: number;
    readonly now: number;
    readonly difference: number;
    /** Points by indicator, and what they do not add up to (zero under an arithmetic mean). */
    readonly parts: readonly { readonly id: string; readonly points: number }[];
    readonly remainder: number;
  }[];
}
