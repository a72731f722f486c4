import type { Engine } from "../../model/source.ts";

let opened: Promise<Engine> | undefined;

/** The embedded engine, opened at its first use: loading it costs more than most small jobs take. */
export const openEngine = (): Promise<Engine> => {
  opened ??= import("../../engines/duckdb.ts").then(({ openDuckDb }) => openDuckDb());
  return opened;
};

export const closeEngine = async (): Promise<void> => {
  if (!opened) return;
  const engine = await opened;
  opened = undefined;
  await engine.close();
};
