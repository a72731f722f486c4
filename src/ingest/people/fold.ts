/** Letters without accents or case, in any script: how the words of a header and the names of persons are compared. */
export const foldLetters = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[ßłøæœıđðþ’‘`´]/g, (letter) => plainLetters[letter]!);

const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: "ss", ł: "l", ø: "o", æ: "ae", œ: "oe", ı: "i", đ: "d", ð: "d", þ: "th" },
  ...{ "’": "'", "‘": "'", "`": "'", "´": "'" },
};

/** The words of a name however it joins them: `victimDOB`, `victim_dob`, "Victim d.o.b. 2". Figures part words and are left out. */
export const wordsOf = (name: string): string[] =>
  foldLetters(
    name
      .slice(0, 200)
      .normalize("NFC")
      .replace(/(\p{Ll})(?=\p{Lu})/gu, "$1 ")
      .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$1 "),
  )
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== "");
