/** The gamma function and its relatives, and the two incomplete functions every tail probability comes from. */
export * from "./gamma-function.ts";
export { gammaPQ } from "./incomplete.ts";
