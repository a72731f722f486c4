import { parentPort } from "node:worker_threads";
import { tally } from "./tally.ts";
import { trials } from "./trials.ts";

/** One cell of the table for each message. */
parentPort?.on(
  "message",
  ({ method, clusters, draws }: { method: string; clusters: number; draws: number }) => {
    const trial = trials.find(({ label }) => label === method)!;
    parentPort!.postMessage(tally(trial, clusters, draws));
  },
);
