import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** TypeScript is transformed as it stands; types are checked by `npm run types`. */
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/support/setup.ts"],
    pool: "forks",
    // A worker loads the product once, and the setup has all features in use whichever file comes first.
    isolate: false,
    // Half of the files wait for processes or the network most of their time.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // Only what never ends runs into it, on the slowest machine too.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
