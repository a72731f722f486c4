import { vi } from "vitest";

export interface Heard {
  readonly out: () => string;
  readonly err: () => string;
}

/** What is written to stdout and stderr until mocks are restored. */
export const listen = (): Heard => {
  const written = { stdout: [] as string[], stderr: [] as string[] };
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name].push(String(text));
      return true;
    });
  return { out: () => written.stdout.join(""), err: () => written.stderr.join("") };
};
