import { readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { choose } from "./mutate/choose.js";
import { importersOf, testsOf } from "./mutate/related.js";
import { reportOf, type Tried } from "./mutate/report.js";
import { gitFiles, openTrees, type Tree } from "./mutate/tree.js";
import { createTrial } from "./mutate/trial.js";

const USAGE = `npm run --silent mutate -- [options] > report.json
  --base <rev>      files of src/ that differ from where <rev> was left; HEAD~1 when absent
  --files <paths>   these files, folders or globs instead; may be given more than once
  --count <n>       faults to plant, 40 when absent
  --seed <text>     which ones, 1 when absent
  --timeout <s>     seconds that a test file may take, 30 when absent
`;
/** Mutants that are tried at the same time. */
const AT_ONCE = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: "string", default: "HEAD~1" },
    files: { type: "string", multiple: true, default: [] },
    count: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    timeout: { type: "string", default: "30" },
    help: { type: "boolean", default: false },
  },
});
const [count, timeout] = [Number(values.count), Number(values.timeout)];
if (values.help || !(count >= 1) || !(timeout > 0)) {
  process.stderr.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

/** Of the files that are wanted those that hold code. A shell may have spread a glob already. */
function targets(): readonly string[] {
  const wanted = [...values.files, ...positionals];
  const listed = ["ls-files", "--cached", "--others", "--exclude-standard", "--"];
  const [base] = wanted.length > 0 ? [] : gitFiles("merge-base", "HEAD", values.base);
  const found =
    base === undefined
      ? gitFiles(...listed, ...wanted.map((each) => `:(glob)${each}`))
      : gitFiles("diff", "--name-only", "--diff-filter=d", base, "--", "src");
  return found.filter((file) => /^src\/.*(?<!\.d)\.ts$/.test(file));
}

const sources = targets().map((file) => ({ file, text: readFileSync(file, "utf8") }));
const { mutations, invalid } = choose(sources, { count, seed: values.seed });
const files = gitFiles("ls-files", "--cached", "--others", "--exclude-standard").filter(
  (file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true,
);
const importers = importersOf(".", files);
const trial = createTrial(timeout * 1000);
const tried: Tried[] = [];
const waiting = [...mutations];

async function work(tree: Tree): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const outcome = await trial(tree, next, testsOf(next.file, importers));
    tried.push({ ...next, outcome });
    const at = `${tried.length}/${mutations.length} ${outcome} ${next.file}:${next.line}`;
    process.stderr.write(`${at}\n`);
  }
}

await Promise.all(openTrees(files, Math.min(AT_ONCE, mutations.length)).map(work));
process.stdout.write(
  `${JSON.stringify(reportOf(tried, { invalid, seed: values.seed }), null, 2)}\n`,
);
