import { parentPort } from "node:worker_threads";
import { replyTo, type Task } from "./answer.ts";

// A thread of `run --jobs`: evaluates one study at a time and says what it found.
parentPort?.on("message", (task: Task) => parentPort?.postMessage(replyTo(task)));
