import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SqliteFile as Database } from "../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { storeContract } from "./contract.js";
import { claimOf, commitOf, NOW, row, samplesTally } from "./samples.js";

storeContract("sqlite", (tally) => openSqliteStore(":memory:", tally));

test("a row that has ended keeps its words and not its picture", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "suanpan-")), "store.db");
  const store = await openSqliteStore(path, samplesTally);
  const to = { platform: "telegram", chat: "g1", direct: false };
  const png = "x".repeat(60_000);
  const picture = (key: string, over = {}) =>
    row(key, key, {
      action: { kind: "send_image", to: { ...to, chat: key }, png, alt: "-" },
      ...over,
    });
  const outbox = [picture("sent"), picture("late", { expires: NOW - 1 }), picture("again")];
  await store.commit(commitOf({ outbox: [...outbox, row("text", "text")] }));
  const claimed = await store.claim(claimOf());
  for (const row of claimed) {
    if (row.key === "again") await store.settle(row, { state: "later", due: NOW }, NOW);
    else await store.settle(row, { state: "sent", receipt: {} }, NOW);
  }
  const [again] = await store.claim(claimOf());
  expect(again?.action).toMatchObject({ kind: "send_image", png });
  await store.close();
  const db = new Database(path, { readonly: true });
  const kept = db.prepare("SELECT key, state, length(body) AS size, body FROM outbox").all() as {
    readonly key: string;
    readonly state: string;
    readonly size: number;
    readonly body: string;
  }[];
  db.close();
  expect(kept.map(({ key, state, size }) => [key, state, size > 60_000])).toEqual([
    ["sent", "sent", false],
    ["late", "expired", false],
    ["again", "sending", true],
    ["text", "sent", false],
  ]);
  expect(JSON.parse(kept[0]?.body ?? "")).toMatchObject({
    action: { kind: "send_image", alt: "-" },
  });
  expect(JSON.parse(kept[3]?.body ?? "")).toMatchObject({ action: { text: "text" } });
});
