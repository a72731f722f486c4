import { defineConfig } from "vitest/config";
import { groups } from "./test/helpers/coverage-groups.ts";

// The long suites (coverage simulations, fuzzing) run only under `npm run test:long`.
const long = process.env.WHATWORKS_LONG === "1";

export default defineConfig({
  test: {
    include: long ? ["test/**/*.long.ts"] : ["test/**/*.test.ts"],
    testTimeout: long ? 3_600_000 : 30_000,
    hookTimeout: 60_000,
    pool: "threads",
    maxWorkers: 2,
    // Measured only under `npm run coverage`, which fails when a group as a whole sinks below.
    coverage: {
      include: groups.map(({ glob }) => glob),
      reporter: ["text", "html"],
      thresholds: Object.fromEntries(groups.map(({ glob }) => [glob, { lines: 95, branches: 95 }])),
    },
  },
});
