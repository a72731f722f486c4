import type { Weight, WeightTable } from "./table.ts";

const transcribed = (offence: string, weight: number, ...also: string[]): Weight => ({
  offence,
  weight,
  status: "secondary",
  ...(also.length > 0 ? { also } : {}),
});

/**
 * Crime Severity Score of the Office for National Statistics: mean days of sentence actually given, over five years.
 * Only rows with an offence to their name are here; a mean over a category of offences is not a figure of the ONS.
 */
export const onsCss: WeightTable = {
  scheme: "ONS Crime Severity Score",
  version: "2016 weights",
  unit: "severity points",
  source:
    "public transcription of the ONS data tool; homicide, attempted murder and possession of cannabis also in press reports of its release (November 2016)",
  validFrom: "2016-04",
  weights: [
    { offence: "Homicide", weight: 7979, status: "verified", also: ["murder / homicide"] },
    { offence: "Attempted murder", weight: 4663, status: "verified" },
    { offence: "Possession of cannabis", weight: 3, status: "verified" },
    transcribed("Robbery", 746),
    transcribed("Residential burglary", 438, "domestic burglary"),
    transcribed("Aggravated residential burglary", 2127),
    transcribed("Non-residential burglary", 117, "commercial burglary"),
    transcribed("Aggravated non-residential burglary", 1513),
    transcribed("Theft from the person", 86, "theft from person"),
    transcribed("Other theft", 33),
    transcribed("Shoplifting", 13),
    transcribed("Bicycle theft", 10),
    transcribed("Causing death or serious injury by dangerous driving", 1092),
    transcribed("More serious wounding or other act endangering life", 1919),
    transcribed("Assault with intent to cause serious harm", 1965),
    transcribed("Inflicting grievous bodily harm without intent", 333),
    transcribed("Actual bodily harm and other injury", 127, "actual bodily harm"),
    transcribed("Assault with injury", 184),
  ],
};
