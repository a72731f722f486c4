/** Folder of the index among the reports, with its pages of areas, figures and scores. No study may be called so. */
export const indexFolder = "safety-index";

/** Its front page and its numbers, which lie beside the contents page of the reports. */
export const indexPage = "index.md";
export const indexJson = "index.json";

/** How studies call it where a score or an indicator is their outcome. No other source may be called so. */
export const indexSource = "index";

/** Version of the numbers and of the pages; raised when the same inputs would give other bytes. */
export const indexVersion = 4;
