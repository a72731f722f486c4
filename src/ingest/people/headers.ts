import { foldLetters, wordsOf } from "./fold.ts";
import { headerWords, innocentWords, type Kind } from "./header-words.ts";

/** What the name of a column says of persons; undefined where it says nothing. The first kind that fits is taken. */
export const headerKind = (name: string): Kind | undefined => {
  if (!known.has(name)) {
    if (known.size > 5000) known.clear();
    known.set(name, judge(name));
  }
  return known.get(name);
};

const known = new Map<string, Kind | undefined>();
const order: readonly Kind[] = ["identity", "address", "role", "trait", "place", "text", "name"];

const judge = (name: string): Kind | undefined => {
  const words = wordsOf(name);
  if (words.length === 0) return undefined;
  const has = (matcher: Matcher): boolean => matches(matcher, words);
  const { kinds, thing, count } = loaded();
  const found = order.filter((kind) => has(kinds[kind]));
  const [first] = found;
  if (first === undefined || first === "identity") return first;
  // "ward name" is no person's, "victim count" and "age standardised rate" are of many.
  if (first === "name") return words.length > 1 && has(thing) ? undefined : first;
  if ((first === "role" || first === "trait") && has(count)) return undefined;
  if (first === "text" && describesOffence(words)) return undefined;
  return first;
};

const describes = /^(?:desc|descr|descri.*|bes[ck]h?r.*|omschr.*|opis.*)$/;
const offences =
  /^(?:crimes?|offences?|offenses?|ofns|pd|ucr|categor.*|types?|level|group|class|statute|location|delito|delit|straftat.*|misdrijf|reato|brott.*)$/;

/** "Offence level 1 description" is a name out of a list; whether its cells hold prose is for the cells to show. */
const describesOffence = (words: readonly string[]): boolean =>
  words.some((word) => describes.test(word)) && words.some((word) => offences.test(word));

/** A name of counts of many, whatever else it holds: "mobile phone thefts", or a whole sentence over figures. */
export const isCounted = (name: string): boolean => {
  const words = wordsOf(name);
  return words.length > 5 || matches(loaded().count, words);
};

export const isPhoneName = (name: string): boolean =>
  /phone|telefo|telepho|mobil|movil|celul|cellul|handy|komork|puhelin|ffon|^tel$|fax/.test(
    wordsOf(name).join(""),
  );

/** Codes of places (census tracts, blocks, wards) are long numbers too, and of equal width. */
export const isPlaceCode = (name: string): boolean => {
  const words = wordsOf(name);
  return (
    words.some((word) => placeCodes.has(word)) ||
    (matches(loaded().thing, words) && words.some((word) => /^(?:code|cd|id|no)s?$/.test(word)))
  );
};
const placeCodes = new Set(
  "geoid geo geoids tract tracts censustract block blocks blockgroup fips lsoa msoa oa datazone soa statsector meshblock sa ward inegi ibge ags ars insee iris nuts lau ons gss segment beat precinct district".split(
    " ",
  ),
);

/** A word that columns of any table are called by, as the whole of a short name. */
export const isPlainHeader = (name: string): boolean => {
  const words = wordsOf(name);
  if (words.length === 0 || words.length > 4) return false;
  return (
    plainHeaders.has(words.join("")) ||
    headerKind(name) !== undefined ||
    words.some((word) => plainHeaders.has(word))
  );
};

const plainHeaders = new Set(
  (
    "unit period outcome value exposure count ward area borough lsoa msoa district force beat region date datetime day " +
    "month year week quarter time id code title start end role arm offence category measure indicator rate population " +
    "datum monat jahr mois annee fecha mes ano anno mese data mes maand jaar miesiac rok manad ar mis blwyddyn"
  ).split(" "),
);

/** The entries of a list, compiled: joined words, starts of words, parts of the whole name, whole names. */
interface Matcher {
  readonly exact: ReadonlySet<string>;
  readonly whole: ReadonlySet<string>;
  readonly start: RegExp | undefined;
  readonly part: RegExp | undefined;
}

const numberWords = "no num number nr nummer numero numer cislo broj szam id ref reference code urn".split(
  " ",
);

const compile = (lines: readonly string[]): Matcher => {
  const entries = lines
    .flatMap((line) => line.split(" "))
    .flatMap((entry) =>
      entry.endsWith("_#") ? numberWords.map((word) => entry.replace("#", word)) : [entry],
    );
  const folded = (entry: string): string => foldLetters(entry).replace(/[_=]/g, "");
  const any = (text: string): string => text.replace(/\*/g, "\\p{L}*");
  const of = (test: (entry: string) => boolean): string[] => entries.filter(test).map(folded);
  const regex = (sources: readonly string[], wrap: (alternatives: string) => string): RegExp | undefined =>
    sources.length === 0 ? undefined : new RegExp(wrap(sources.map(any).join("|")), "u");
  const plain = (entry: string): boolean => !entry.includes("*");
  return {
    whole: new Set(of((entry) => entry.startsWith("="))),
    exact: new Set(of((entry) => plain(entry) && !entry.startsWith("="))),
    start: regex(
      of((entry) => !plain(entry) && !/^\*.*\*$/.test(entry)),
      (all) => `^(?:${all})$`,
    ),
    part: regex(
      of((entry) => /^\*.*\*$/.test(entry)).map((entry) => entry.slice(1, -1)),
      (all) => `(?:${all})`,
    ),
  };
};

const matches = ({ exact, whole, start, part }: Matcher, words: readonly string[]): boolean => {
  const joined = words.join("");
  if (whole.has(joined) || part?.test(joined)) return true;
  for (let i = 0; i < words.length; i++)
    for (let j = i; j < Math.min(words.length, i + 5); j++) {
      const run = words.slice(i, j + 1).join("");
      if (exact.has(run) || (run.endsWith("s") && exact.has(run.slice(0, -1)))) return true;
      if (start?.test(run)) return true;
    }
  return false;
};

let compiled: { kinds: Record<Kind, Matcher>; thing: Matcher; count: Matcher } | undefined;
const loaded = () =>
  (compiled ??= {
    kinds: Object.fromEntries(order.map((kind) => [kind, compile(headerWords[kind])])) as Record<
      Kind,
      Matcher
    >,
    thing: compile([innocentWords.thing]),
    count: compile([innocentWords.count]),
  });
