import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { textFiles } from "../helpers/text-files.ts";
import { groups } from "./groups.ts";

const group = groups.find(({ name }) => name === process.env.WHATWORKS_MUTATION_GROUP)!;

/** A mutant needs one test to fail, so the quick ones come first; by itself vitest starts with the longest. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).reverse();
  }
}

export default defineConfig({
  plugins: [textFiles],
  test: {
    include: [...group.tests],
    exclude: [...configDefaults.exclude, ...(group.except ?? [])],
    setupFiles: ["test/mutation/same-each-time.ts"],
    sequence: { sequencer: QuickFirst },
    testTimeout: 30_000,
    pool: "threads",
    maxWorkers: 1,
  },
});
