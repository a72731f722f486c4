import check from "./check.md";
import config from "./config.md";
import counts from "./counts.md";
import csv from "./csv.md";
import data from "./data.md";
import declared from "./declared.md";
import designs from "./designs.md";
import did from "./did.md";
import environment from "./environment.md";
import estimatePanel from "./estimate-panel.md";
import groupTime from "./group-time.md";
import guards from "./guards.md";
import inference from "./inference.md";
import ingest from "./ingest.md";
import its from "./its.md";
import meta from "./meta.md";
import type { CodePage } from "./page.ts";
import panel from "./panel.md";
import { parsePages } from "./parse.ts";
import paths from "./paths.md";
import privacy from "./privacy.md";
import register from "./register.md";
import release from "./release.md";
import reports from "./reports.md";
import safetyIndex from "./safety-index.md";
import summaries from "./summaries.md";
import synthetic from "./synthetic.md";
import usage from "./usage.md";
import value from "./value.md";

/** The files of pages, one a family: a new family is its file and its line here. */
export const families: Readonly<Record<string, string>> = {
  check,
  config,
  counts,
  csv,
  data,
  declared,
  designs,
  did,
  environment,
  "estimate-panel": estimatePanel,
  "group-time": groupTime,
  guards,
  inference,
  ingest,
  its,
  meta,
  panel,
  paths,
  privacy,
  register,
  release,
  reports,
  "safety-index": safetyIndex,
  summaries,
  synthetic,
  usage,
  value,
};

/** Every page of `whatworks explain CODE`. */
export const codePages = (): readonly CodePage[] =>
  Object.entries(families).flatMap(([family, text]) => parsePages(`${family}.md`, text));
