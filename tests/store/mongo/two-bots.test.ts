import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "mongodb";
import { beforeAll, describe, expect, test } from "vitest";
import { senders } from "../../support/hook-senders.js";
import { noMongo } from "../../support/mongo/databases.js";
import { ownDatabase } from "../../support/mongo/own-database.js";
import { type Brand, hooksOf, openTwoAccounts, SECRET } from "../../support/mongo/two-accounts.js";
import { build, type Running } from "../../support/process.js";
import { until } from "../../support/until.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;
/** Long enough that nobody lapses who is only slow. */
const LEASE = "10s";

const ACCOUNTS = { tea: "telegram", pets: "telegram:shop" };
type Lease = { _id: string; owner?: string };
type Process = { _id: string; where: string };

/** The process that has a brand's account. */
async function holderOf(db: Db, brand: Brand): Promise<string> {
  const leases = db.collection<Lease>("leases");
  const lease = await leases.findOne({ _id: `account:${ACCOUNTS[brand]}` });
  const owner = await db.collection<Process>("processes").findOne({ _id: lease?.owner ?? "" });
  return owner?.where.split(":").at(-1) ?? "";
}

describe.skipIf(noMongo !== undefined)(`two bots in two processes${why}`, () => {
  beforeAll(build);

  test("each process has one of them; hooks and new playbooks reach the other; one is killed: the other has both", async () => {
    const database = await ownDatabase();
    const { db } = database;
    const town = await openTwoAccounts({
      SUANPAN_STORE: database.url,
      SUANPAN_LEASE: LEASE,
      // Whose reload is of all brands.
      SUANPAN_OWNER: "telegram:10001",
    });
    const holder = (brand: Brand) => holderOf(db, brand);
    const sent = () => db.collection("outbox").countDocuments({ state: "sent", body: /欢迎m\d/ });
    const orders = () => db.collection("records").countDocuments({ head: "tea/order" });
    async function hook(bot: Running, id: string): Promise<number> {
      const at = new Date();
      const order = { id, status: "paid", currency: "CNY", amount: "61.00" };
      const body = JSON.stringify({ ...order, modified_at: at.toISOString() });
      const { headers } = senders.generic(body, at.getTime(), id, SECRET);
      const url = `${hooksOf(bot)}/hooks/tea/own`;
      return (await fetch(url, { method: "POST", body, headers })).status;
    }
    try {
      const first = await town.run("first");
      await town.greets("tea", 1);
      await town.greets("pets", 1);
      const second = await town.run("second");
      await until("the second one has an account", () =>
        second.stderr().includes("works for these"),
      );
      await town.greets("tea", 2);
      await town.greets("pets", 2);
      const holders = [await holder("tea"), await holder("pets")];
      expect(new Set(holders)).toEqual(new Set([`${first.pid}`, `${second.pid}`]));

      const status = await town.command("tea", "/状态", true);
      expect(status).toContain("telegram: 正常");
      expect(status).toContain(`telegram:shop: 由另一个进程负责`);
      expect(status).toContain(`:${holders[1]}）`);

      await until("both take hooks in", () => [first, second].every((bot) => hooksOf(bot) !== ""));
      expect([await hook(first, "A1"), await hook(second, "A2")]).toEqual([200, 200]);
      while ((await orders()) < 2) await pause(100);

      const [ofTea, other] = holders[0] === `${first.pid}` ? [first, second] : [second, first];
      await town.edit(ofTea === first ? "first" : "second", "十点");
      await town.command("tea", "/剧本 重载");
      await town.answers("tea", "十点", 300);
      await town.answers("pets", "十点", 300);

      ofTea.kill();
      await town.greets("tea", 3);
      await town.greets("pets", 3);
      expect([await holder("tea"), await holder("pets")]).toEqual([`${other.pid}`, `${other.pid}`]);
      // What is cut off while it is sent is an answer that comes again.
      while ((await sent()) < 6) await pause(100);
      // Whoever comes after a crash is alone, and begins with its files.
      other.kill();
      await town.edit("first", "十一点");
      await town.run("third");
      await town.answers("tea", "十一点", 400);
      for (const brand of ["tea", "pets"] as const)
        expect([1, 2, 3].map((member) => town.got(brand, `欢迎m${member}`))).toEqual([1, 1, 1]);
    } finally {
      await town.close();
      await database.close();
    }
  });

  test("a group that is bound on another's bot brings both bots together within seconds", async () => {
    const database = await ownDatabase();
    const { db } = database;
    const town = await openTwoAccounts({ SUANPAN_STORE: database.url, SUANPAN_LEASE: LEASE });
    const areTogether = async () => {
      const [tea, pets] = await Promise.all([holderOf(db, "tea"), holderOf(db, "pets")]);
      return tea !== "" && tea === pets;
    };
    try {
      await town.run("first");
      await town.greets("tea", 1);
      const second = await town.run("second");
      await until("the second one has an account", () =>
        second.stderr().includes("works for these"),
      );
      await town.greets("tea", 2);
      await town.greets("pets", 2);
      expect(await areTogether()).toBe(false);
      await town.command("pets", "/解绑");
      await town.command("pets", "/确认");
      await town.command("pets", "/绑定 tea all");
      // Groups are listed every five minutes; nobody waits for that.
      while (!(await areTogether())) await pause(100);
      await town.greets("tea", 3);
      await town.greets("pets", 4);
    } finally {
      await town.close();
      await database.close();
    }
  });
});
