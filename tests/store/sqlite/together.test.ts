import { afterEach, beforeEach, expect, test } from "vitest";
import { SqliteFile } from "../../../src/store/sqlite/driver.js";
import { together } from "../../../src/store/sqlite/together.js";

let db: InstanceType<typeof SqliteFile>;
beforeEach(() => {
  db = new SqliteFile(":memory:");
  db.exec("CREATE TABLE told (n INTEGER NOT NULL UNIQUE)");
});
afterEach(() => db.close());

const told = () => db.prepare("SELECT n FROM told ORDER BY n").pluck().all();
const insert = (n: number): number => {
  db.prepare("INSERT INTO told VALUES (?)").run(n);
  if (n === 13) throw new Error("unlucky");
  return n * 10;
};

test("what is asked in one turn is one transaction, and each hears of its own", async () => {
  let transactions = 0;
  const { ask } = together<number, number>(db, {
    write: insert,
    run(transaction) {
      transactions += 1;
      transaction();
    },
  });
  expect(await Promise.all([1, 2, 3].map(ask))).toEqual([10, 20, 30]);
  expect(transactions).toBe(1);
  expect(await ask(4)).toBe(40);
  expect(transactions).toBe(2);
  expect(told()).toEqual([1, 2, 3, 4]);
});

test("what one writes before it fails is taken back, the others' stays", async () => {
  const lost: number[] = [];
  const { ask } = together<number, number>(db, { write: insert, lost: (n) => void lost.push(n) });
  const asked = [1, 13, 2, 2].map((n) => ask(n).catch((error: Error) => error.message));
  expect(await Promise.all(asked)).toEqual([10, "unlucky", 20, expect.stringMatching(/UNIQUE/)]);
  expect([lost, told()]).toEqual([
    [13, 2],
    [1, 2],
  ]);
});

test("when the transaction can't end nobody's is kept, and the next is", async () => {
  const lost: number[] = [];
  let full = true;
  const { ask } = together<number, number>(db, {
    write: insert,
    end() {
      if (full) throw new Error("the disk is full");
    },
    lost: (n) => void lost.push(n),
  });
  const asked = [1, 2].map((n) => ask(n).catch((error: Error) => error.message));
  expect(await Promise.all(asked)).toEqual(["the disk is full", "the disk is full"]);
  expect([lost, told()]).toEqual([[1, 2], []]);
  full = false;
  expect(await ask(1)).toBe(10);
});

test("what waits is written at once when asked for", async () => {
  const { ask, flush } = together<number, number>(db, { write: insert });
  const asked = ask(1);
  flush();
  expect(told()).toEqual([1]);
  expect(await asked).toBe(10);
});
