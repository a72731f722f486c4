/** The system names the file where it cannot open one, and not where it cannot write to it or sync it. */
export const namingFile = <T>(path: string, work: () => T): T => {
  try {
    return work();
  } catch (thrown) {
    throw withPath(thrown, path);
  }
};

/** A fault of the system that names no file, with the file that was being written. Any other is left as it is. */
export const withPath = (thrown: unknown, path: string): unknown => {
  const fault = thrown as NodeJS.ErrnoException;
  if (fault instanceof Error && typeof fault.code === "string" && fault.path === undefined) fault.path = path;
  return thrown;
};
