import { runCell } from "../../tests/support/validity/cell.js";
import type { WorldName } from "../../tests/support/validity/worlds.js";

/** A child of `main.ts`: one cell of the table as a JSON line. Arguments: world, groups, days, lift, runs, seed. */
const [world, groups, days, lift, runs, seed = ""] = process.argv.slice(2);
const found = runCell({
  world: world as WorldName,
  groups: Number(groups),
  days: Number(days),
  lift: Number(lift),
  runs: Number(runs),
  seed,
});
process.stdout.write(`${JSON.stringify(found)}\n`);
