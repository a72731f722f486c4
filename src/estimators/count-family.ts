import type { Estimator } from "../model/estimate.ts";
import { its } from "./its.ts";
import { rateRatio } from "./rate-ratio.ts";
import { rirr } from "./rirr.ts";
import { wdd } from "./wdd.ts";
import { wdq } from "./wdq.ts";

/** Estimators made for counts of crime, before and after, with or without a comparison. */
export const countFamily: readonly Estimator[] = [rateRatio, its, rirr, wdd, wdq];
