import { beforeAll, describe, expect, test } from "vitest";
import { noMongo } from "../../support/mongo/databases.js";
import { ownDatabase } from "../../support/mongo/own-database.js";
import { hooksOf } from "../../support/mongo/two-accounts.js";
import { build, openHome, type Running } from "../../support/process.js";
import { until } from "../../support/until.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;

describe.skipIf(noMongo !== undefined)(`figures of bots on MongoDB${why}`, () => {
  beforeAll(build);

  test("each tells who has the account, which one does", async () => {
    const database = await ownDatabase();
    const home = await openHome();
    const env = { SUANPAN_STORE: database.url, SUANPAN_LEASE: "10s" };
    const ownedBy = async (bot: Running) => {
      const text = await (await fetch(`${hooksOf(bot)}/metrics`)).text();
      return text.split("\n").filter((line) => line.startsWith("suanpan_account_owned{"));
    };
    try {
      const first = home.run(env);
      await until("the first runs", () => first.stderr().includes('"running"'));
      const second = home.run(env);
      await until("the second waits", () => second.stderr().includes("Nothing to do here"));
      await until("it listens", () => hooksOf(second) !== "");
      const told = await ownedBy(second);
      expect(told).toEqual([expect.stringMatching(new RegExp(`:${first.pid}"} 1$`))]);
      expect(await ownedBy(first)).toEqual(told);
    } finally {
      await home.close();
      await database.close();
    }
  });
});
