import { iban, luhn, nationalNumbers } from "./check-digits.ts";
import { nameShape, namesSomebody } from "./names.ts";
import { isBareLandline, isPhone } from "./phones.ts";

/**
 * What one cell shows of a person. `reach` says where it is judged: `everywhere` (also in the columns that are read:
 * units, outcomes), `unread` columns of any file, unread columns of files of single `events`, or only as a `hint`.
 * `share` is the part of the filled cells that must show it: 0 where one alone cannot be chance.
 */
export interface Sign {
  readonly what: string;
  readonly reach: "everywhere" | "unread" | "events" | "hint";
  readonly share: number;
  /** A bare run of figures, which may as well be the code of a place. */
  readonly bare?: true;
  /** Words alone, which may as well name a place or a business. */
  readonly word?: true;
}

const bare = (what: string, reach: Sign["reach"], share: number): Sign => ({
  what,
  reach,
  share,
  bare: true,
});
const word = (what: string, reach: Sign["reach"], share: number): Sign => ({
  what,
  reach,
  share,
  word: true,
});
const sign = (what: string, reach: Sign["reach"], share: number): Sign => ({ what, reach, share });
const signs = {
  email: sign("e-mail addresses", "everywhere", 0),
  phone: sign("telephone numbers", "everywhere", 0.2),
  landline: bare("telephone numbers", "unread", 0.8),
  insurance: sign("National Insurance numbers", "everywhere", 0.2),
  iban: sign("bank accounts (IBAN)", "everywhere", 0),
  account: sign("sort codes with account numbers", "everywhere", 0.2),
  card: sign("payment cards", "everywhere", 0.2),
  longLuhn: bare("card or device numbers", "unread", 0.8),
  licence: sign("driving licences", "everywhere", 0.2),
  fiscal: sign("tax codes of persons", "everywhere", 0),
  pnc: sign("PNC numbers", "everywhere", 0.2),
  cro: sign("CRO numbers", "everywhere", 0.2),
  ssn: sign("social security numbers", "everywhere", 0.2),
  postcode: sign("full postcodes", "everywhere", 0.2),
  plate: sign("vehicle plates", "unread", 0.5),
  foreignPlate: sign("vehicle plates", "events", 0.5),
  address: word("street addresses", "unread", 0.2),
  titled: sign("names with a title or rank", "everywhere", 0.2),
  listed: sign("names of persons", "everywhere", 0.2),
  full: word("names of persons", "everywhere", 0.5),
  given: word("forenames", "everywhere", 0.9),
  named: word("names of persons", "events", 0.2),
  perhaps: word("names of persons", "events", 0.3),
  handle: sign("names of accounts", "unread", 0.2),
  record: sign("references of records", "events", 0.5),
  number: bare("long numbers such as identify a person", "events", 0.5),
  coordinates: sign("coordinates", "events", 0.2),
  oneCoordinate: sign("coordinates", "events", 0.8),
  network: sign("network addresses", "unread", 0.2),
  identifier: sign("identifiers of persons", "unread", 0.2),
  age: sign("whole numbers that may be ages", "hint", 0.95),
} as const;
const checked: ReadonlyMap<string, Sign> = new Map(
  nationalNumbers.map(({ what }) => [what, bare(what, "everywhere", 0.8)]),
);

/** The sign of a cell; undefined for nearly every cell, told by its length and characters alone. */
export const signOf = (cell: string): Sign | undefined => {
  const text = cell.trim().slice(0, 400);
  if (text.length < 2) return undefined;
  if (/^\d{1,8}$|^-?\d{1,6}\.\d{1,3}$/.test(text))
    return /^[1-9]\d$|^10\d$/.test(text) ? signs.age : undefined;
  if (text.includes("@")) {
    if (email.test(text)) return signs.email;
    if (/^@[\p{L}\d_.]{2,40}$/u.test(text)) return signs.handle;
  }
  return (/\d/.test(text) ? numberSign(text) : undefined) ?? wordSign(text);
};

/** What a text typed for a page gives away of somebody in particular, in words; names alone may be those of authors. */
export const identifiesSomebody = (text: string): string | undefined => {
  const found = signOf(text);
  if (!found || found.bare || found.word || found.reach !== "everywhere") return undefined;
  return found === signs.listed || (found === signs.titled && !/\d/.test(text)) ? undefined : found.what;
};

