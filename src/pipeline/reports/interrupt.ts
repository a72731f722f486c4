import { exitCodes, WhatworksError } from "../../model/errors.ts";

const interrupted = (): WhatworksError =>
  new WhatworksError("environment/interrupted", exitCodes.interrupted, {
    found: "an interrupt from the keyboard or the system",
    expected: "time to finish",
    hint: "run the same command again: every report is as it was or new, none is half written",
  });

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
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, stop);
  try {
    return await work(asked);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
};
