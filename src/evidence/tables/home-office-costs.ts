import type { Learnt, UnitCost } from "./table.ts";

const report = "Home Office Research Report 99 (Heeks and others, July 2018)";

const cost = (offence: string, central: number, status: Learnt, ...also: string[]): UnitCost => ({
  offence,
  low: null,
  central,
  high: null,
  status,
  priceYear: "2015/16",
  source:
    status === "verified"
      ? `${report}, as quoted in the press in August 2019`
      : `${report}, recalled from its main table`,
  ...(also.length > 0 ? { also } : {}),
});

/**
 * The economic and social costs of crime, second edition, in 2015/16 prices: anticipation, consequence and response.
 * They are averages for each actual offence, so recorded offences need a multiplier. `verified` rows were seen quoted;
 * `recalled` rows were not and are printed with that mark. The report gives no range.
 */
export const homeOfficeCosts: readonly UnitCost[] = [
  cost("Homicide", 3_217_740, "recalled"),
  cost("Violence with injury", 14_050, "verified"),
  cost("Violence without injury", 5_930, "recalled"),
  cost("Rape", 39_360, "verified", "rape offences"),
  cost("Other sexual offences", 6_520, "verified"),
  cost("Robbery", 11_320, "verified", "robbery of personal property"),
  cost("Domestic burglary", 5_930, "recalled", "residential burglary"),
  cost("Theft of vehicle", 10_290, "verified"),
  cost("Theft from vehicle", 870, "verified"),
  cost("Theft from person", 1_380, "recalled", "theft from the person"),
  cost("Criminal damage - arson", 8_420, "verified", "arson"),
  cost("Criminal damage - other", 1_350, "verified", "criminal damage"),
  cost("Fraud", 1_290, "recalled"),
  cost("Cyber crime", 550, "verified"),
  cost("Commercial robbery", 15_000, "recalled", "robbery of business property"),
  cost("Commercial burglary", 15_460, "recalled", "non-residential burglary"),
  cost("Commercial theft", 980, "recalled"),
  cost("Theft of commercial vehicle", 35_180, "recalled"),
  cost("Theft from commercial vehicle", 1_050, "recalled"),
  cost("Commercial damage - other", 1_420, "recalled"),
];
