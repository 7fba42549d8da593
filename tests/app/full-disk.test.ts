import { beforeAll, expect, test } from "vitest";
import { build, type Home, openHome, readDatabase } from "../support/process.js";
import { canMount, mountSmallDisk, type SmallDisk } from "../support/small-disk.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const offer = (member: number) => `m${member}的优惠`;
beforeAll(build, LONG_MS);

const story = (name: string, run: (home: Home, disk: SmallDisk) => Promise<void>): void =>
  (canMount() ? test : test.skip)(
    name,
    async () => {
      const disk = mountSmallDisk(4_096);
      const home = await openHome({ onUncertain: "resend", disk: disk.folder });
      try {
        await run(home, disk);
      } finally {
        await home.close();
        disk.close();
      }
    },
    LONG_MS,
  );

/** Ends the bot. @returns what its database holds. */
async function ended(home: Home, bot: ReturnType<Home["run"]>) {
  bot.term();
  expect(await bot.exit()).toEqual({ code: 0, signal: null });
  return readDatabase(home.file);
}

story(
  "full while a text is being sent: it isn't sent again when there is room",
  async (home, disk) => {
    const bot = home.run();
    home.onSent((text) => {
      if (text === offer(1)) disk.fill();
    });
    home.say(1);
    await until("the operator is told", () => /STORE_FULL|disk is full/.test(bot.stderr()));
    home.onSent(() => {});
    home.say(2);
    await until("a batch isn't taken", () => bot.stderr().includes("TELEGRAM_BATCH_NOT_TAKEN"));
    disk.free();
    await until("the next is answered", () => home.got(offer(2)) === 1);
    expect(home.got(offer(1))).toBe(1);
    const { undigested, counts, fate } = await ended(home, bot);
    expect(undigested).toEqual([]);
    expect(counts).toMatchObject({ waiting: 0, failed: 0, skipped: 0, expired: 0 });
    expect(fate(offer(1))).toEqual(["sent"]);
  },
);

/** What a start that is refused says, and that it ends. */
async function refusedWith(home: Home): Promise<string> {
  const bot = home.run();
  expect(await bot.exit()).toEqual({ code: 2, signal: null });
  return bot.told().join("\n");
}

story("full before the start: one sentence, and nothing is left half made", async (home, disk) => {
  disk.fill();
  expect(await refusedWith(home)).toMatch(/^The disk is full, so the database .* can't be written/);
  disk.free();
  const bot = home.run();
  home.say(1);
  await until("it runs", () => home.got(offer(1)) === 1);
  await ended(home, bot);
  // It was there before, and there is no room to begin to write.
  disk.fill();
  expect(await refusedWith(home)).toMatch(/^The disk is full, so the database .* can't be written/);
  disk.free();
  const again = home.run();
  home.say(2);
  await until("it goes on", () => home.got(offer(2)) === 1);
  const { about } = await ended(home, again);
  expect(about("said")).toEqual([1, 2]);
});

story("a disk that is mounted read-only", async (home, disk) => {
  const bot = home.run();
  home.say(1);
  await until("it runs", () => home.got(offer(1)) === 1);
  await ended(home, bot);
  disk.readOnly();
  expect(await refusedWith(home)).toMatch(
    /^The disk on which the database .* lies is mounted read/,
  );
});
