import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { type Answered, answer, openReply, type Reply, type Task } from "../answer.ts";
import type { Family } from "./entry.ts";
import { family as everyKind } from "./family.ts";

/** Where the built worker is, seen from the bundle or one of its chunks; unbuilt sources have none. */
const workerFile = (): string | undefined =>
  ["./worker.js", "../worker.js"]
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(path));

export interface Pool {
  answer(task: Task): Promise<Answered>;
  close(): Promise<void>;
}

/**
 * Threads that make reports, started when first needed. The main thread keeps the disk, the lock and the
 * keyboard: it writes what they answer, and an interrupt reaches it at once.
 */
export const openPool = (family: Family): Pool => {
  // A thread knows the kinds that it was built with and no others.
  const file = family === everyKind ? workerFile() : undefined;
  if (file === undefined)
    return { answer: async (task) => answer(task, family), close: async () => undefined };
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const start = (): Worker => {
    const worker = new Worker(file);
    all.add(worker);
    return worker;
  };
  return {
    answer: async (task) => {
      const worker = idle.pop() ?? start();
      const answered = openReply(await ask(worker, task).finally(() => idle.push(worker)));
      return answered;
    },
    close: async () => {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
};

const ask = (worker: Worker, task: Task): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      end();
    };
    const onMessage = (reply: Reply): void => settle(() => resolve(reply));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error("a thread ended before it answered")));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(task);
  });
