import { cpus } from "node:os";
import { runScript } from "./run-script.js";

const MEASUREMENTS = [
  "inbound",
  "latency",
  "memory",
  "start",
  "broadcast",
  "rollups",
  "promos",
  "replay",
  "import",
  "experiments",
  "hooks",
  "year",
  "mongo",
  "scale",
] as const;

/** Runs every measurement, or the one that is named, and prints one JSON document. */
async function main(only: string | undefined): Promise<number> {
  const names = MEASUREMENTS.filter((name) => only === undefined || name === only);
  if (names.length === 0) {
    process.stderr.write(`no such measurement: ${only}; there are ${MEASUREMENTS.join(", ")}\n`);
    return 1;
  }
  const results: Record<string, unknown> = {};
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    results[name] = await runScript(`${name}.ts`);
  }
  const [cpu] = cpus();
  const machine = { cores: cpus().length, cpu: cpu?.model ?? "?", node: process.version };
  process.stdout.write(`${JSON.stringify({ machine, ...results }, null, 2)}\n`);
  return 0;
}

process.exitCode = await main(process.argv[2]);
