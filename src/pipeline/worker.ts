import { parentPort } from "node:worker_threads";
import { replyTo, type Task } from "./answer.ts";
import { family } from "./reports/family.ts";

// A thread of `run --jobs`: makes one report at a time and says what it found.
parentPort?.on("message", (task: Task) => parentPort?.postMessage(replyTo(task, family)));
