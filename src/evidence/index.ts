export { certainty } from "./certainty.ts";
export { type EmmieContent, emmieCompleteness, emmieRating } from "./emmie.ts";
export type { GradingFacts } from "./facts.ts";
export { impactBand } from "./impact-band.ts";
export { localGrowthSms, marylandSms } from "./maryland-sms.ts";
