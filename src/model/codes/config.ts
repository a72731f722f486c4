import type { CodePage } from "./page.ts";

/** Faults of whatworks.yaml and the files that it names. */
export const pages: readonly CodePage[] = [
  {
    code: "config/no-workspace",
    severity: "error",
    title: "No workspace here",
    meaning: "The folder holds no whatworks.yaml.",
    why: "Without it nobody knows what is asked of which data.",
    fix: "Name the folder with -C FOLDER, or make one: whatworks init data/*.csv.",
  },
  {
    code: "config/yaml",
    severity: "error",
    title: "The YAML cannot be read",
    meaning: "Indentation, a quote, a repeated key or a tag stops the reader.",
    why: "A file that is half understood would ask half a question.",
    fix: "Mend the line under the caret. Plain data only: no tags and no merge keys.",
  },
  {
    code: "config/key",
    severity: "error",
    title: "An unknown key",
    meaning: "The key is none that this place knows.",
    why: "A misspelt key that passed would be a setting that silently does nothing.",
    fix: "Take the suggested spelling, or remove the key; whatworks schema workspace lists them.",
  },
  {
    code: "config/value",
    severity: "error",
    title: "A value of the wrong kind",
    meaning: "The value is not of the kind or not among the words that this key takes.",
    why: "Guessing what was meant would change the question.",
    fix: "Write one of the values that the message lists.",
  },
  {
    code: "config/missing",
    severity: "error",
    title: "A key is missing",
    meaning: "A key that this group needs is not there.",
    why: "The question cannot be answered without it.",
    fix: "Add the line that the message shows.",
  },
  {
    code: "config/limit",
    severity: "error",
    title: "The file is too large or too deep",
    meaning:
      "YAML above 1 MiB, nested deeper than 20 levels, or with aliases that unfold to more than 100 copies.",
    why: "Such a file is a mistake or an attack on the reader.",
    fix: "Split studies into files of their own: studies: studies/*.yaml.",
  },
  {
    code: "config/source",
    severity: "error",
    title: "An unknown source",
    meaning: "A study takes its outcome from a source that the workspace does not have.",
    why: "The outcome has no data.",
    fix: "Take the suggested name, or add the source under sources.",
  },
  {
    code: "config/file",
    severity: "error",
    title: "A file that the workspace names is not there",
    meaning: "interventions, units, breaks, dose or costs points at nothing.",
    why: "The study rests on it.",
    fix: "Mend the path; it is relative to whatworks.yaml.",
  },
];
