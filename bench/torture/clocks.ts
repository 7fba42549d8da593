import { setTimeout as wait } from "node:timers/promises";
import { clockIn, noFaketime } from "../../tests/support/faketime.js";
import type { Running } from "../../tests/support/process.js";
import { openStorm, running } from "./storm/storm.js";
import { atMost, type Outcome, type Setting, skipped } from "./trial.js";

/** By less than typed orders are kept: what the bot forgets as it should, the judge would take for lost. */
const SIZES = {
  short: { acts: 4, streets: 4, doors: 1, members: 6, jumps: ["+1d", "-1h", "+0"] },
  full: {
    ...{ acts: 20, streets: 8, doors: 2, members: 30 },
    jumps: ["+1d", "+0", "-1h", "+0", "+1h", "+0", "-1d", "+0", "+1d", "-1h", "+2d", "+0"],
  },
} as const;
/** Who is not answered in this time is mute; a busy machine takes seconds. */
const MUTE_MS = 180_000;

/** The bot's clock is put forward and back by an hour, a day and more while people and shops go on. */
export async function clocks(setting: Setting): Promise<Outcome> {
  if (noFaketime !== undefined) return skipped(noFaketime);
  const { random, scale, log, folder } = setting;
  const { acts, jumps, ...size } = SIZES[scale];
  const clock = await clockIn(folder);
  const storm = await openStorm(setting, size);
  const start = async (): Promise<Running> => {
    const bot = storm.run(clock.env);
    await running(bot);
    return bot;
  };
  try {
    let bot = await start();
    let restarts = 0;
    let mute = 0;
    await storm.crowd.gather();
    await storm.greeted();
    for (const [n, jump] of jumps.entries()) {
      // What waits when the clock goes forward a day has come too late, as after a sleep.
      await storm.rest();
      await clock.put(jump);
      if (n % 3 === 2) {
        bot.term();
        await bot.exit();
        bot = await start();
        restarts += 1;
      }
      const deadline = performance.now() + MUTE_MS;
      const visitors = await storm.crowd.visit();
      for (let acted = 0; acted < acts; acted++) {
        await storm.crowd.act();
        await storm.crowd.read();
        await wait(random.below(150));
      }
      const unanswered = async () => {
        const said = new Set((await storm.sent()).map(({ chat_id, text }) => `${chat_id}/${text}`));
        return visitors.filter((answer) => !said.has(answer));
      };
      while ((await unanswered()).length > 0 && performance.now() < deadline) await wait(200);
      for (const answer of await unanswered()) {
        mute += 1;
        log(`${jump}: ${answer} was never said`);
      }
      log(`the clock shows ${jump}`);
    }
    await storm.sold();
    await storm.rest();
    await storm.recounted();
    const { figures, targets } = await storm.verdict(bot);
    return {
      figures: { jumps: jumps.join(" "), restarts, ...figures },
      targets: [atMost("groups mute after a jump", mute, 0), ...targets],
    };
  } finally {
    await storm.close();
  }
}
