import { Script } from "node:vm";
import { exitCodes, WhatworksError } from "../../model/errors.ts";

const interrupted = (): WhatworksError =>
  new WhatworksError("environment/interrupted", exitCodes.interrupted, {
    found: "an interrupt from the keyboard or the system",
    expected: "time to finish",
    hint: "run the same command again: every report is as it was or new, none is half written",
  });

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs something that is told when the process is asked to stop: `asked` then rejects, and whoever races it cleans up
 * behind itself. Listening starts before the work does, so that nothing is begun that an interrupt could leave behind.
 */
export const withInterrupt = async <T>(work: (asked: Promise<never>) => Promise<T>): Promise<T> => {
  let stop = (): void => undefined;
  const asked = new Promise<never>((_, reject) => {
    stop = () => reject(interrupted());
  });
  // Nobody may be racing it at the moment.
  asked.catch(() => undefined);
  for (const signal of signals) process.once(signal, stop);
  try {
    return await work(asked);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
};

/** What has to go when the process ends before its time: locks, drafts, half-made folders. */
const cleanups = new Set<() => void>();

/** Has something tidied up when a signal ends the process; the answer takes that back. */
export const onInterrupt = (cleanup: () => void): (() => void) => {
  cleanups.add(cleanup);
  listen(signals);
  return () => void cleanups.delete(cleanup);
};

let say: ((error: WhatworksError) => void) | undefined;
const heard = new Set<string>();

/**
 * Ends the process with 130 at an interrupt from the keyboard that nobody else listens to, everything tidied up
 * first. The other signals end it as the system does until there is something to tidy up: a thread that calculates
 * hears none of them.
 *
 * @param tell Called once, before the end.
 */
export const endAtInterrupt = (tell: (error: WhatworksError) => void): void => {
  say = tell;
  listen(["SIGINT"]);
};

const listen = (some: readonly NodeJS.Signals[]): void => {
  for (const signal of some) {
    if (say === undefined || heard.has(signal)) continue;
    heard.add(signal);
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) end();
    });
  }
};

const end = (): void => {
  for (const cleanup of [...cleanups].reverse()) {
    try {
      cleanup();
    } catch {
      // The next run finds what is left and clears it away.
    }
  }
  say?.(interrupted());
  process.exit(exitCodes.interrupted);
};

const call = "whatworksInterruptible";
const script = new Script(`globalThis.${call}()`);

/**
 * Runs a long calculation that lets go of nothing, so that an interrupt from the keyboard still reaches it: no
 * listener runs while a thread calculates, but the machine underneath can stop a script that asks for it.
 */
export const interruptible = <T>(work: () => T): T => {
  const place = globalThis as unknown as { [call]?: (() => T) | undefined };
  const before = place[call];
  place[call] = work;
  try {
    return script.runInThisContext({ breakOnSigint: true }) as T;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw interrupted();
    throw thrown;
  } finally {
    place[call] = before;
  }
};
