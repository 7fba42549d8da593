import { beforeAll, describe, expect, test } from "vitest";
import { noMongo } from "../../support/mongo/databases.js";
import { ownDatabase } from "../../support/mongo/own-database.js";
import { hooksOf } from "../../support/mongo/two-accounts.js";
import { build, openHome, type Running } from "../../support/process.js";
import { until } from "../../support/until.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;
/** Long enough that nobody lapses who is only slow. */
const LEASE = "10s";

const says = (bot: Running, part: string) =>
  until(`it says ${part}`, () => bot.stderr().includes(part));

describe.skipIf(noMongo !== undefined)(`bots on MongoDB${why}`, () => {
  beforeAll(build);

  test("the next one waits, and takes over from who is stopped, killed or ends; everybody is greeted once", async () => {
    const database = await ownDatabase();
    const home = await openHome();
    const env = { SUANPAN_STORE: database.url, SUANPAN_LEASE: LEASE };
    const greets = async (member: number) => {
      home.join(member);
      await until(`m${member} is greeted`, () => home.got(`欢迎m${member}`) > 0);
    };
    const runsAsNext = async (first: Running) => {
      const next = home.run(env);
      await says(next, "Nothing to do here for now");
      await says(next, '"running"');
      expect(next.stderr()).toContain(`:${first.pid} has all accounts`);
      return next;
    };
    try {
      const first = home.run(env);
      await greets(1);
      const second = await runsAsNext(first);
      const health = await fetch(`${hooksOf(second)}/healthz`);
      expect([health.status, await health.json()]).toEqual([
        200,
        { ok: true, waits: true, accounts: [] },
      ]);
      await greets(2);
      expect(second.stderr()).not.toContain("works for these");

      process.kill(first.pid, "SIGSTOP");
      await greets(3);
      expect(second.stderr()).toContain("works for these");
      process.kill(first.pid, "SIGCONT");
      expect(await first.exit()).toEqual({ code: 75, signal: null });
      expect(first.told().join("\n")).toContain("Another process has taken over");
      await greets(4);

      const third = await runsAsNext(second);
      await greets(5);
      second.kill();
      await greets(6);
      const fourth = await runsAsNext(third);
      third.term();
      expect(await third.exit()).toEqual({ code: 0, signal: null });
      await greets(7);
      await home.rest();
      fourth.term();
      expect(await fourth.exit()).toEqual({ code: 0, signal: null });
      const greeted = [1, 2, 3, 4, 5, 6, 7].map((member) => home.got(`欢迎m${member}`));
      expect(greeted).toEqual([1, 1, 1, 1, 1, 1, 1]);
      const left = await database.db.collection("processes").countDocuments();
      expect(left).toBe(0);
    } finally {
      await home.close();
      await database.close();
    }
  });
});
