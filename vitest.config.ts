import { defineConfig } from "vitest/config";

// The long suites (coverage simulations, fuzzing) run only under `npm run test:long`.
const long = process.env.WHATWORKS_LONG === "1";

export default defineConfig({
  test: {
    include: long ? ["test/**/*.long.ts"] : ["test/**/*.test.ts"],
    testTimeout: long ? 3_600_000 : 30_000,
    hookTimeout: 60_000,
    pool: "threads",
    maxWorkers: 2,
  },
});
