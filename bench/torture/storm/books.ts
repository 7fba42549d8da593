import type { RecordKind, Records } from "../../../src/core/record.js";
import { SqliteFile as Sqlite } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { tally } from "../../../tests/support/tally.js";
import { accountOf, type Brand } from "./playbook.js";

export type OutboxRow = {
  readonly seq: number;
  readonly chat: string;
  readonly state: string;
  readonly text: string | null;
  readonly why: string | null;
};
export type Books = Awaited<ReturnType<typeof readBooks>>;

const ROWS = `SELECT seq, chat, state, json_extract(body, '$.action.text') AS text,
  json_extract(result, '$.why') AS why FROM outbox WHERE account = ?`;

/** All that a database says of a client when the bot's processes have ended. */
export async function readBooks(file: string, brand: Brand) {
  const { client } = brand;
  const db = new Sqlite(file);
  const rows = db.prepare<[string], OutboxRow>(ROWS).all(accountOf(brand));
  db.close();
  const store = await openSqliteStore(file, tally);
  try {
    const of = async <K extends RecordKind>(kind: K): Promise<ReadonlyMap<string, Records[K]>> => {
      const all = await store.list(client, kind);
      return new Map(all.map(({ key, value }) => [key, value]));
    };
    const ours = { accounts: [accountOf(brand), `shop:${client}`] };
    return {
      rows,
      facts: await store.facts(client),
      groups: await of("group"),
      seats: await of("seat"),
      orders: await of("order"),
      coupons: await of("coupon"),
      points: await of("points"),
      typed: await of("typed"),
      granted: {
        welcome: await store.counter(client, "coupon/welcome/granted"),
        treat: await store.counter(client, "coupon/treat/granted"),
      },
      spent: await store.counter(client, "promo/saving/spent"),
      sumsOff: (await store.rebuildRollups(client, { check: true })).different,
      /** Events that were set aside or not handled. */
      undigested: [...(await store.deadLetters(ours)), ...(await store.unhandled(ours))],
    };
  } finally {
    await store.close();
  }
}

/** What a process that was killed had issued, and not learned the end of: `chat/text`. */
export function uncertainIn(file: string, brand: Brand): readonly string[] {
  const db = new Sqlite(file);
  try {
    return db
      .prepare<[string], OutboxRow>(`${ROWS} AND state = 'sending' AND issued = 1`)
      .all(accountOf(brand))
      .flatMap(({ chat, text }) => (text === null ? [] : `${chat}/${text}`));
  } finally {
    db.close();
  }
}
