import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { eventually } from "../groups.js";
import { openProcesses } from "../processes.js";
import { running } from "../storm/storm.js";
import type { Town } from "../storm/town.js";
import { atMost, type Outcome, type Setting, skipped } from "../trial.js";
import { openDatabase } from "./database.js";
import { LEASE_MS, lose, WAYS } from "./losses.js";
import { type Machine, openMachines } from "./machines.js";
import { openTowns } from "./towns.js";

/** In the short form each way but the first, once. */
const SIZES = {
  short: { losses: 4, stopMs: 2 * LEASE_MS, streets: 3, doors: 1, members: 6 },
  full: { losses: 50, stopMs: 60_000, streets: 6, doors: 2, members: 40 },
} as const;

/**
 * Two processes on one database, each at work for one of two clients; again and again one of them is killed, stopped
 * for a minute, or cut off from the database, while people and shops do what they do. In the end the database is
 * copied into a file, whose books are judged.
 */
export async function cluster(setting: Setting): Promise<Outcome> {
  const { random, scale, log, folder } = setting;
  const { losses, stopMs, ...size } = SIZES[scale];
  const database = await openDatabase().catch((error: Error) => error.message);
  if (typeof database === "string") return skipped(database);
  const { url, has } = database;
  const processes = openProcesses();
  const home = join(folder, "home");
  await mkdir(home);
  const houses = {
    SUANPAN_PLAYBOOKS: join(home, "playbooks"),
    SUANPAN_PERSONAS: join(home, "personas"),
  };
  const web = () => machines.web(random.below(2));
  const { towns, ...country } = await openTowns(setting, { processes, home, web, ...size });
  let odd = 0;
  const machines = openMachines({
    ...{ processes, database },
    env: { ...houses, ...country.env, SUANPAN_LEASE: `${LEASE_MS / 1_000}s` },
    onOdd: (said) => {
      odd += 1;
      log(`a process ended by itself, ${said}`);
    },
  });
  const uncertain = new Map<Town, string[]>(towns.map((town) => [town, []]));

  /** @returns a process in the middle of a send, or any when the account has just changed hands */
  async function sending(): Promise<Machine> {
    const { brand, stall } = random.oneOf(towns);
    await stall();
    for (const machine of machines.all()) if (await has(machine.bot.pid, brand)) return machine;
    return random.oneOf(machines.all());
  }
  /** Copies the store of processes that have ended into a file. @returns the exit code */
  async function copy(file: string): Promise<number> {
    const args = ["store", "copy", "--from", url, "--to", `sqlite:${file}`];
    const copying = processes.launch(["dist/main.js", ...args], houses);
    await eventually("the store is copied", async () => copying.ended());
    const { code } = await copying.exit();
    if (code !== 0) log(copying.stderr());
    return code ?? 255;
  }
  try {
    await machines.two();
    for (const { bot } of machines.all()) await running(bot);
    for (const { crowd } of towns) await crowd.gather();
    for (const { greeted } of towns) await greeted();
    log("everybody is there");
    for (let n = 1; n <= losses; n++) {
      await machines.two();
      // Else the next loss comes while work is handed over.
      if (random.chance(0.7)) await eventually("both work", async () => machines.areAtWork());
      let over = false;
      const living = towns.map((town) => live(town, random.below, () => over));
      await wait(random.below(1_500));
      const way = WAYS[n % WAYS.length] ?? "kill";
      const victim = way === "send" ? await sending() : random.oneOf(machines.all());
      const lost = async () => {
        for (const [{ brand }, texts] of uncertain)
          texts.push(...(await database.uncertain(victim.bot.pid, brand)));
      };
      await lose({ way, victim, random, stopMs, lost });
      over = true;
      await Promise.all(living);
      for (const { mend } of towns) await mend();
      log(`${n}: ${way}`);
    }
    await machines.two();
    for (const town of towns) await town.sold();
    for (const town of towns) await town.rest();
    for (const town of towns) await town.recounted();
    const code = await machines.end();
    const file = join(folder, "books.db");
    const copied = await copy(file);
    const outcomes: Outcome[] = [];
    for (const [town, texts] of uncertain) {
      const { figures, targets } = await town.verdict(file, texts);
      const named = (name: string) => `${town.brand.client}: ${name}`;
      outcomes.push({
        figures: {
          [named("lost_during_a_send")]: texts.length,
          ...Object.fromEntries(Object.entries(figures).map(([name, n]) => [named(name), n])),
        },
        targets: targets.map((target) => ({ ...target, name: named(target.name) })),
      });
    }
    return {
      figures: {
        ...{ losses, lease_ms: LEASE_MS, stopped_ms: stopMs },
        ends: JSON.stringify(Object.fromEntries(machines.ends)),
        ...Object.assign({}, ...outcomes.map(({ figures }) => figures)),
      },
      targets: [
        ...outcomes.flatMap(({ targets }) => targets),
        atMost("ended by itself", odd, 0),
        atMost("exit code after SIGTERM", code, 0),
        atMost("exit code of the copy", copied, 0),
      ],
    };
  } finally {
    await processes.close();
    await machines.close();
    await country.close();
    await database.close();
  }
}

/** People do what they do until the loss is over. */
async function live(
  { crowd }: Town,
  below: (n: number) => number,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    await crowd.act();
    await crowd.read();
    await wait(below(600));
  }
}
