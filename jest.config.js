import { availableParallelism } from "node:os";

/** ESM under jest: TypeScript is transformed by swc, types are checked by `npm run types`. */
export default {
  testEnvironment: "node",
  setupFiles: ["<rootDir>/tests/support/own-playbooks.ts"],
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "es6" } },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  // Looking a global up in a test's own realm is slow, and the numeric packages do it in every call.
  sandboxInjectedGlobals: ["Math"],
  // Half of the files wait for processes or the network most of their time; jest takes "150%" for 150 workers.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // Only what never ends runs into it, on the slowest machine too.
  testTimeout: 300_000,
};
