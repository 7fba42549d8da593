import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Running } from "../../tests/support/process.js";
import { uncertainIn } from "./storm/books.js";
import { STORM } from "./storm/playbook.js";
import { openStorm, running, type Storm } from "./storm/storm.js";
import { atMost, type Outcome, type Setting } from "./trial.js";

const SIZES = {
  short: { kills: 6, acts: 6, streets: 6, doors: 1, members: 12 },
  full: { kills: 200, acts: 7, streets: 8, doors: 2, members: 60 },
} as const;

/**
 * The bot is killed again and again while people and shops do what they do. At the end its books are held
 * against what they did, and what Telegram took in against both.
 */
export async function kills(setting: Setting): Promise<Outcome> {
  const { random, scale, log } = setting;
  const { kills: planned, acts, ...size } = SIZES[scale];
  const storm = await openStorm(setting, size);
  try {
    const first = storm.run();
    await running(first);
    await storm.crowd.gather();
    await storm.greeted();
    first.kill();
    await first.exit();
    log("everybody is there");

    const uncertain: string[] = [];
    let refused = 0;
    for (let n = 1; n <= planned; n++) {
      const bot = storm.run();
      const living = live(storm, bot, { acts, pause: () => random.below(150) });
      await death(storm, bot, random.below);
      bot.kill();
      const { signal } = await bot.exit();
      await living;
      await storm.mend();
      if (signal !== "SIGKILL") {
        refused += 1;
        log(`the bot ended by itself: ${bot.stderr()}`);
      }
      uncertain.push(...(await leftUncertain(storm.file, setting.folder)));
      if (n % 20 === 0) log(`killed ${n} times`);
    }
    log(`killed ${planned} times`);
    const last = storm.run();
    await running(last);
    await storm.sold();
    await storm.rest();
    await storm.recounted();
    const { figures, targets } = await storm.verdict(last, uncertain);
    return {
      figures: { kills: planned, killed_during_a_send: uncertain.length, ...figures },
      targets: [...targets, atMost("ended by itself", refused, 0)],
    };
  } finally {
    await storm.close();
  }
}

type Living = { readonly acts: number; readonly pause: () => number };

/** So many deeds, while the bot lives and after. */
async function live({ crowd }: Storm, bot: Running, { acts, pause }: Living): Promise<void> {
  for (let n = 0; n < acts && !bot.ended(); n++) {
    await crowd.act();
    await crowd.read();
    await wait(pause());
  }
}

/** Returns when it is time to die. */
async function death(storm: Storm, bot: Running, below: (n: number) => number): Promise<void> {
  const way = below(5);
  // At any moment of the start.
  if (way === 0) return void (await wait(below(800)));
  await running(bot);
  if (way === 1) {
    await storm.stall(bot.ended);
  } else if (way === 2) {
    // While events are taken in.
    for (let n = 0; n < 4; n++) await storm.crowd.act();
    await wait(below(20));
  } else await wait(below(600));
}

/** What the dead process had issued and not learned the end of; read in a copy, which the next process never sees. */
async function leftUncertain(file: string, folder: string): Promise<readonly string[]> {
  const copy = join(folder, "copy");
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy);
  for (const part of ["", "-wal"]) {
    await copyFile(`${file}${part}`, join(copy, `dead.db${part}`)).catch(() => undefined);
  }
  return uncertainIn(join(copy, "dead.db"), STORM);
}
