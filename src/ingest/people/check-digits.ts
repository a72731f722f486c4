/** Check digits of numbers that belong to persons. Each takes the bare number, without spaces or dashes. */
export type Check = (text: string) => boolean;

const digitsOf = (text: string): number[] => Array.from(text, (digit) => Number(digit));
const weighted = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0);

/** ISO/IEC 7812: payment cards, IMEI, Swedish personal numbers. */
export const luhn: Check = (text) =>
  digitsOf(text)
    .reverse()
    .reduce((sum, digit, i) => sum + (i % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0) %
    10 ===
  0;

/** ISO 7064 mod 97-10 over letters as two figures, without ever making a large number. */
const mod97 = (text: string): number => {
  let rest = 0;
  for (const c of text) {
    const value = Number.parseInt(c, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
};

export const iban: Check = (text) =>
  /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text) && mod97(text.slice(4) + text.slice(0, 4)) === 1;

/** A year of two figures, a month (with what is added to it for a century or a sex) and a day. */
const dayOfBirth = (text: string, monthsAdded: readonly number[] = [0]): boolean => {
  const [month, day] = [Number(text.slice(2, 4)), Number(text.slice(4, 6))];
  return monthsAdded.some((added) => month - added >= 1 && month - added <= 12) && day >= 1 && day <= 31;
};

const mod11 = (text: string, weights: readonly number[], map: (rest: number) => number): boolean =>
  map(weighted(text, weights) % 11) === Number(text.at(-1));

const repeated = (text: string): boolean => /^(\d)\1*$/.test(text);

/** A national number by its shape and its check; `what` is the word for it in a message. */
export interface NationalNumber {
  readonly what: string;
  readonly shape: RegExp;
  readonly valid: Check;
}

const personnummer: Check = (text) => {
  const ten = text.slice(-10);
  const day = Number(ten.slice(4, 6));
  return luhn(ten) && dayOfBirth(ten.slice(0, 4) + String(day > 60 ? day - 60 : day).padStart(2, "0"));
};

export const nationalNumbers: readonly NationalNumber[] = [
  {
    what: "NHS numbers",
    shape: /^\d{10}$/,
    valid: (text) => !repeated(text) && mod11(text, [10, 9, 8, 7, 6, 5, 4, 3, 2], (rest) => (11 - rest) % 11),
  },
  {
    what: "PESEL numbers",
    shape: /^\d{11}$/,
    valid: (text) =>
      dayOfBirth(text, [0, 20, 40, 60, 80]) &&
      (10 - (weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(text[10]),
  },
  {
    what: "citizen service numbers",
    shape: /^\d{9}$/,
    valid: (text) => !repeated(text) && weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
  },
  {
    what: "tax numbers",
    shape: /^[1235689]\d{8}$/,
    valid: (text) => mod11(text, [9, 8, 7, 6, 5, 4, 3, 2], (rest) => (rest < 2 ? 0 : 11 - rest)),
  },
  {
    what: "CPF numbers",
    shape: /^\d{11}$/,
    valid: (text) => {
      const digit = (n: number): number => {
        const sum = digitsOf(text.slice(0, n)).reduce((total, d, i) => total + d * (n + 1 - i), 0);
        return ((sum * 10) % 11) % 10;
      };
      return !repeated(text) && digit(9) === Number(text[9]) && digit(10) === Number(text[10]);
    },
  },
  {
    what: "national identity numbers",
    shape: /^[1-9]\d{10}$/,
    valid: (text) => {
      const d = digitsOf(text);
      const [odd, even] = [d[0]! + d[2]! + d[4]! + d[6]! + d[8]!, d[1]! + d[3]! + d[5]! + d[7]!];
      const tenth = (((odd * 7 - even) % 10) + 10) % 10;
      return d[9] === tenth && d.slice(0, 10).reduce((a, b) => a + b, 0) % 10 === d[10];
    },
  },
  {
    what: "personal numeric codes",
    shape: /^[1-9]\d{12}$/,
    valid: (text) =>
      dayOfBirth(text.slice(1)) &&
      mod11(text, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], (rest) => (rest === 10 ? 1 : rest)),
  },
  { what: "personal numbers", shape: /^(\d{2})?\d{10}$/, valid: personnummer },
  {
    what: "social security numbers",
    shape: /^[12]\d{4}[0-9AB]\d{9}$/,
    valid: (text) => {
      const bare = text.replace("2A", "19").replace("2B", "18");
      return 97 - (Number(bare.slice(0, 13)) % 97) === Number(bare.slice(13));
    },
  },
  {
    what: "identity numbers",
    shape: /^([XYZ]\d{7}|\d{8})[A-Z]$/,
    valid: (text) =>
      "TRWAGMYFPDXBNJZSQVHLCKE"[
        Number(text.slice(0, -1).replace(/^[XYZ]/, (c) => String("XYZ".indexOf(c)))) % 23
      ] === text.at(-1),
  },
];
