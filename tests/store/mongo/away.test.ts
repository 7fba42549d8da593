import { beforeAll, describe, expect, test } from "vitest";
import { noMongo } from "../../support/mongo/databases.js";
import { ownDatabase } from "../../support/mongo/own-database.js";
import { hooksOf } from "../../support/mongo/two-accounts.js";
import { build, openHome } from "../../support/process.js";
import { startProxy } from "../../support/proxy.js";
import { until } from "../../support/until.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;
/** Longer than what nobody notices. */
const AWAY_MS = 6_000;

describe.skipIf(noMongo !== undefined)(`a database that goes away while the bot runs${why}`, () => {
  beforeAll(build);

  test("is told by health, metrics and the log while it is away, by /status after; then all is caught up", async () => {
    const database = await ownDatabase();
    const { hostname, port, pathname } = new URL(database.url);
    const proxy = await startProxy({ host: hostname, port: Number(port) });
    const home = await openHome();
    // Longer than it is away: nobody else is there, and it goes on.
    const bot = home.run({
      SUANPAN_STORE: `mongodb://127.0.0.1:${proxy.port}${pathname}?directConnection=true`,
      SUANPAN_LEASE: "600s",
    });
    const get = async (path: string) => (await fetch(`${hooksOf(bot)}/${path}`)).text();
    const health = async () => (await fetch(`${hooksOf(bot)}/healthz`)).status;
    const eventually = async (what: string, isSo: () => Promise<boolean>) => {
      let so = false;
      const timer = setInterval(
        () =>
          void isSo().then(
            (is) => (so ||= is),
            () => {},
          ),
        300,
      );
      await until(what, () => so).finally(() => clearInterval(timer));
    };
    try {
      home.join(1);
      await until("m1 is greeted", () => home.got("欢迎m1") === 1);
      expect(await health()).toBe(200);
      expect(await get("metrics")).toMatch(/^suanpan_store_away 0$/m);

      proxy.refuse();
      const from = Date.now();
      home.join(2);
      await eventually("health says so", async () => (await health()) === 503);
      await eventually("metrics say so", async () =>
        /^suanpan_store_away 1$/m.test(await get("metrics")),
      );
      await until("the log says so", () => bot.stderr().includes("STORE_AWAY"));
      await until("it was long enough", () => Date.now() - from > AWAY_MS);
      expect(bot.ended()).toBe(false);
      expect(home.got("欢迎m2")).toBe(0);

      proxy.mend();
      await until("m2 is greeted", () => home.got("欢迎m2") === 1);
      expect(await home.rest()).toMatch(/数据库从 \S+ \S+ 到 \S+ \S+ 没有回应/);
      await eventually("metrics say that it is back", async () =>
        /^suanpan_store_away 0$/m.test(await get("metrics")),
      );
      expect([home.got("欢迎m1"), home.got("欢迎m2")]).toEqual([1, 1]);
    } finally {
      await home.close();
      await proxy.close();
      await database.close();
    }
  });
});
