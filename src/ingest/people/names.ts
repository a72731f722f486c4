import { foldLetters } from "./fold.ts";
import { forenames } from "./forenames.ts";
import { surnames } from "./surnames.ts";

/**
 * How much a cell reads like the name of a person: `titled` (PC 1234 Jones, Dr Patel), `listed` ("Okafor, Chen"),
 * `full` (a known forename and more), `given` (forenames alone), `perhaps` (words of which some are names).
 */
export type NameShape = "titled" | "listed" | "full" | "given" | "perhaps";

let sets: { readonly given: ReadonlySet<string>; readonly family: ReadonlySet<string> } | undefined;
const loaded = () =>
  (sets ??= {
    given: new Set(forenames.flatMap((line) => line.split(" "))),
    family: new Set(surnames.flatMap((line) => line.split(" "))),
  });

const titles =
  "Mr|Mrs|Ms|Miss|Mx|Prof|Rev|Revd|Herr|Frau|Monsieur|Madame|Mme|Mlle|Srta|Sig\\.ra|Mevr|Dhr|Cllr|Supt";
/** Titles that are other words as well: believed at the start of a cell alone. */
const openers = "Dr|Professor|Señora?|Senhora?|Sra?|Signora?|Sig|Pani|Fru|Hr";
const ranks =
  "PC|WPC|DC|PS|DS|DI|DCI|PCSO|SC|CSO|Sgt|Sergeant|Insp|Inspector|Constable|Officer|Ofc|Det|Detective|Lt|Capt|Cpl|Agent|Agente|Agt|Gdm|Gda|Garda|PHK|POK|KHK|PHM|POM|asp|sierż|post|kom|Wachtmeister|Brigadier";
const word = "\\p{Lu}[\\p{L}\\p{M}'’-]+";
const initials = "(?:\\p{Lu}\\.? )*";
const titled = new RegExp(
  `(?:^|[\\s(,;:])(?:${titles})\\.? ${initials}(${word})|^(?:${openers})\\.? ${initials}(${word})|` +
    `(?:^|[\\s(,;:])(?:${ranks})(?:\\.? ?#?\\d{1,6},? ${word}|\\.? ${initials}(${word})(?: \\(?\\d{2,6}\\)?)?)`,
  "u",
);
const inText = new RegExp(`(${word}) (?:\\p{Lu}\\.? )?(${word})`, "gu");

/** True where running text has a known forename before a known family name: "seen by Owen Kowalska (17) at home". */
export const namesSomebody = (text: string): boolean => {
  if (text.length < 12 || text.length > 400) return false;
  for (const start of [0, text.indexOf(" ") + 1])
    for (const [, first, last] of text.slice(start).matchAll(inText))
      if (!isThing(first!) && !isThing(last!) && givenName(first!) && familyName(last!)) return true;
  return false;
};

const isTitled = (text: string): boolean => {
  const found = titled.exec(text);
  if (!found) return false;
  const name = found.slice(1).find((group) => group !== undefined);
  return name === undefined || !isThing(name);
};

const particles = new Set(
  "de da do dos das di del della van von der den ten ter la le el al bin bint ibn ap ab ferch of y e und zu mac mc st abu".split(
    " ",
  ),
);

/** Words that places, offences and things have and persons do not, or seldom. */
const things = new Set(
  (
    "north south east west northern southern eastern western central upper lower inner outer great greater little new old " +
    "road street lane avenue close drive court way crescent terrace place gardens garden grove mews walk row square parade park green common heath hill hills heights town city village ward borough county district region division area zone sector precinct beat parish estate station bridge river island islands isle bay beach port harbour wharf dock docks quay market centre center mall cross junction circus gate field fields forest woods lake valley farm manor house hall abbey castle church chapel cathedral school college university academy hospital hotel airport line state country republic province council authority constabulary police force service services team unit office department ltd limited plc inc company trust association society group club united " +
    "theft robbery burglary assault violence crime offence drugs drug weapons weapon damage arson fraud homicide murder rape sexual vehicle motor public order person other unknown none total all any not no yes male female white black asian mixed residential commercial domestic dwelling property personal business criminal anti social behaviour possession trafficking harassment stalking public shop store bank bar restaurant apartment residence sidewalk alley parking lot garage"
  ).split(" "),
);
/** Places that share their name with people often enough to be units. */
const places = new Set(
  "georgia virginia carolina florence victoria charlotte chester lincoln austin kent devon preston bradford clifton ashton jordan chad israel sydney melbourne adelaide paris london milan sofia siena verona carlisle dallas houston jackson madison washington jefferson franklin douglas montana dakota alexandria lourdes santiago leon merida cordoba valencia barcelona milton stanley sutton barnet brent bexley camden lambeth merton hackney newham harrow enfield islington kingston richmond hillingdon croydon bromley lewisham greenwich southwark westminster wandsworth haringey hounslow ealing havering redbridge oxford derby york durham wells stafford warwick leicester lancaster lambert brooklyn bronx queens manhattan logan hudson warren clay marion monroe hamilton wayne houston salem troy phoenix aurora savannah cheyenne trinity regina leeds nelson burnley bolton bury".split(
    " ",
  ),
);

