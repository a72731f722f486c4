/*
 * How hard a text is to read. Flesch–Kincaid grade (Kincaid and others 1975, Naval Technical Training Command
 * report 8-75): 0.39 words per sentence + 11.8 syllables per word − 15.59. Five more is the reader's age.
 */

/** Sentences of a text. Numbers with points, initials and abbreviations of one letter do not end one. */
export const sentencesOf = (text: string): string[] =>
  text
    .replace(/\s+/g, " ")
    .split(/(?<=[.!?])(?<!\b(?:e\.g|i\.e|vs|no|St)\.)\s+(?=["'(]?[A-Z0-9])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[a-z]/i.test(sentence));

// What stands in parentheses is an aside (an interval, a ratio) that a reader may skip.
const body = (sentence: string): string => sentence.replace(/\([^)]*\)/g, " ");

const wordsOf = (text: string): string[] => body(text).match(/[\p{L}\p{N}][\p{L}\p{N}'’.,%-]*/gu) ?? [];

/** Words of a sentence without what stands in parentheses; a number is one word. */
export const wordCount = (sentence: string): number => wordsOf(sentence).length;

/** Groups of vowels, without a silent final e; at least one. A number is read as one beat. */
export const syllables = (word: string): number => {
  const letters = word.toLowerCase().replace(/[^a-z]/g, "");
  if (letters.length <= 3) return 1;
  const spoken = letters.replace(/(?<=[^aeiouyl])e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouyscxz])es$/, "");
  return Math.max(1, (spoken.match(/[aeiouy]+/g) ?? []).length);
};

/** Reading age in years, or undefined for a text of fewer than 20 words, which has none worth the name. */
export const readingAge = (text: string): number | undefined => {
  const sentences = sentencesOf(text);
  const words = sentences.flatMap(wordsOf);
  if (words.length < 20) return undefined;
  const beats = words.reduce((sum, word) => sum + syllables(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (beats / words.length) - 15.59 + 5;
};
