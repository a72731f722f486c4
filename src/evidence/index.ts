export { certainty } from "./certainty.ts";
export { type EmmieContent, emmieCompleteness } from "./emmie.ts";
export { impactBand } from "./impact-band.ts";
export { localGrowthSms, marylandSms } from "./maryland-sms.ts";
