import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { luhn } from "../../../src/ingest/people/check-digits.ts";
import { signOf } from "../../../src/ingest/people/signs.ts";

/** Invented people and numbers of nobody; check digits by hand or from the specification's own example. */
const personal: readonly (readonly [string, readonly string[]])[] = [
  [
    "e-mail",
    [
      "jane@example.org",
      "write to jane.o'neill@example.co.uk today",
      "Jane <j@example.org>",
      "mailto:j@example.org",
    ],
  ],
  [
    "telephone",
    [
      "07700 900123",
      "07700900123",
      "+49 151 23456789",
      "0033 6 12 34 56 78",
      "(020) 7946 0123",
      "(212) 555-0123",
      "06 12 34 56 78",
      "Tel. 0113 496 0123",
      "ring 020 7946 0999 after six",
    ],
  ],
  [
    "telephone",
    ["+48 601 234 567", "+234 803 123 4567", "+91 98765 43210", "+86 138 1234 5678", "+55 (11) 91234-5678"],
  ],
  ["NHS", ["9434765919", "4010232137"]],
  ["National Insurance", ["QQ123456C", "QQ 12 34 56 C", "qq-12-34-56-c"]],
  [
    "IBAN",
    ["GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32", "pay to DE89 3704 0044 0532 0130 00 please"],
  ],
  ["cards", ["4111 1111 1111 1111", "5500005555555559"]],
  ["sort codes", ["20-00-00 12345678"]],
  ["postcodes", ["SW1A 1AA", "m1 1ae", "at EC1A 1BB since"]],
  ["plates", ["AB12 CDE", "AB12CDE", "M-AB 1234", "AB-123-CD"]],
  [
    "coordinates",
    ["51.50013, -0.12625", "(51.50013 -0.12625)", "TQ 30023 80039", "51.500132", "///filled.count.soap"],
  ],
  ["PESEL", ["44051401359"]],
  ["codes of persons", ["RSSMRA85T10A562S"]],
  ["identity", ["12345678Z", "X1234567L"]],
  ["driving licences", ["MORGA657054SM9IJ"]],
  ["PNC", ["2016/0123456A", "70/123456Z"]],
  ["social security", ["123-45-6789"]],
  [
    "title or rank",
    [
      "PC 1234 Jones",
      "PC Jones",
      "DS A. Okafor",
      "Dr Patel",
      "seen by Mrs O'Neill",
      "PC 7591",
      "Herr Müller",
    ],
  ],
  [
    "names of persons",
    [
      "Smith, Jane",
      "OKAFOR, Chen",
      "O'Neill, J.",
      "Zofia O'Neill",
      "Owen Kowalska",
      "María García López",
      "jane doe",
      "J. Smith",
      "王伟",
      "Aisha Khan; Tom Lee",
    ],
  ],
  ["names of persons", ["The victim Owen Kowalska (17) was struck"]],
  ["forenames", ["Jane", "Aisha", "Jane, Tom and Aisha"]],
  [
    "street addresses",
    [
      "12 High Street",
      "Flat 3, 12 Harbour Rd, Ely",
      "Hauptstraße 12",
      "12 rue de la Paix",
      "Calle Mayor 5",
      "Via Roma 10",
      "ul. Długa 5",
      "Rua Augusta 12",
      "Storgatan 5",
      "Kerkstraat 12",
    ],
  ],
  ["network", ["81.2.69.142", "00:1B:44:11:3A:B7"]],
  ["accounts", ["@zofia21"]],
];
const innocent: readonly string[] = [
  ...[
    "Camden",
    "Abbey Road",
    "Kingston upon Hull, City of",
    "Bristol, City of",
    "Dallas, Texas",
    "St Mary's",
    "Lady Margaret",
  ],
  ...[
    "Stoke Newington",
    "King's Cross",
    "Lincoln Park",
    "Jackson Heights",
    "NOT DISCLOSED",
    "045XX W JACKSON BLVD",
    "Georgia",
  ],
  ...[
    "Violence against the person",
    "Theft from person",
    "Officer Assault",
    "PS 118",
    "DC United",
    "Police officer",
  ],
  ...[
    "E05000001",
    "W02000123",
    "2024-01",
    "2024-01-10",
    "10/01/2024 12:30",
    "2015/16",
    "2015-2016",
    "Q1 2015/16",
    "Apr 2018 to Mar 2019",
  ],
  ...[
    "12",
    "1,035",
    "1.204",
    "1 204 567",
    "200.000.000",
    "0.1234",
    "20240110",
    "yes",
    "North-West 12",
    "Beat 7",
    "A1",
  ],
];

describe("a cell about a person", () => {
  it.each(personal)("is found: %s", (_, cells) => {
    expect(cells.filter((cell) => ["hint", undefined].includes(signOf(cell)?.reach))).toEqual([]);
  });
  it("is no place, offence, period or amount", () => {
    const found = innocent.filter((cell) => !["hint", "events", undefined].includes(signOf(cell)?.reach));
    expect(found).toEqual([]);
  });
  it("knows a check digit from a mistyped one", () => {
    expect(signOf("9434765918")?.what).not.toBe("NHS numbers");
    expect(signOf("GB82WEST12345698765433")?.what).not.toBe("bank accounts (IBAN)");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 14 }), (n) => {
        const valid = Array.from({ length: 10 }, (_, d) => luhn(`${n}${d}`));
        expect(valid.filter(Boolean)).toHaveLength(1);
      }),
    );
  });
  it("takes any text in little time and never fails", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => void signOf(text)));
    for (const run of [
      "a ".repeat(300),
      "1 ".repeat(300),
      "A. ".repeat(200),
      "(0".repeat(300),
      "@".repeat(600),
    ])
      signOf(run);
  });
});
