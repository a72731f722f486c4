import { foldSpelling } from "../cells/variants.ts";

/** What a name says of itself: the sum of others, or no place at all. */
export type NameKind = "total" | "nowhere" | "measure";

const totals = new Set([
  ...[
    "total",
    "totals",
    "grand total",
    "sub total",
    "subtotal",
    "sub-total",
    "overall",
    "overall total",
    "sum",
  ],
  ...[
    "all",
    "all areas",
    "all forces",
    "all wards",
    "all boroughs",
    "all districts",
    "all regions",
    "all units",
  ],
  ...[
    "all districts/areas",
    "all areas total",
    "state",
    "state total",
    "national",
    "nation",
    "national total",
    "country",
    "countrywide",
  ],
  ...["england and wales", "england & wales", "great britain", "united kingdom", "uk", "gb", "london total"],
  ...["city total", "county total", "force total", "borough total", "citywide", "city wide", "statewide"],
  // The same in nine other languages.
  ...["cyfanswm", "pob un", "cymru a lloegr", "ensemble", "tous", "toutes", "total general", "total général"],
  ...[
    "gesamt",
    "insgesamt",
    "summe",
    "alle",
    "bundesgebiet",
    "todos",
    "todas",
    "total nacional",
    "nacional",
    "estatal",
  ],
  ...[
    "total geral",
    "brasil total",
    "totale",
    "tutti",
    "totaal",
    "nederland totaal",
    "razem",
    "ogółem",
    "suma",
    "totalt",
    "summa",
    "samtliga",
    "hela landet",
  ],
]);
const nowhere = new Set(
  [
    ...[
      "unknown",
      "unknown area",
      "not known",
      "unspecified",
      "not specified",
      "not stated",
      "not recorded",
      "not available",
    ],
    ...[
      "not disclosed",
      "undisclosed",
      "withheld",
      "not assigned",
      "unassigned",
      "unallocated",
      "not applicable",
      "n/a",
      "na",
    ],
    ...[
      "none",
      "null",
      "nan",
      "(blank)",
      "blank",
      "missing",
      "(no location)",
      "no location",
      "location unknown",
      "unclassified",
    ],
    ...[
      "-1",
      "-9",
      "-99",
      "-999",
      "99999",
      "invalid",
      "other",
      "others",
      "other areas",
      "elsewhere",
      "out of area",
      "out of force",
      "nsa",
    ],
    ...[
      "anhysbys",
      "inconnu",
      "inconnue",
      "non précisé",
      "non renseigné",
      "unbekannt",
      "ohne angabe",
      "keine angabe",
      "nicht zuordenbar",
    ],
    ...[
      "desconocido",
      "no especificado",
      "sin especificar",
      "se ignora",
      "no identificado",
      "sem informação",
      "não informado",
      "ignorado",
    ],
    ...[
      "sconosciuto",
      "non indicato",
      "non specificato",
      "onbekend",
      "niet bekend",
      "nieznany",
      "brak danych",
      "okänd",
      "okänt",
      "ej angivet",
    ],
  ].map(foldSpelling),
);
const measures = new Set([
  "number",
  "percent",
  "percentage",
  "%",
  "rate",
  "count",
  "per 1,000 population",
  "per 100,000 population",
  "rate per 1,000",
]);
const folded = new Set([...totals].map(foldSpelling));

/** Notes such as `[note 3]`, `(p)` and `*` behind a name are no part of it. */
const withoutNotes = (name: string): string =>
  foldSpelling(name)
    .replace(/\s*(\[[^\]]*\]|\((p|r|provisional|revised|note \d+)\)|\*+|\d*[†‡])\s*$/u, "")
    .replace(/^[*_]+|[*_:]+$/g, "");

export const nameKind = (name: string): NameKind | undefined => {
  const [whole, plain] = [foldSpelling(name), withoutNotes(name)];
  if (nowhere.has(whole) || nowhere.has(plain)) return "nowhere";
  if (measures.has(plain)) return "measure";
  if (folded.has(plain) || /^(grand |sub-?|overall )?totals?\b|\b(grand )?totals?$/.test(plain))
    return "total";
  return undefined;
};
