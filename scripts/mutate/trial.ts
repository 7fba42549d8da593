import { type Mutation, mutated } from "./mutations.js";
import type { Tree } from "./tree.js";

/** What became of a fault. `undecided`: the tests that fail with it fail without it too. */
export type Outcome = "killed" | "timedOut" | "caughtByCompiler" | "survived" | "undecided";

const VITEST = [
  "node_modules/vitest/vitest.mjs",
  ..."run --silent --bail=1 --maxWorkers=1 --no-color".split(" "),
];
const TSC = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.src.json", "--noEmit"];
const START_MS = 60_000;
/** Test files of the first run and of each that follows: most faults fall to the nearest tests. */
const [FIRST, MORE] = [4, 12] as const;

function runsOf(tests: readonly string[]): readonly (readonly string[])[] {
  const rest = tests.slice(FIRST);
  const runs = Math.ceil(rest.length / MORE);
  const later = Array.from({ length: runs }, (_, i) => rest.slice(i * MORE, (i + 1) * MORE));
  return [tests.slice(0, FIRST), ...later];
}

/**
 * Tries faults, one at a time in each tree. A fault is killed by a test that passes without it.
 * @param msPerTest what a test file may take, beside a minute for each run
 */
export function createTrial(msPerTest: number) {
  const sound = new Map<string, Promise<boolean>>();
  const run = (tree: Tree, tests: readonly string[]) =>
    tree.node([...VITEST, ...tests], START_MS + tests.length * msPerTest);

  /** Whether tests pass in a tree in which nothing is planted. */
  function areSound(tree: Tree, tests: readonly string[]): Promise<boolean> {
    const key = tests.join(" ");
    const passed = sound.get(key) ?? run(tree, tests).then(({ code }) => code === 0);
    sound.set(key, passed);
    return passed;
  }

  return async (tree: Tree, mutation: Mutation, tests: readonly string[]): Promise<Outcome> => {
    for (const [i, some] of runsOf(tests).entries()) {
      const undo = tree.plant(mutation.file, (text) => mutated(text, mutation));
      try {
        const { code, output } = some.length > 0 ? await run(tree, some) : PASSED;
        if (code !== 0) {
          undo();
          const failed = failedIn(output);
          if (!(await areSound(tree, failed.length > 0 ? failed : some))) return "undecided";
          return code === "timeout" ? "timedOut" : "killed";
        }
        if (i === 0 && (await tree.node(TSC, 10 * START_MS)).code !== 0) return "caughtByCompiler";
      } finally {
        undo();
      }
    }
    return "survived";
  };
}

/** The files of tests that failed, as vitest names them: behind the project's name where there are several. */
export function failedIn(output: string): readonly string[] {
  const found = output.matchAll(/^ *FAIL +(?:\|[^|]*\| +)?(\S+)/gm);
  return [...new Set([...found].map(([, file]) => file as string))];
}

const PASSED = { code: 0, output: "" } as const;
