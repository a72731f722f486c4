import { exitCodes, WhatworksError } from "../model/errors.ts";

const interrupted = (): WhatworksError =>
  new WhatworksError("environment/interrupted", exitCodes.interrupted, {
    found: "an interrupt from the keyboard or the system",
    expected: "time to finish",
    hint: "run the same command again: every report is as it was or new, none is half written",
  });

/** Runs something until it ends or the process is asked to stop; then it rejects and whoever waits cleans up. */
export const untilInterrupted = async <T>(work: () => Promise<T>): Promise<T> => {
  let stop = (): void => undefined;
  const asked = new Promise<never>((_, reject) => {
    stop = () => reject(interrupted());
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, stop);
  try {
    return await Promise.race([work(), asked]);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
};
