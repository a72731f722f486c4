import type { Protocol } from "../../model/protocol.ts";

/** The sources that a study takes outcomes from, the primary one first. */
export const outcomeSources = (protocol: Protocol): string[] => [
  ...new Set([
    protocol.outcome.source,
    ...(protocol.secondary ?? []).flatMap((one) => (typeof one === "string" ? [] : [one.source])),
  ]),
];
