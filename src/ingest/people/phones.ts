import { createRequire } from "node:module";

/**
 * Telephone numbers of any country. A number written as one (with +, 00, brackets or groups) is looked up; a bare run
 * of figures only as a British mobile, because units of equal width (census tracts, blocks) look alike and none begins 07.
 */
export const isPhone = (text: string): boolean => {
  if (!/^(tel[.: ]*)?[+(]?[\d][\d ().\-/]{6,24}(\s*(x|ext\.?)\s*\d{1,5})?$/i.test(text)) return false;
  const number = text.replace(/^tel[.: ]*/i, "");
  const digits = number.replace(/\D/g, "");
  if (digits.length < 8 || digits.length > 15) return false;
  if (/^\+|^00[1-9]/.test(number)) return isInternational(`+${digits.replace(/^00/, "")}`);
  // Decimals, and thousands set apart: amounts. Spain and Poland write numbers to call like that, with spaces.
  if (/^\d+[.,]\d+$|^\d{1,3}([.,' ]\d{3})+$/.test(number)) return false;
  if (/^\d+$/.test(number)) return /^07[1-9]\d{8}$/.test(number);
  // A date and a span of years are no numbers to call.
  if (
    /^\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}$|^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}$|^\d{4} ?[-/] ?\d{4}$/.test(number)
  )
    return false;
  if (/^(1[ .-])?(\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}$/.test(number)) return true;
  return /^\(?0/.test(number) ? isGrouped(number, digits) : isNational(number, withoutZero);
};

/** As a code or an amount might be written as well: telling only where a whole column that nobody reads has them. */
export const isBareLandline = (text: string): boolean =>
  (/^0[123589]\d{8,9}$/.test(text) && isNational(text, ["GB"])) ||
  (/^\d{3} \d{3} \d{3}$/.test(text) && isNational(text, withoutZero));

const countries = "GB IE FR DE AT CH BE NL IT SE DK NO FI PL RO TR AU NZ IN ZA NG PK BD GH KE".split(" ");
const withoutZero = "ES PT PL IT BR US MX DK NO CZ GR".split(" ");

/** A trunk 0 and groups: Britain's numbers also count where they are drama numbers that no one has. */
const isGrouped = (number: string, digits: string): boolean =>
  /^\(?0(20|1\d\d|1\d1|7\d{3})\)? /.test(number) && digits.length === 11
    ? true
    : isNational(number, countries);

type Library = Pick<typeof import("libphonenumber-js"), "parsePhoneNumberFromString">;
let library: Library | undefined;
// Its tables are read from disk on first use: most files hold nothing that looks like a number to call.
const loaded = (): Library =>
  (library ??= createRequire(import.meta.url)("libphonenumber-js/min") as Library);

const isInternational = (number: string): boolean =>
  loaded().parsePhoneNumberFromString(number)?.isPossible() ?? false;

const isNational = (number: string, among: readonly string[]): boolean =>
  among.some((country) =>
    loaded()
      .parsePhoneNumberFromString(number, { defaultCountry: country as "GB", extract: false })
      ?.isValid(),
  );
