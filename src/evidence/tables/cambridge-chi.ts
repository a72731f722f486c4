import type { Weight, WeightTable } from "./table.ts";

const median = (offence: string, weight: number, ...also: string[]): Weight => ({
  offence,
  weight,
  status: "secondary",
  ...(also.length > 0 ? { also } : {}),
});

/**
 * Cambridge Crime Harm Index: days of custody at the starting point of the sentencing guideline for a first offender
 * (Sherman, Neyroud & Neyroud 2016, Policing 10(3), 171–183). The index weighs offences; what is here is the median
 * of the offences in each recorded-crime subgroup, as a public dashboard documents it. The index itself was not seen.
 */
export const cambridgeChi: WeightTable = {
  scheme: "Cambridge Crime Harm Index",
  version: "2026, subgroup medians",
  unit: "days of custody",
  source:
    "median of the index's entries in each recorded-crime subgroup, as documented by a public student dashboard (TU/e 4CBLW020); not a value that the index publishes",
  validFrom: "2026-02",
  weights: [
    median("Homicide", 5475),
    median("Rape offences", 2555, "rape"),
    median("Other sexual offences", 182.25),
    median("Violence with injury", 365),
    median("Death or serious injury, unlawful driving", 365),
    median("Violence without injury", 10),
    median("Stalking and harassment", 10),
    median("Residential burglary", 273.5, "domestic burglary"),
    median("Non-residential burglary", 183.5, "commercial burglary"),
    median("Arson", 185, "criminal damage - arson"),
    median("Criminal damage", 2, "criminal damage - other"),
    median("Trafficking of drugs", 5),
    median("Possession of drugs", 3),
    median("Robbery of business property", 365, "commercial robbery"),
    median("Robbery of personal property", 365, "robbery"),
    median("Possession of weapons", 273.75),
    median("Public order", 7.5),
    median("Vehicle crime", 5, "vehicle offences", "theft of vehicle", "theft from vehicle"),
    median("Other theft", 2),
    median("Theft from the person", 2, "theft from person"),
    median("Bicycle theft", 2),
    median("Shoplifting", 1),
    median("Other crime", 10),
  ],
};
