import type { CodePage } from "./page.ts";

/** Where the program may write. */
export const pages: readonly CodePage[] = [
  {
    code: "paths/reports",
    severity: "error",
    title: "The folder named for reports is no such folder",
    meaning: "It is a file, the root of the disk, or a folder that holds the workspace itself.",
    why: "A report takes the place of what stood under its name; beside data that could be data.",
    fix: "Name a folder of its own, such as reports.",
  },
  {
    code: "paths/link",
    severity: "error",
    title: "A report folder or file is a link",
    meaning: "Something that a run reads back or writes over points somewhere else.",
    why: "Through a link a report could be written outside the reports, or a private file printed as commentary.",
    fix: "Remove the link, or name the folder that it points at.",
  },
  {
    code: "paths/device",
    severity: "error",
    title: "A study has a name that Windows keeps for a device",
    meaning: "Names such as con, nul or com1 cannot be folders there.",
    why: "The workspace would not run on every machine.",
    fix: "Give the study another id.",
  },
  {
    code: "paths/no-folder",
    severity: "error",
    title: "The output would go into a folder that is not there",
    meaning: "--out names a file in a folder that does not exist.",
    why: "A folder that is made of a typing error is looked for later, and not found.",
    fix: "Check the spelling, or make the folder first.",
  },
  {
    code: "paths/overwrites",
    severity: "error",
    title: "The output would take the place of an input",
    meaning: "--out names a folder, or a file that the same command reads.",
    why: "The data would be gone.",
    fix: "Name another file.",
  },
];
