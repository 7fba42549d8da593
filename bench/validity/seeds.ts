import { readConfig } from "../../src/app/config.js";
import { openPlaybooks } from "../../src/app/open-playbooks.js";
import { runSimulation } from "../../src/app/simulation/simulation.js";

/**
 * A child of `simulate.ts`: what `suanpan simulate` says of each seed it is given, one JSON line each.
 * Arguments: client, experiment, lift, days, groups, members, seeds with commas between.
 */
const [client = "", experiment = "", ...rest] = process.argv.slice(2);
const seeds = rest.at(-1)?.split(",") ?? [];
const [lift = 0, days = 0, groups = 0, members = 0] = rest.map(Number);
const { playbooks } = await openPlaybooks(readConfig());
const version = playbooks.current(client);
if (!version) throw new Error(`no client ${client}`);
for (const seed of seeds) {
  const effects = [{ experiment, lift }];
  const began = performance.now();
  const { conclusions, bugs } = await runSimulation({
    ...{ version: version, seed, days, groups, members, effects },
  });
  if (bugs.length > 0) throw new Error(bugs.join("\n"));
  const [own] = conclusions;
  if (!own) throw new Error(`no conclusion for seed ${seed}`);
  const { verdict, until, why, analysis } = own;
  const seconds = (performance.now() - began) / 1000;
  const line = { seed, verdict, until, why, estimate: analysis.estimate, p: analysis.p, seconds };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
