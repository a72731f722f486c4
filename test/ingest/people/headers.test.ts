import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { headerKind, isPlaceCode } from "../../../src/ingest/people/headers.ts";

const found: Readonly<Record<string, readonly string[]>> = {
  English: [
    "victimName",
    "VICTIM_DOB",
    "Reporting Officer",
    "OIC",
    "driver's name",
    "Witness 2",
    "Complainant address",
    "home tel",
    "Date of Birth (yyyy)",
    "next of kin",
    "nhsNumber",
    "vehicle_reg_no",
    "caller",
    "keeper name",
    "Arresting officer collar no",
    "race",
    "self-defined ethnicity",
  ],
  Welsh: [
    "enw'r dioddefwr",
    "Dyddiad geni",
    "swyddog",
    "cyfeiriad",
    "tyst",
    "ffôn symudol",
    "rhyw",
    "achwynydd",
  ],
  French: [
    "nom_de_la_victime",
    "Prénom du témoin",
    "agent",
    "date de naissance",
    "plaignant",
    "conducteur",
    "N° de téléphone",
    "sexe",
    "adresse du domicile",
  ],
  German: [
    "Name des Opfers",
    "Zeugenname",
    "Beschuldigter",
    "Polizeibeamter",
    "Geschädigte",
    "Fahrername",
    "Geburtsdatum_Opfer",
    "Anzeigeerstatter",
    "Wohnanschrift",
    "Geschlecht",
  ],
  Spanish: [
    "Nombre de la víctima",
    "testigo",
    "denunciante",
    "oficial",
    "conductor",
    "fecha_nacimiento",
    "domicilio",
    "sexo",
    "edad",
  ],
  Portuguese: [
    "nomeVitima",
    "testemunha",
    "suspeito",
    "agente",
    "motorista",
    "data de nascimento",
    "endereço",
    "raça",
    "idade",
  ],
  Italian: [
    "nome vittima",
    "testimone",
    "sospettato",
    "agente",
    "conducente",
    "data di nascita",
    "indirizzo",
    "sesso",
  ],
  Dutch: [
    "naam slachtoffer",
    "getuige",
    "verdachte",
    "aangever",
    "bestuurder",
    "geboortedatum",
    "woonadres",
    "geslacht",
    "verbalisant",
  ],
  Polish: [
    "imię ofiary",
    "świadek",
    "podejrzany",
    "funkcjonariusz",
    "kierowca",
    "data urodzenia",
    "adres zamieszkania",
    "płeć",
    "zgłaszający",
  ],
  Swedish: [
    "brottsoffer",
    "vittne",
    "misstänkt",
    "polisman",
    "förare",
    "födelsedatum",
    "adress",
    "kön",
    "målsägande",
  ],
  others: [
    "navn",
    "syntymäaika",
    "rodné číslo",
    "születési dátum",
    "numele victimei",
    "datum rođenja",
    "doğum tarihi",
    "ημερομηνία γέννησης",
    "дата рождения",
    "تاريخ الميلاد",
    "जन्म तिथि",
    "出生日期",
    "생년월일",
    "ngày sinh",
    "tanggal lahir",
  ],
};
const innocent = [
  ...[
    "unit",
    "ward",
    "Ward Name",
    "borough",
    "LSOA code",
    "month",
    "Month",
    "period",
    "date",
    "outcome",
    "offence",
    "value",
    "count",
  ],
  ...[
    "population",
    "households",
    "theft from the person",
    "Violence against the person",
    "Sexual Offences",
    "Childhood_Obesity_2013",
  ],
  ...[
    "victim count",
    "number of victims",
    "mean age",
    "officer hours",
    "planned",
    "delivered",
    "title",
    "start",
    "end",
    "problem",
  ],
  ...[
    "b u r g l a r y",
    "m o n t h",
    "motor",
    "stage",
    "average",
    "Fahrzeuge",
    "Gemeinde Name",
    "nom de la commune",
    "geoid",
  ],
];

describe("the name of a column", () => {
  it.each(Object.entries(found))("is found in %s, inside longer names too", (_, names) => {
    expect(names.filter((name) => headerKind(name) === undefined)).toEqual([]);
  });
  it("is innocent where it means a place, a period or a count", () => {
    expect(innocent.filter((name) => headerKind(name) !== undefined)).toEqual([]);
  });
  it.each(["Offence Level 1 Description", "Crm Cd Desc", "OFFENSE_DESCRIPTION", "Location Description"])(
    "takes %s for a name out of a list, whose cells decide",
    (name) => {
      expect(headerKind(name)).not.toBe("text");
      expect(headerKind("description")).toBe("text");
      expect(headerKind("offence notes")).toBe("text");
    },
  );
  it("may be the code of a place", () => {
    expect(
      ["GEOID", "census_tract", "ward code", "LSOA21CD", "block_id"].filter((name) => !isPlaceCode(name)),
    ).toEqual([]);
    expect(isPlaceCode("reference")).toBe(false);
  });
});

const cases = fileURLToPath(new URL("../../../../shared/cases/safety/people.json", import.meta.url));
it.skipIf(!existsSync(cases))("finds every header of the reported cases", () => {
  const { headers } = JSON.parse(readFileSync(cases, "utf8")) as { headers: Record<string, string[]> };
  expect(
    Object.values(headers)
      .flat()
      .filter((name) => headerKind(name) === undefined),
  ).toEqual([]);
});