const email = /(?:^|[\s<(:;,"'])[^\s@<>,;:"()]{1,64}@[^\s@<>,;:"()]{1,120}\.\p{L}{2,24}(?![\p{L}\d])/u;

type Shape = readonly [RegExp, Sign];
/** Whole cells. The first that fits is taken, so the narrower stand before the wider. */
const shapes: readonly Shape[] = [
  [/^[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]$/i, signs.insurance],
  [/^(\d{2}|(19|20)\d{2})\/\d{5,7}[A-Z]$/i, signs.pnc],
  [/^\d{1,6}\/\d{2}[A-Z]$/i, signs.cro],
  [/^\d{3}-\d{2}-\d{4}$/, signs.ssn],
  [/^\d{2}-\d{2}-\d{2}[ /,]+\d{7,8}$/, signs.account],
  [/^(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}$/i, signs.postcode],
  [/^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/i, signs.fiscal],
  [/^[A-Z9]{5}\d[0156]\d[0-3]\d{2}[A-Z9]{2}[A-Z0-9]{2,3}$/i, signs.licence],
  [/^[A-Z]{5}\d{6}[A-Z0-9]{5}$/i, signs.licence],
  [/^[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d$/, signs.fiscal],
  [/^[A-Z]{4}\d{6}[A-Z0-9]{3}$/, signs.fiscal],
  [/^\d{3}\.\d{3}\.\d{3}-\d{2}$/, signs.fiscal],
  [/^(?!.*(?:25[6-9]|2[6-9]\d|[3-9]\d\d))(\d{1,3}\.){3}\d{1,3}$/, signs.network],
  [/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^([0-9a-f]{1,4}:){3,7}[0-9a-f:]{1,20}$/i, signs.network],
  [/^(?:(?!E0|W0|S0|N0)[A-Z]{2}\d{2} ?[A-Z]{3})$/, signs.plate],
  [/^[A-Z]\d{1,3} ?[A-Z]{3}$|^[A-Z]{3} ?\d{1,3}[A-Z]$/, signs.foreignPlate],
  [
    /^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?$|^[A-Z]{2}-?\d{3}-?[A-Z]{2}$|^\d{4} ?[BCDFGHJ-NPRSTV-Z]{3}$/,
    signs.foreignPlate,
  ],
  [
    /^(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{1,2}-\d{3}-[A-Z]{1,2})$/,
    signs.foreignPlate,
  ],
  [/^[A-Z]{2,3} \d{4,5}[A-Z]?$|^[A-Z]{3} ?\d{2}[A-Z\d]$/, signs.foreignPlate],
  [
    /^[([]?-?\d{1,3}[.,]\d{3,} ?°? ?[NSns]?[,;/ ]\s*-?\d{1,3}[.,]\d{3,} ?°? ?[EWew]?[)\]]?$/,
    signs.coordinates,
  ],
  [/^POINT ?\(|^\d{1,3}°\s?\d{1,2}['′]/i, signs.coordinates],
  [/^[HNOST][A-HJ-Z] ?(\d{3,5} ?\d{3,5})$/i, signs.coordinates],
  [/^-?(?:\d{1,2}|1[0-7]\d)\.\d{5,}$/, signs.oneCoordinate],
  [/^[A-Z]{1,5}[/-]?\d{4,8}[/-]\d{2,4}$|^\d{2,4}[/-][A-Z]{0,4}\d{5,8}$|^[A-Z]{2}\d{6,7}$/, signs.record],
  [
    /^(?:[A-Z]\d{8}|[A-Z]{1,2}\d{7}|[A-Z]{3}\d{6}|\d{2}[A-Z]{2}\d{5}|[CFGHJK-NPRTVWXYZ]{1}[CFGHJKLMNPRTVWXYZ0-9]{8})$/,
    signs.record,
  ],
  [/^[\p{Lu}]{2,3} ?\d{6} ?\p{Lu}$/u, signs.identifier],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, signs.record],
];

const collar = /^(?:PC|WPC|DC|DS|PCSO|Officer|Badge|Collar)\.? ?(?:no\.? ?|#)?\d{2,6}$/i;
const gss = /^[EWSNKJ]\d{8}$/;
const dateLike =
  /^(19|20)\d{2}[-/.]?\d{2}[-/.]?\d{2}(?:[T ][\d:.+Z -]*)?$|^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|(?:19|20)\d{2})(?:[T ,]+\d{1,2}:[\d:.]*(?: ?[ap]m)?)?$/i;

const numberSign = (text: string): Sign | undefined => {
  if (gss.test(text) || dateLike.test(text)) return undefined;
  if (collar.test(text)) return signs.titled;
  if (text.length <= 60) {
    const whole = shapes.find(([pattern]) => pattern.test(text));
    if (whole) return whole[1];
    const figures = text.replace(/[ .-]/g, "").toUpperCase();
    if (iban(figures)) return signs.iban;
    const number =
      /^\d[\d -]*[\dA-Z]$/i.test(text) || /^[XYZ]-?\d/.test(text) ? checkedSign(text, figures) : undefined;
    if (number) return number;
    if (isPhone(text)) return signs.phone;
    if (isBareLandline(text)) return signs.landline;
    if (/^\d{9,17}$/.test(figures) && /^[\d -]+$/.test(text)) return signs.number;
  }
  return textSign(text);
};

const checkedSign = (text: string, bare: string): Sign | undefined => {
  if (/^\d{4}([ -]\d{4}){3}$|^3\d{3}[ -]\d{6}[ -]\d{5}$/.test(text)) return signs.card;
  if (/^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6\d{15})$/.test(bare) && luhn(bare))
    return signs.card;
  if (/^\d{15}$/.test(bare) && luhn(bare)) return signs.longLuhn;
  if (/^\d{3} \d{3} \d{4}$/.test(text) || /^(19|20)\d{6}[-+]\d{4}$|^\d{6}[-+]\d{4}$/.test(text))
    return signs.identifier;
  const found = nationalNumbers.find(({ shape, valid }) => shape.test(bare) && valid(bare));
  return found && checked.get(found.what);
};

/** Inside running text: a number to call, an address, a post code behind a house, a number of insurance. */
const textSign = (text: string): Sign | undefined => {
  if (/\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/.test(text)) return signs.insurance;
  if (/\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/.test(text)) return signs.postcode;
  for (const [found] of text.matchAll(/(?:\+|\(?\b0)\d[\d ()-]{7,16}\d\b/g))
    if (isPhone(found.trim())) return signs.phone;
  if (/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}/.test(text)) {
    const [found] = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/.exec(text) ?? [""];
    if (iban(found.replace(/ /g, ""))) return signs.iban;
  }
  return isAddress(text) ? signs.address : undefined;
};

const streetWords =
  "street|st|road|rd|lane|ln|avenue|ave|av|close|drive|dr|court|crescent|cres|terrace|gardens|gdns|grove|mews|walk|row|square|sq|parade|boulevard|blvd|highway|hwy|way|place|hill|rise|heol|stryd|ffordd";
const before =
  "rue|avenue|av|boulevard|bd|allée|chemin|impasse|quai|calle|c/|avenida|avda|plaza|paseo|camino|carrer|rua|travessa|largo|praça|alameda|via|viale|corso|piazza|vicolo|strada|ul|ulica|al|aleja|os|pl|heol|stryd|ffordd|str|bulevardul|calea|ulice|utca|улица|ул|проспект";
const compounds =
  "\\p{L}{3,}(?:straße|strasse|str\\.|weg|gasse|allee|platz|ring|damm|ufer|straat|laan|plein|gracht|kade|dreef|gatan|vägen|väg|gränd|torget|gate|veien|vej|gade|stræde|katu|tie|utca)";
const addresses: readonly RegExp[] = [
  new RegExp(`(?:^|[\\s,(])\\d{1,5}[a-z]?,? (?:[\\p{L}'’.-]+ ){1,4}(?:${streetWords})\\b\\.?`, "iu"),
  new RegExp(`(?:^|[\\s,(])\\d{1,4}(?: ?(?:bis|ter))?,? (?:${before})\\.? \\p{L}`, "iu"),
  new RegExp(
    `(?:^|[\\s,(])(?:${before})\\.? (?:[\\p{L}'’.-]+ ){0,4}[\\p{L}'’.-]+,? (?:n[º°r.o]* ?)?\\d{1,4}\\b`,
    "iu",
  ),
  new RegExp(`(?:^|[\\s,(])${compounds}(?: \\p{L}+)? \\d{1,4} ?[a-z]?(?![\\p{L}\\d])`, "iu"),
  /(?:^|\s)(?:flat|apartment|apt|unit|suite)\.? ?\d{1,4}[a-z]?,/i,
  /\b\d{1,4} [\p{L}'’-]+(?: [\p{L}'’-]+)?,? [\p{L}'’ -]+,? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/iu,
];
/** A block of houses with the last figures masked, as some cities publish it, is no address. */
const isAddress = (text: string): boolean =>
  !/\d+X{1,3}\b|\bblock\b/i.test(text) && addresses.some((pattern) => pattern.test(text));

const wordSign = (text: string): Sign | undefined => {
  if (/^\/{0,3}\p{Ll}{2,}\.\p{Ll}{2,}\.\p{Ll}{2,}$/u.test(text)) return signs.coordinates;
  const shape = nameShape(text);
  if (shape) return signs[shape];
  return namesSomebody(text) ? signs.named : undefined;
};
