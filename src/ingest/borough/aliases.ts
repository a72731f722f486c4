/**
 * Names of London's areas. Publishers write one borough in several ways; joining on the raw name loses the ones
 * that differ. The spelling of the Office for National Statistics is the one that is shown.
 */
export const boroughs: readonly string[] = [
  "Barking and Dagenham",
  "Barnet",
  "Bexley",
  "Brent",
  "Bromley",
  "Camden",
  "Croydon",
  "Ealing",
  "Enfield",
  "Greenwich",
  "Hackney",
  "Hammersmith and Fulham",
  "Haringey",
  "Harrow",
  "Havering",
  "Hillingdon",
  "Hounslow",
  "Islington",
  "Kensington and Chelsea",
  "Kingston upon Thames",
  "Lambeth",
  "Lewisham",
  "Merton",
  "Newham",
  "Redbridge",
  "Richmond upon Thames",
  "Southwark",
  "Sutton",
  "Tower Hamlets",
  "Waltham Forest",
  "Wandsworth",
  "Westminster",
];

export const airports = "London Heathrow and London City Airports";
export const cityOfLondon = "City of London";

const others: Readonly<Record<string, string>> = {
  "city of westminster": "Westminster",
  richmond: "Richmond upon Thames",
  kingston: "Kingston upon Thames",
  rbkc: "Kensington and Chelsea",
  barking: "Barking and Dagenham",
  hammersmith: "Hammersmith and Fulham",
  "aviation security": airports,
  "aviation security so18": airports,
  heathrow: airports,
  "city of london corporation": cityOfLondon,
};

/** What two spellings of one name have in common: `Hammersmith & Fulham`, `hammersmith_and_fulham`. */
export const areaKey = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll("&", " and ")
    .replace(/[_\-(),.']/g, " ")
    .replace(/\b(royal|london) borough( of)?\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const known = new Map<string, string>(
  [...boroughs, airports, cityOfLondon]
    .map((name) => [areaKey(name), name] as const)
    .concat(Object.entries(others)),
);

/** The name that is shown for an area, or the name as it stands where it is none that is known. */
export const canonicalArea = (name: string): string => known.get(areaKey(name)) ?? name.trim();

/** A borough, a ward written with its borough, or an area known by its code. */
export const isArea = (name: string): boolean => {
  const own = /\(([^()]+)\)$/.exec(name.trim())?.[1];
  return isBorough(own ?? name) || (own === undefined && /^[EW]\d{8}$/.test(name.trim()));
};

/** One of the 32 boroughs that the Metropolitan Police serve; the City, the airports and "Unknown" are not. */
export const isBorough = (name: string): boolean => boroughs.includes(canonicalArea(name));
