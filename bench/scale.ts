import { statSync } from "node:fs";
import { installStandIn } from "../tests/support/mongo/stand-in.js";
import { openServer } from "./mongo/server.js";
import { openFolder } from "./rig.js";
import { runScript } from "./run-script.js";
import { print, round } from "./statistics.js";

const MEMBERS = 200;
const SIZES = [200, 2_000, 20_000];
/** What is written of each group and measured: all members into a file; on the stand-in, a thousandth as fast, who talks. */
const SIDES = {
  sqlite: { written: () => MEMBERS, talkers: 20, polls: 200, watchedS: 15 },
  mongo: {
    written: (groups: number) => (groups > 2_000 ? 1 : 5),
    talkers: 1,
    polls: 10,
    watchedS: 30,
  },
};
type Side = keyof typeof SIDES;
type Ran = Awaited<ReturnType<typeof one>>;

async function one(side: Side, at: string, groups: number) {
  const { written, talkers, polls, watchedS } = SIDES[side];
  const writes = written(groups);
  const filled = await runScript(
    ...(["scale/fill.ts", at, groups, MEMBERS, writes].map(String) as [string]),
  );
  const ran = (await runScript(
    ...(["scale/run.ts", at, groups, MEMBERS, talkers, polls, watchedS].map(String) as [string]),
  )) as { event_us: Figure; event_cpu_us: Figure };
  return { groups, members_written_of_each: writes, ...(filled as object), ...ran };
}
type Figure = { readonly median: number; readonly p99: number };

async function onSqlite(groups: number) {
  const folder = await openFolder();
  const ran = await one("sqlite", folder.path, groups);
  const file_mb = round(statSync(folder.path).size / 1e6);
  await folder.remove();
  return { ...ran, file_mb };
}

async function onMongo(groups: number) {
  const server = await openServer(python);
  const ran = await one("mongo", server.at, groups);
  await server.close();
  return ran;
}

/** What each costs to what it costs with the fewest groups. */
function grown(all: readonly Ran[]) {
  const [first] = all;
  const to = (ran: Ran, which: "event_us" | "event_cpu_us", figure: keyof Figure) =>
    round(ran[which][figure] / (first?.[which][figure] ?? Number.NaN), 2);
  return all.map((ran) => ({
    groups: ran.groups,
    median: to(ran, "event_us", "median"),
    p99: to(ran, "event_us", "p99"),
    cpu_median: to(ran, "event_cpu_us", "median"),
  }));
}

/** `scale.ts [sqlite|mongo] [most groups]` */
const [only = "", most = ""] = process.argv.slice(2);
const sizes = SIZES.filter((size) => size <= Number(most || SIZES.at(-1)));
const python = await installStandIn();
const results: Record<Side, Ran[]> = { sqlite: [], mongo: [] };
for (const groups of sizes) {
  if (only !== "mongo") results.sqlite.push(await onSqlite(groups));
  if (only !== "sqlite") results.mongo.push(await onMongo(groups));
}
print({
  sqlite: { grown: grown(results.sqlite), sizes: results.sqlite },
  mongo: { grown: grown(results.mongo), sizes: results.mongo },
});
