import { setTimeout as wait } from "node:timers/promises";
import { canMount, mountSmallDisk } from "../../tests/support/small-disk.js";
import { openStorm, running } from "./storm/storm.js";
import { type Outcome, type Setting, skipped } from "./trial.js";

const SIZES = {
  short: { floods: 2, acts: 6, streets: 6, doors: 1, members: 8 },
  full: { floods: 25, acts: 14, streets: 8, doors: 2, members: 30 },
} as const;
/** Of the trial's disk, in memory. */
const DISK_KIB = 24_000;

/** The bot's disk fills up and is freed again while people and shops go on. */
export async function disk(setting: Setting): Promise<Outcome> {
  if (!canMount()) return skipped("nobody may mount a disk here: run it as root");
  const { random, scale, log } = setting;
  const { floods, acts, ...size } = SIZES[scale];
  const small = mountSmallDisk(DISK_KIB);
  try {
    const storm = await openStorm(setting, { ...size, disk: small.folder });
    try {
      const bot = storm.run();
      await running(bot);
      await storm.crowd.gather();
      await storm.greeted();
      const live = async () => {
        for (let n = 0; n < acts; n++) {
          await storm.crowd.act();
          await storm.crowd.read();
          await wait(random.below(200));
        }
      };
      for (let n = 1; n <= floods; n++) {
        await live();
        // A little room is left at times: some of what is written fits, and what comes after it doesn't.
        small.fill(random.oneOf([0, 0, 4, 40]));
        await live();
        small.free();
        await live();
        if (n % 5 === 0) log(`full ${n} times`);
      }
      await storm.sold();
      await storm.rest();
      await storm.recounted();
      const full = bot.stderr().split("STORE_FULL").length - 1;
      const { figures, targets } = await storm.verdict(bot);
      return { figures: { times_full: floods, told_full: full, ...figures }, targets };
    } finally {
      await storm.close();
    }
  } finally {
    small.close();
  }
}
