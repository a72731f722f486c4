import type { CommandEntry } from "../command-entry.ts";

export const commands: readonly CommandEntry[] = [
  {
    name: "demo",
    summary: "a report from invented data with a known effect, in seconds",
    load: async () => (await import("./demo.ts")).demoCommand,
  },
  {
    name: "init",
    summary: "a workspace from your own files, with the reason for every guess",
    load: async () => (await import("./init.ts")).initCommand,
  },
  {
    name: "validate",
    summary: "are the data fit to be used?",
    load: async () => (await import("./validate.ts")).validateCommand,
  },
  {
    name: "run",
    summary: "ingest, evaluate and report every study that is not current",
    load: async () => (await import("./run.ts")).runCommand,
  },
  {
    name: "check",
    summary: "is every report current, unedited and publishable?",
    load: async () => (await import("./check.ts")).checkCommand,
  },
  {
    name: "evaluate",
    summary: "estimate what an intervention changed, from two files and no workspace",
    load: async () => (await import("./evaluate.ts")).evaluateCommand,
  },
  {
    name: "index",
    summary: "the Community Safety Index per area, with its uncertainty",
    load: async () => (await import("./index-command.ts")).indexCommand,
  },
  {
    name: "panel",
    summary: "native files → a tidy panel as CSV",
    load: async () => (await import("./panel.ts")).panelCommand,
  },
  {
    name: "estimate",
    summary: "one estimator on one tidy panel",
    load: async () => (await import("./estimate.ts")).estimateCommand,
  },
  {
    name: "compare",
    summary: "two editions: which numbers moved, by how much, because of which input",
    load: async () => (await import("./compare.ts")).compareCommand,
  },
  {
    name: "explain",
    summary: "what a message means; where a printed number comes from",
    load: async () => (await import("./explain.ts")).explainCommand,
  },
  {
    name: "doctor",
    summary: "machine and workspace health, with a fix for every line",
    load: async () => (await import("./doctor.ts")).doctorCommand,
  },
  {
    name: "schema",
    summary: "JSON Schemas, from the same source as the program's own checks",
    load: async () => (await import("./schema.ts")).schemaCommand,
  },
  {
    name: "completion",
    summary: "shell completion for bash, zsh or fish",
    load: async () => (await import("./completion.ts")).completionCommand(commands),
  },
  {
    name: "ci",
    summary: "a ready recipe for GitHub, GitLab or cron",
    load: async () => (await import("./ci.ts")).ciCommand,
  },
  {
    name: "key",
    summary: "the secret with which counts of protected reports are rounded",
    load: async () => (await import("./key.ts")).keyCommand,
  },
  {
    name: "purge",
    summary: "empty the cache of counted cells; reports and data are not touched",
    load: async () => (await import("./purge.ts")).purgeCommand,
  },
];
