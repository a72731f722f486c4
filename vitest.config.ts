import { configDefaults, defineConfig } from "vitest/config";
import { groups } from "./test/helpers/coverage-groups.ts";
import { textFiles } from "./test/helpers/text-files.ts";

// The long suites (coverage simulations, fuzzing) run only under `npm run test:long`.
const long = Number(process.env.WHATWORKS_LONG ?? 0) > 0;

/** Suites that put another disk in the place of node:fs need modules of their own. */
const ownModules = ["test/pipeline/{beside,crashes}.test.ts", "test/pipeline/reports/files-on-disk.test.ts"];
const shared = long
  ? { include: ["test/**/*.long.ts"], exclude: ["test/pipeline/crashes.long.ts"] }
  : { include: ["test/**/*.test.ts"], exclude: [...configDefaults.exclude, ...ownModules] };
const isolated = { include: long ? ["test/pipeline/crashes.long.ts"] : ownModules };

export default defineConfig({
  plugins: [textFiles],
  test: {
    // A machine that is busy with other work is slow, and not wrong.
    testTimeout: long ? 3_600_000 : 120_000,
    hookTimeout: 120_000,
    pool: "threads",
    maxWorkers: 2,
    projects: [
      // Modules are loaded once a thread and not once a file: a third of the time of the whole run.
      { extends: true, test: { name: "shared", isolate: false, ...shared } },
      { extends: true, test: { name: "isolated", isolate: true, ...isolated } },
    ],
    // Measured only under `npm run coverage`, which fails when a group as a whole sinks below.
    coverage: {
      include: groups.map(({ glob }) => glob),
      reporter: ["text", "html"],
      thresholds: Object.fromEntries(groups.map(({ glob }) => [glob, { lines: 95, branches: 95 }])),
    },
  },
});
