import { beforeAll, expect, test } from "vitest";
import { clockIn, noFaketime } from "../support/faketime.js";
import { build, openHome } from "../support/process.js";
import { until } from "../support/until.js";

const LONG_MS = 600_000;
const offer = (member: number) => `m${member}的优惠`;
beforeAll(build, LONG_MS);

/** The tests of a whole process need a library that lies to it about the time. */
const story = noFaketime === undefined ? test : test.skip;
const named = (name: string) => (noFaketime === undefined ? name : `${name} (${noFaketime})`);

story(
  named("a day forward and back and an hour back, a group is answered, after a restart too"),
  async () => {
    const home = await openHome();
    try {
      const clock = await clockIn(home.folder);
      let bot = home.run(clock.env);
      let member = 0;
      const answered = async () => {
        const mine = ++member;
        home.say(mine);
        await until(`m${mine} is answered`, () => home.got(offer(mine)) === 1);
      };
      await answered();
      for (const offset of ["+1d", "+0", "-1h", "+0"]) {
        await clock.put(offset);
        await answered();
        await answered();
      }
      await clock.put("+1d");
      await answered();
      bot.term();
      expect(await bot.exit()).toEqual({ code: 0, signal: null });
      await clock.put("-1h");
      bot = home.run(clock.env);
      await answered();
      await answered();
      bot.term();
      expect(await bot.exit()).toEqual({ code: 0, signal: null });
      expect(bot.told()).toEqual([]);
      // Nobody was answered twice.
      for (let one = 1; one <= member; one++) expect([one, home.got(offer(one))]).toEqual([one, 1]);
    } finally {
      await home.close();
    }
  },
  LONG_MS,
);
