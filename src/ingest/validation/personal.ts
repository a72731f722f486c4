import type { FaultLog } from "../gate/faults.ts";
import { quoted } from "../gate/hidden.ts";
import { foldName } from "./columns-spec.ts";

/**
 * People in the data. A column is taken to be about persons when its cells say so (an e-mail address, a National
 * Insurance or PNC number, a telephone number, a full postcode) or when its name leaves no doubt. Names that are
 * often innocent (a place has a name, a gallery an address) only raise suspicion. No cell is ever repeated.
 */
export type Suspicion = "certain" | "likely";

const certainNames = new Set([
  ...[
    "dob",
    "dateofbirth",
    "birthdate",
    "birthday",
    "nino",
    "ninumber",
    "nationalinsurance",
    "nationalinsurancenumber",
  ],
  ...[
    "pncid",
    "pncnumber",
    "pncno",
    "croid",
    "cronumber",
    "email",
    "emailaddress",
    "surname",
    "forename",
    "forenames",
  ],
  ...["familyname", "lastname", "victimname", "suspectname", "offendername", "nhsnumber", "passportnumber"],
]);
const likelyNames = new Set([
  ...[
    "name",
    "fullname",
    "firstname",
    "middlename",
    "first",
    "last",
    "address",
    "homeaddress",
    "streetaddress",
  ],
  ...[
    "phone",
    "phonenumber",
    "telephone",
    "mobile",
    "contactphonenumber",
    "postcode",
    "postalcode",
    "nationality",
  ],
  ...[
    "ethnicity",
    "religion",
    "collarnumber",
    "officername",
    "officerid",
    "shouldernumber",
    "vrm",
    "numberplate",
  ],
  ...[
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "easting",
    "northing",
    "victimid",
    "suspectid",
    "personid",
  ],
  ...["notes", "freetext", "mo", "modusoperandi", "description", "summary", "narrative"],
]);
/** Names that mean a person even in a table of counts, where a place may well have a name and a unit an easting. */
const personNames = new Set([
  ...["fullname", "firstname", "middlename", "address", "homeaddress", "streetaddress", "phone"],
  ...["phonenumber", "telephone", "mobile", "contactphonenumber", "collarnumber", "officername", "officerid"],
  ...["shouldernumber", "vrm", "numberplate", "victimid", "suspectid", "personid", "narrative", "freetext"],
]);
const recordNames =
  /^(crime|incident|offence|cad|log|case|occurrence)(ref|reference|id|no|number|urn)$|^urn$/;

export const suspectName = (name: string): Suspicion | undefined => {
  const folded = foldName(name);
  return certainNames.has(folded) ? "certain" : likelyNames.has(folded) ? "likely" : undefined;
};
export const namesPerson = (name: string): boolean => personNames.has(foldName(name));
export const namesRecord = (name: string): boolean => recordNames.test(foldName(name));

/** What a whole cell shows; patterns are anchored and only short cells are looked at, so time is linear. */
const signs: readonly (readonly [string, RegExp])[] = [
  ["e-mail addresses", /^[^\s@,;]{1,64}@[^\s@,;]{1,120}\.[A-Za-z]{2,24}$/],
  ["National Insurance numbers", /^[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/i],
  ["PNC numbers", /^(\d{2}|\d{4})\/\d{5,7}[A-Z]$/i],
  ["telephone numbers", /^(\+44 ?|0)(\d[ -]?){8,9}\d$/],
  ["full postcodes", /^([A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}$/i],
];

export const personalSign = (cell: string): string | undefined => {
  if (cell.length < 5 || cell.length > 200) return undefined;
  const text = cell.trim();
  return signs.find(([, pattern]) => pattern.test(text))?.[0];
};

/** A cell in quotes for a message, or other words where the cell or its column may be about a person. */
export const shownCell = (text: string, column: string, otherwise: string): string =>
  personalSign(text) === undefined && suspectName(column) === undefined ? quoted(text.trim()) : otherwise;

/** The first names of a header for a message. Where a file has none they are the cells of its first row. */
export const shownNames = (header: readonly string[], most: number): string =>
  header
    .slice(0, most)
    .map((name) => (personalSign(name) === undefined ? name : "(not shown)"))
    .join(", ") + (header.length > most ? ", …" : "");

export interface PersonalWatch {
  cell(column: number, text: string): void;
  /** Columns held to be personal, for certain or not, with the reason in words. */
  verdicts(): readonly { column: number; suspicion: Suspicion; reason: string }[];
}

/** One stray match in a column of references is chance; a fifth of a column is not, nor is a single address. */
const tellingSign = (hits: ReadonlyMap<string, number>, filled: number): string | undefined => {
  const [often] = [...hits].sort((a, b) => b[1] - a[1]);
  if (often && often[1] * 5 >= filled) return often[0];
  return hits.has("e-mail addresses") ? "e-mail addresses" : undefined;
};

/** @param exempt Columns whose kind rules a person out (counts, periods). */
export const watchPersonal = (header: readonly string[], exempt: readonly boolean[]): PersonalWatch => {
  // Units and offences come again and again: each spelling is looked at once.
  const known = new Map<string, string | undefined>();
  const signOf = (text: string): string | undefined => {
    if (known.has(text)) return known.get(text);
    const sign = personalSign(text);
    if (known.size < 20_000 && text.length < 80) known.set(text, sign);
    return sign;
  };
  const filled = new Float64Array(header.length);
  const hits = header.map(() => new Map<string, number>());
  return {
    cell(column, text) {
      if (text === "" || exempt[column]) return;
      filled[column]!++;
      const sign = signOf(text);
      if (sign) hits[column]!.set(sign, (hits[column]!.get(sign) ?? 0) + 1);
    },
    verdicts() {
      const found = header.flatMap((name, column) => {
        const sign = tellingSign(hits[column]!, filled[column]!);
        if (sign !== undefined)
          return [{ column, suspicion: "certain" as const, reason: `holds what look like ${sign}` }];
        const suspicion = suspectName(name);
        return suspicion ? [{ column, suspicion, reason: "is named as a personal column" }] : [];
      });
      // Beside a date of birth, a column called "name" is no longer the name of a place.
      const some = found.some((one) => one.suspicion === "certain");
      return some ? found.map((one) => ({ ...one, suspicion: "certain" as const })) : found;
    },
  };
};

/** Errors for what is certain; a note for what only might be. */
export const reportPersonal = (
  header: readonly string[],
  headerLine: number,
  watch: PersonalWatch,
  log: FaultLog,
): void => {
  for (const { column, suspicion, reason } of watch.verdicts()) {
    const name = header[column]!;
    if (suspicion === "certain")
      log.error("privacy/personal", `the column ${reason}: personal data are not read`, {
        line: headerLine,
        column: name,
        fix: "remove the column before sharing the file, or count the events per unit and period first",
      });
    else
      log.tally("note", "privacy/perhaps-personal", `the column ${reason}; it was not looked into further`, {
        line: headerLine,
        column: name,
        fix: "if it is about persons, remove it before sharing the file",
      });
  }
  header.forEach((name) => {
    if (namesRecord(name))
      log.tally("warning", "privacy/record-level", "the file has one row per recorded event", {
        line: headerLine,
        column: name,
        fix: "share counts per unit and period in its place: whatworks panel --format incidents",
      });
  });
};