export const nameShape = (cell: string): NameShape | undefined => {
  const text = cell.trim();
  if (text.length < 2 || text.length > 160 || !/\p{L}{2}/u.test(text)) return undefined;
  if (eastAsian.test(text)) return "full";
  if (isTitled(text)) return "titled";
  if (/\d/.test(text) || text.length > 60) return undefined;
  const parts = text.split(/\s*[,;/&]\s*|\s+(?:and|und|et|y|e|i|och|en|a)\s+/u).filter((part) => part !== "");
  if (parts.length === 2 && text.includes(",")) return surnameFirst(parts[0]!, parts[1]!);
  const shapes = parts.map(partShape);
  if (shapes.length === 1) return shapes[0];
  if (shapes.every((shape) => shape === "full" || shape === "given"))
    return shapes.includes("full") ? "full" : "given";
  return undefined;
};

/** Two to four characters that begin with one of the commonest family names of China, Korea or Japan. */
const eastAsian =
  /^(?:[王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧程曹袁邓鄧许許傅沈曾彭吕蒋蔡贾丁魏薛叶葉阎余潘杜戴夏钟钱姜范陆]\p{Script=Han}{1,2}|(?:佐藤|鈴木|高橋|田中|伊藤|渡辺|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|清水|斎藤|山崎)[\p{Script=Han}\p{Script=Hiragana}\s]{1,5}|[김이박최정강조윤장임한오서신권황안송전홍][가-힣]{2})$/u;

const wordsIn = (part: string): string[] => part.split(/[\s]+/).filter((one) => one !== "");
const isInitial = (one: string): boolean => /^\p{Lu}\.?$/u.test(one);
const nameLike = (one: string): boolean => /^\p{L}[\p{L}\p{M}'’.-]*$/u.test(one);

const givenName = (one: string): boolean =>
  foldLetters(one)
    .split(/[-]/)
    .some((piece) => loaded().given.has(piece));
const familyEnding =
  /(?:ski|ska|cki|cka|wicz|czyk|sson|ssen|nsen|rsen|ovic|ovich|enko|chuk|opoulos|akis|idis|escu|oglu|shvili|dze|yan|ova|eva|mann|berger|meyer|maier|huber|ucci|etti|inho|ez|singh|kaur)$/;
const familyName = (one: string): boolean => {
  const folded = foldLetters(one);
  return (
    folded.split("-").some((piece) => loaded().family.has(piece) || loaded().given.has(piece)) ||
    /^(?:o'|mac|mc|fitz|d')\w{3,}/.test(folded) ||
    (folded.length > 5 && familyEnding.test(folded))
  );
};
const isThing = (one: string): boolean => things.has(foldLetters(one).replace(/[.,]/g, ""));

/** "Smith, Jane", "OKAFOR, Chen", "van der Berg, J." and no "Bristol, City of" or "Dallas, Texas". */
const surnameFirst = (before: string, after: string): NameShape | undefined => {
  const [family, given] = [wordsIn(before), wordsIn(after)];
  if (family.length > 4 || given.length > 3) return undefined;
  if (family.some(isThing) || given.some(isThing)) return undefined;
  if (!family.every((one) => nameLike(one) || particles.has(one.toLowerCase()))) return undefined;
  if (!given.every((one) => nameLike(one) || isInitial(one))) return undefined;
  if (given.every(isInitial))
    return given.some((one) => one.includes(".")) || given.length === 1 ? "listed" : undefined;
  if (places.has(foldLetters(given[0]!))) return undefined;
  const upper =
    before.length > 2 &&
    before === before.toUpperCase() &&
    after !== after.toUpperCase() &&
    /\p{Lu}/u.test(before);
  return givenName(given[0]!) || upper ? "listed" : undefined;
};

const partShape = (part: string): NameShape | undefined => {
  const all = wordsIn(part);
  const words = all.filter((one) => !particles.has(one.toLowerCase()) && !isInitial(one));
  if (words.length === 0 || words.length > 4 || words.some(isThing) || !words.every(nameLike))
    return undefined;
  const initials = all.filter(isInitial).length;
  const [first] = words as [string, ...string[]];
  if (words.length === 1) {
    if (initials > 0 && familyName(first)) return "full";
    return /^\p{Lu}.{2}/u.test(first) && givenName(first) && !places.has(foldLetters(first))
      ? "given"
      : undefined;
  }
  const last = words.at(-1)!;
  if (givenName(first) && familyName(last)) return "full";
  if (part === part.toLowerCase()) return undefined;
  return words.some((one) => givenName(one) || familyName(one)) ? "perhaps" : undefined;
};
