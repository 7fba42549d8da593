import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databases, databaseUrl, noMongo, serverUrl } from "../../support/mongo/databases.js";
import { build, openHome } from "../../support/process.js";
import { until } from "../../support/until.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;

describe.skipIf(noMongo !== undefined)(`bots on MongoDB${why}`, () => {
  const all = databases();
  beforeAll(build);
  afterAll(() => all.close());

  test("a second one takes over from the first, which ends; who comes meanwhile is greeted once", async () => {
    const name = await all.take();
    const home = await openHome();
    const env = { SUANPAN_STORE: databaseUrl(serverUrl, name) };
    const fences = all.client.db(name).collection<{ _id: string; token: number }>("fences");
    const tokenOf = async () => (await fences.findOne({ _id: "account:telegram" }))?.token;
    try {
      const first = home.run(env);
      home.join(1);
      await until("the first one greets", () => home.got("欢迎m1") === 1);
      const second = home.run(env);
      while ((await tokenOf()) !== 2 && !second.ended());
      home.join(2);
      expect(await first.exit()).toEqual({ code: 2, signal: null });
      expect(first.told().join("\n")).toContain("Another process has taken over");
      await until("the second one greets", () => home.got("欢迎m2") === 1);
      await home.rest();
      second.term();
      expect(await second.exit()).toEqual({ code: 0, signal: null });
      expect([home.got("欢迎m1"), home.got("欢迎m2")]).toEqual([1, 1]);
    } finally {
      await home.close();
    }
  });
});
