import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "../../../src/app/config.js";
import { importFile } from "../../../src/cli/orders.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { captured } from "../../support/captured.js";
import { CLIENT, closeCorners, HOUR, OPENED, openCorner, poolOf } from "../../support/corner.js";
import { tally } from "../../support/tally.js";
import { ask, balance, entries, SECTIONS } from "./points-corner.js";

captured();
let folder = "";
afterEach(async () => {
  await closeCorners();
  await rm(folder, { recursive: true });
});

test("orders of a file give points, told twice only once", async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-points-"));
  const file = join(folder, "bot.db");
  const head = { version: 1, client: CLIENT, brand: "b", timezone: "Asia/Shanghai" };
  const playbook = { ...head, currency: "CNY", persona: "ada", groups: poolOf(CLIENT) };
  const books = join(folder, "playbooks");
  for (const name of ["playbooks", "personas"]) await mkdir(join(folder, name));
  const ada = { version: 1, id: "ada", name: "Ada", kind: "person", lines: {} };
  await writeFile(join(books, "corner.yaml"), JSON.stringify({ ...playbook, ...SECTIONS }));
  await writeFile(join(folder, "personas", "ada.yaml"), JSON.stringify(ada));
  const csv = join(folder, "orders.csv");
  const row = (id: string, amount: string, refunded: string, who: string) =>
    `${id},${amount},2024-11-24 10:00:00,${refunded},sandbox:${who}`;
  const columns = "order_id,amount,paid_at,refunded,platform_id";
  const rows = [row("1", "61.00", "0", "amy"), row("2", "45.00", "15.00", "amy")];
  await writeFile(csv, [columns, ...rows, row("3", "99.00", "0", "nobody")].join("\n"));

  const env = { SUANPAN_STORE: `sqlite:${file}`, SUANPAN_PLAYBOOKS: books, LANG: "en" };
  const config = readConfig({ ...env, SUANPAN_PERSONAS: join(folder, "personas") });
  // Opens the bot on the file for a while.
  const visit = async (n: number) => {
    const store = await openSqliteStore(file, tally);
    const corner = await openCorner({
      store,
      at: OPENED + n * HOUR,
      brands: [{ sections: SECTIONS }],
    });
    await ask(corner, "amy", "hi");
    const found = [await balance(corner, "amy"), await entries(corner, "amy")];
    await closeCorners();
    await store.close();
    return found;
  };
  expect(await visit(0)).toEqual([0, []]);
  for (let n = 1; n < 3; n++) {
    expect(await importFile(csv, { client: CLIENT }, config)).toBe(0);
    expect(await visit(n)).toEqual([9, ["order 6", "order 3"]]);
  }
});
