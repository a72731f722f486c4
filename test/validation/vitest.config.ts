import { defineConfig } from "vitest/config";

/** `npm run validation`: hours of simulation, which write the table of reports/validation anew. */
export default defineConfig({
  test: {
    include: ["test/validation/*.table.ts"],
    testTimeout: 24 * 3_600_000,
    pool: "threads",
    maxWorkers: 1,
  },
});
