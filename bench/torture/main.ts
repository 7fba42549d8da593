import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "../../tests/support/process.js";
import { canaries } from "./canaries.js";
import { clocks } from "./clocks.js";
import { cluster } from "./cluster/cluster.js";
import { disk } from "./disk.js";
import { flood } from "./flood.js";
import { kills } from "./kills.js";
import { randomFrom } from "./random.js";
import { soak } from "./soak.js";
import { soakWechat } from "./soak-wechat.js";
import type { Outcome, Scale, Trial } from "./trial.js";
import { webhooks } from "./webhooks.js";

const TRIALS: Readonly<Record<string, Trial>> = {
  kills,
  canaries,
  disk,
  clocks,
  flood,
  webhooks,
  cluster,
  soak,
  "soak-wechat": soakWechat,
};

/** Not among the short ones unless it is named: its processes take longer to start than those trials to end. */
const NEVER_SHORT: ReadonlySet<string> = new Set(["soak-wechat"]);

type Report = Outcome & { readonly seconds: number };

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const seconds = (from: number): number => Math.round((performance.now() - from) / 100) / 10;

/** Holds one trial in a folder of its own. A trial that breaks off has missed its targets. */
async function hold(name: string, trial: Trial, seed: string, scale: Scale): Promise<Report> {
  const from = performance.now();
  const folder = await mkdtemp(join(tmpdir(), `suanpan-torture-${name}-`));
  const setting = {
    random: randomFrom(`${seed}:${name}`),
    scale,
    folder,
    log: (line: string) => log(`${name} ${seconds(from)} s: ${line}`),
  };
  const outcome = await trial(setting).catch((error: unknown): Outcome => {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    setting.log(why);
    return {
      figures: { broken_off: why },
      targets: [{ name: "held to its end", value: "no", limit: "yes", met: false }],
    };
  });
  const missed = outcome.targets.filter(({ met }) => !met);
  for (const { name: target, value, limit } of missed) {
    setting.log(`MISSED ${target}: ${value}, at most ${limit}`);
  }
  if (missed.length > 0) setting.log(`its files are kept in ${folder}`);
  else await rm(folder, { recursive: true, force: true });
  return { seconds: seconds(from), ...outcome };
}

/**
 * Holds every trial, or the one that is named: one after the other, since some measure time; the short ones,
 * which measure none and wait most of theirs, all at once. @returns the exit code.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      trial: { type: "string" },
      short: { type: "boolean", default: false },
    },
  });
  const { seed, trial: only } = values;
  const scale = values.short ? "short" : "full";
  const isChosen = (name: string) =>
    only === undefined ? scale === "full" || !NEVER_SHORT.has(name) : name === only;
  const chosen = Object.entries(TRIALS).filter(([name]) => isChosen(name));
  if (chosen.length === 0) {
    log(`There is no trial ${only}; there are ${Object.keys(TRIALS).join(", ")}.`);
    return 2;
  }
  const from = performance.now();
  await build();
  const reports: Promise<Report>[] = [];
  for (const [name, trial] of chosen) {
    reports.push(hold(name, trial, seed, scale));
    if (scale === "full") await reports.at(-1);
  }
  const held = await Promise.all(reports);
  const trials = Object.fromEntries(chosen.map(([name], n) => [name, held[n] as Report]));
  const met = Object.values(trials).every(({ targets }) => targets.every((one) => one.met));
  const [cpu] = cpus();
  const machine = { node: process.version, cores: cpus().length, cpu: cpu?.model ?? "?" };
  const result = { seed, form: scale, met, seconds: seconds(from), machine, trials };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  return met ? 0 : 1;
}

// A run that is broken off takes its processes along.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(130));
}
process.exitCode = await main();
