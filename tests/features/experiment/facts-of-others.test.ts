import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { createManualClock } from "../../../src/core/time/clock.js";
import { createPlaybooks } from "../../../src/engine/playbooks.js";
import { experimentOperations } from "../../../src/features/experiment/operations.js";
import { pooledOf } from "../../../src/features/experiment/pooled.js";
import { noEnv } from "../../../src/playbook/read/env.js";
import { type PlaybookVersion, readVersion } from "../../../src/playbook/versions/version.js";
import { SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { plantSettled } from "../../support/settled.js";
import { tally } from "../../support/tally.js";
import { GIRL, LADY, PLAYBOOK } from "../../support/trial-playbook.js";

const CLAIM = { heuristic: "sixty", primary: "margin_per_member" } as const;
const OTHERS = { alpha: 0.1, beta: 0.15, gamma: 0.2 };
let folder: string;
const file = () => join(folder, "suanpan.db");
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-others-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function sharing(client: string): PlaybookVersion {
  const daily = PLAYBOOK.replace("    block: 2d\n    washout: 1d\n", "    block: 1d\n");
  const playbook = daily.replace("client: tea", `client: ${client}\nshare_results: true`);
  const content = JSON.stringify({ playbook, personas: [GIRL, LADY] });
  const edition = readVersion(content, noEnv);
  if (edition?.playbook.client !== client) throw new Error("no edition");
  return edition;
}

/** Three brands that share what they found, and one that has found nothing yet. */
async function planted() {
  const book = createPlaybooks();
  const store = await openSqliteStore(file(), tally);
  const editions = Object.entries(OTHERS).map(([client, lift]) => ({ lift, of: sharing(client) }));
  for (const { lift, of } of editions)
    await plantSettled(store, of, { lift, heuristic: CLAIM.heuristic });
  await store.close();
  book.replace([sharing("tea"), ...editions.map(({ of }) => of)]);
  return book;
}

/** Damages the first assignment of a client. @returns its row. */
function damage(client: string, body: string): number {
  const db = new Sqlite(file());
  const first = "SELECT min(seq) FROM facts WHERE client = ? AND kind = 'assigned'";
  const row = Number(db.prepare(first).pluck().get(client));
  db.prepare("UPDATE facts SET body = ? WHERE seq = ?").run(body, row);
  db.close();
  return row;
}

test.each(["{", "null", '{"at":1}'])(
  "what one brand shares can't be read (%j): the others' findings are still told",
  async (body) => {
    const book = await planted();
    const asked = async () => {
      const store = await openSqliteStore(file(), tally);
      const found = await pooledOf({ store, playbooks: book }, "tea", CLAIM);
      await store.close();
      return found;
    };
    expect(await asked()).toMatchObject({ clients: 3 });
    damage("gamma", body);
    expect(await asked()).toMatchObject({ clients: 2 });
  },
);

test("whose fact it is hears which row it is; what else they ask is answered", async () => {
  const book = await planted();
  const row = damage("gamma", "{");
  const store = await openSqliteStore(file(), tally);
  const clock = createManualClock(Date.parse("2026-12-01T12:00:00+08:00"));
  const desk = experimentOperations({ store, playbooks: book, clock, features });
  await expect(desk.verifyExperiment("gamma", "threshold")).rejects.toMatchObject({
    name: "UserError",
    code: "FACT_UNREADABLE",
    params: { client: "gamma", row },
  });
  expect(await desk.verifyExperiment("alpha", "threshold")).toMatchObject({ ok: true });
  expect(await desk.experiments("gamma")).toHaveLength(4);
  await store.close();
});
