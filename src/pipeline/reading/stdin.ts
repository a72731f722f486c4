import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** `-` is standard input: kept in a private temporary file while it is read, because a fault may need a second reading. */
export const withStdin = async <T>(
  path: string,
  use: (file: string, name: string) => Promise<T>,
): Promise<T> => {
  if (path !== "-") return use(path, path.replaceAll("\\", "/"));
  const folder = await mkdtemp(join(tmpdir(), "whatworks-"));
  try {
    const file = join(folder, "stdin.csv");
    await pipeline(process.stdin, createWriteStream(file, { mode: 0o600 }));
    return await use(file, "standard input");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
