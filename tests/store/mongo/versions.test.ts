import { afterAll, describe, expect, test } from "vitest";
import { openMongoStore } from "../../../src/store/mongo/store.js";
import {
  databases,
  databaseUrl,
  noMongo,
  PATIENT,
  serverUrl,
} from "../../support/mongo/databases.js";
import { commitOf, samplesTally } from "../samples.js";

const why = noMongo === undefined ? "" : ` (${noMongo})`;
type Schema = { readonly _id: string; readonly version: number; readonly oldest?: number };

describe.skipIf(noMongo !== undefined)(`programs of several versions on one database${why}`, () => {
  const all = databases();
  afterAll(() => all.close());
  const change = { op: "add", counter: "n", by: 1 } as const;

  /** A database as a program left it that has changed it. */
  async function changed(schema: Omit<Schema, "_id">) {
    const name = await all.take();
    const url = databaseUrl(serverUrl, name);
    await (await openMongoStore(url, samplesTally, PATIENT)).close();
    const meta = all.client.db(name).collection<Schema>("meta");
    expect(await meta.findOne({ _id: "schema" })).toMatchObject({ version: 1, oldest: 1 });
    await meta.replaceOne({ _id: "schema" }, schema);
    const written = () => meta.findOne({ _id: "schema" });
    return { url, written, done: () => all.giveBack(name) };
  }

  test("one that is older by a step works beside the newer, and leaves its mark as it is", async () => {
    const { url, written, done } = await changed({ version: 2, oldest: 1 });
    const [older, other] = [
      await openMongoStore(url, samplesTally, PATIENT),
      await openMongoStore(url, samplesTally, PATIENT),
    ];
    await older.own({ accounts: [], clients: ["a"] });
    await older.commit(commitOf({ changes: [change] }));
    expect(await other.counter("a", "n")).toBe(1);
    expect(await written()).toMatchObject({ version: 2, oldest: 1 });
    await Promise.all([older.close(), other.close()]);
    done();
  });

  test.each([{ version: 3, oldest: 2 }, { version: 2 }])(
    "one that is too old is refused: %o",
    async (schema) => {
      const { url, written, done } = await changed(schema);
      await expect(openMongoStore(url, samplesTally, PATIENT)).rejects.toMatchObject({
        code: "STORE_NEWER",
      });
      expect(await written()).toMatchObject(schema);
      done();
    },
  );

  test("one that is newer marks what it has changed", async () => {
    const { url, written, done } = await changed({ version: 0, oldest: 0 });
    await (await openMongoStore(url, samplesTally, PATIENT)).close();
    expect(await written()).toMatchObject({ version: 1, oldest: 1 });
    done();
  });
});
