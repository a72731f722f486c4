import { createHmac } from "node:crypto";

/** A secret that decides how counts are rounded. Whoever holds it can tell what a rounded count was. */
export interface Key {
  /** Short, and safe to print. */
  readonly id: string;
  /** A number from 0 up to 1 that nobody without the key can foresee; the same words give the same number. */
  lot(words: readonly (string | number)[]): number;
  /** A fingerprint that nobody without the key can check a guess against. */
  fingerprint(words: string): string;
}

const hmac = (secret: string, purpose: string, words: string): Buffer =>
  createHmac("sha256", secret).update(`whatworks ${purpose}\0${words}`).digest();

export const keyOf = (secret: string): Key => ({
  id: hmac(secret, "key", "").toString("hex").slice(0, 12),
  // 48 bits are exact in a double.
  lot: (words) => hmac(secret, "cell", words.join("\0")).readUIntBE(0, 6) / 2 ** 48,
  fingerprint: (words) => hmac(secret, "file", words).toString("hex"),
});
