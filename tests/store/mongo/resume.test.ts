import { beforeAll, describe, expect, test } from "vitest";
import { noMongo } from "../../support/mongo/databases.js";
import { ownDatabase } from "../../support/mongo/own-database.js";
import { build, openHome, start } from "../../support/process.js";
import { until } from "../../support/until.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;
const offer = (member: number) => `m${member}的优惠`;

describe.skipIf(noMongo !== undefined)(`store resume on MongoDB${why}`, () => {
  beforeAll(build);

  test("is refused while a bot lives, waits for one that was killed, and puts down what that had to say", async () => {
    const database = await ownDatabase();
    const home = await openHome({ onUncertain: "resend" });
    // Long enough that nobody lapses who is only slow.
    const env = { SUANPAN_STORE: database.url, SUANPAN_LEASE: "10s" };
    const resume = () =>
      start(["dist/main.js", "store", "resume"], {
        ...{ LANG: "en_US.UTF-8", ...env },
        SUANPAN_PLAYBOOKS: `${home.folder}/playbooks`,
        SUANPAN_PERSONAS: `${home.folder}/personas`,
      });
    try {
      const bot = home.run(env);
      home.say(1);
      await until("the first is answered", () => home.got(offer(1)) === 1);

      const refused = resume();
      expect(await refused.exit()).toEqual({ code: 2, signal: null });
      expect(refused.stderr()).toContain("Processes are at work on the database");
      expect(refused.stderr()).toContain(`:${bot.pid})`);
      expect(refused.stdout()).toBe("");
      home.onSent((text) => {
        if (text === offer(2)) bot.kill();
      });
      home.say(2);
      await bot.exit();
      home.onSent(() => {});

      const done = resume();
      expect(await done.exit()).toEqual({ code: 0, signal: null });
      expect(done.stderr()).toMatch(/:\d+ may only have been killed, so .* for 11 seconds/);
      expect(done.stderr()).toContain(`:${bot.pid} `);
      expect(done.stdout()).toContain(": 1 messages not yet sent, ");
      const again = resume();
      expect(await again.exit()).toEqual({ code: 0, signal: null });
      expect(again.stderr()).toBe("");

      const next = home.run(env);
      home.say(3);
      await until("the third is answered", () => home.got(offer(3)) === 1);
      expect([home.got(offer(1)), home.got(offer(2))]).toEqual([1, 1]);
      next.term();
      expect(await next.exit()).toEqual({ code: 0, signal: null });
    } finally {
      await home.close();
      await database.close();
    }
  });
});
