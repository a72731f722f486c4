/** Months in ten languages, January first: full names, and the short ones that are no beginning of a full one. */
const languages: readonly string[] = [
  "january february march april may june july august september october november december",
  "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
  "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
  "januar februar marz april mai juni juli august september oktober november dezember",
  "janner februar maerz april mai juni juli august september oktober november dezember",
  "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
  "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
  "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
  "januari februari maart april mei juni juli augustus september oktober november december",
  "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien",
  "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
  "januari februari mars april maj juni juli augusti september oktober november december",
  "jan feb mrt apr mei jun jul aug sep okt nov dec",
  "jan feb mrz apr mai jun jul aug sep okt nov dez",
];
const words = languages.map((line) => line.split(" "));

const known = new Map<string, number | undefined>();

const foldMonth = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f.]/g, "")
    .replaceAll("\u0142", "l")
    .trim()
    .toLowerCase();

/**
 * The month, 1 to 12, that a word names in any of ten languages, in full or by its first three letters or more;
 * undefined where it names none, or two (`jui` begins juin and juillet).
 */
export const monthOf = (text: string): number | undefined => {
  if (text.length > 20) return undefined;
  if (known.has(text)) return known.get(text);
  const word = foldMonth(text);
  const full = new Set(words.flatMap((names) => (names.includes(word) ? [names.indexOf(word)] : [])));
  const begun =
    word.length < 3
      ? new Set<number>()
      : new Set(words.flatMap((names) => names.flatMap((name, i) => (name.startsWith(word) ? [i] : []))));
  const found = full.size > 0 ? full : begun;
  const month = found.size === 1 ? [...found][0]! + 1 : undefined;
  if (known.size < 1000) known.set(text, month);
  return month;
};
