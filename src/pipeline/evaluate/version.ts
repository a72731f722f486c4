/** Version of what a page holds and how it is worded; raised when the same numbers would give other bytes. */
export const pageVersion = 3;
