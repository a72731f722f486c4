import { wordsOf } from "../people/fold.ts";

/**
 * Words that people put at the head of columns, in English, Welsh, French, German, Spanish, Portuguese, Italian, Dutch,
 * Polish and Swedish, folded to lower case without accents. A name is evidence for a column, never a proof of it.
 */

export type Meaning =
  | "unit"
  | "code"
  | "id"
  | "period"
  | "year"
  | "financial-year"
  | "quarter"
  | "month"
  | "day"
  | "clock"
  | "later"
  | "outcome"
  | "kind"
  | "person"
  | "detail"
  | "measure"
  | "value"
  | "level"
  | "exposure"
  | "coordinate"
  | "note";

const words: Readonly<Record<Meaning, string>> = {
  unit: `unit ward borough area areas lsoa msoa district neighbourhood neighborhood neighbourhoods community beat
    division precinct sector force forcename constabulary suburb region county state province municipality city town
    village village location place geography hotspot school authority council estate parish zone hood command bcu bocu
    snt la lga csp tract commune departement quartier arrondissement gemeinde kreis landkreis bezirk stadtbezirk ortsteil
    stadtteil stadt gebiet land bundesland municipio munic munics distrito provincia estado entidad barrio geoid bairro colonia
    comuna cidade ciudad freguesia concelho zona comune provincie gemeente wijk buurt regio gewest gmina powiat
    wojewodztwo miasto dzielnica kommun kommune lan region stadsdel omrade ort ardal sir awdurdod cymuned cisp aisp risp
    delegacia territorio territory geo codgeo insee jurisdiction boro`,
  code: "code codes cod clave cve kennziffer schluessel schlussel ags gss kod nr no key feature geoid fips ref codigo codice cd postcode postcodes zip zipcode postal plz ucr ext",
  id: "id ids objectid fid oid rowid recordid uuid guid index number num urn case record report event incident",
  period: `period periode periodo perioden periods date dates datum data fecha dato time tid okres zeitraum cyfnod dyddiad
    datetime timestamp occurred occurrence occ committed from start begin yearmonth monthyear anomes mesano interval fr
    datecode tlist dt`,
  year: "year years yr annee annees an jahr jahre ano anno jaar rok ar aar blwyddyn",
  "financial-year": "financial fiscal fy",
  quarter: "quarter quarters qtr trimestre quartal kwartaal kwartal kvartal chwarter",
  month: "month months mth mois monat mes mese maand miesiac manad maned mis",
  day: "day days dia jour tag giorno dag dzien dydd",
  clock:
    "hour hours minute minutes time heure stunde hora ora uur godzina timme awr doy dow weekday dayofweek tm",
  later: `report reported reporting updated update refresh modified created recorded entered published end ended to rptd
    rpt release extract extracted load loaded closed`,
  outcome: `outcome offence offences offense offenses crime crimes primary delito delitos delit delits delikt delikte straftat
    straftaten reato reati misdrijf misdrijven przestepstwo przestepstwa brott trosedd troseddau indicateur indicador natureza
    sachmerkmal straftatengruppe mci law infraction fait brottstyp ofns crm burglary`,
  kind: `category categories type types kind group grp kategoria kategorie categori categorie tipo merkmal soort rodzaj typ art cat`,
  person: `person people victim vic vict suspect susp offender officer witness complainant driver reporter age sex gender race
    ethnicity ethnic descent premis premises`,
  detail: `minor sub subgroup subtype subtipo subcategory subcategories description desc detail modalidad modality
    secondary offencecode level3 level2 lookup parent unterkategorie`,
  measure: `measure measures measurement statistic statistics indicator label units einheit unite compte unidad status
    basis series value_type valuetype metric areatype indicateur classe`,
  value: `value values count counts n number numbers total totals anzahl zahl faelle falle fall cases numero nombre
    cantidad casos incidents incident offences offenses crimes records recorded aantal liczba antal nifer faits valore valor
    wert waarde wartosc varde quantidade quantity ocorrencias ocurrencias registros freq frequency obs events kpi events`,
  level:
    "rate rates percent percentage pct proportion share score mean average index ratio taux quote anteil tasa taxa tasso",
  exposure: `population pop residents households inhabitants einwohner bevolkerung bevoelkerung poblacion populacao
    popolazione inwoners bevolking ludnosc befolkning poblogaeth habitants exposure denominator`,
  coordinate:
    "lat latitude lon long lng longitude x y easting northing coordinate coordinates geometry point wgs84 geo_point shape location",
  note: "note notes comment comments remark footnote flag flags source symbol",
};

const meanings = new Map<string, readonly Meaning[]>();
for (const [meaning, list] of Object.entries(words) as [Meaning, string][])
  for (const word of list.split(/\s+/)) meanings.set(word, [...(meanings.get(word) ?? []), meaning]);

/** What the words of a name may mean; the last word of an English name, the first of a Romance one, weighs no more. */
export const meaningsOf = (name: string): ReadonlySet<Meaning> => {
  const parts = wordsOf(name);
  const whole = parts.join("");
  return new Set(
    [whole, ...parts, ...parts.map((part) => part.replace(/\d+$/, ""))].flatMap(
      (word) => meanings.get(word) ?? [],
    ),
  );
};
