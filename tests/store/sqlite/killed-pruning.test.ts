import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Fact } from "../../../src/core/fact.js";
import type { Change } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { build, start } from "../../support/process.js";
import { tally } from "../../support/tally.js";
import { EVER } from "../contract-rollups.js";
import { commitOf, NOW, oldAt } from "../samples.js";

const LONG_MS = 600_000;
const OLD = oldAt(NOW, ["assigned"]);
beforeAll(build, LONG_MS);

let folder: string;
const path = () => join(folder, "store.db");
const open = () => openSqliteStore(path(), tally);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-killed-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_none, n) => make(n));
/** Of three facts of a group and day two are old; one more is kept, another counts for nothing. */
const all = many(600, (n): Fact => {
  const kind = ["said", "said", "said", "assigned", "quoted"][n % 5] ?? "";
  const day = n < 300 ? "2026-11-23" : "2026-11-24";
  return { kind, at: NOW - ((n % 5) % 3) * 9, group: `g${n % 7}`, day };
});
const goes = ({ kind, at }: Fact) => kind !== OLD.keep[0] && at < OLD.facts;
/** Of three counters one is old, one is not, one lives for ever. */
const counters = many(300, (n) => ({ counter: `c${n}`, until: [NOW - 1, NOW, undefined][n % 3] }));

const NEVER = 1e9;
/** A process that forgets what is old, and is killed when it looks at such a fact, or between two pieces. */
async function killedAt({ fact = NEVER, piece = NEVER }): Promise<void> {
  const script = `
    import { openSqliteStore } from "./dist/store/sqlite/store.js";
    import { createTally } from "./dist/domain/experiment/data/tally.js";
    const die = () => process.kill(process.pid, "SIGKILL");
    const tally = createTally(() => undefined);
    let facts = 0;
    const of = (...given) => (facts++ === ${fact} && die(), tally.of(...given));
    const store = await openSqliteStore(${JSON.stringify(path())}, { ...tally, of });
    void store.prune(${JSON.stringify(OLD)});
    for (let piece = 0; piece < ${piece}; piece++) await new Promise(setImmediate);
    die();`;
  const ended = await start(["--input-type=module", "-e", script]).exit();
  expect(ended).toEqual({ code: null, signal: "SIGKILL" });
}

test(
  "killed while it forgets, it loses no sum and nothing that is kept, and goes on the next time",
  async () => {
    const before = await open();
    const changes = counters.map((one): Change => ({ op: "add", by: 1, ...one }));
    await before.commit(commitOf({ facts: all, changes }));
    const sums = await before.rollups("a", EVER);
    await before.close();

    const left: number[] = [];
    /** What must be there is there. */
    async function look() {
      const store = await open();
      const stored = await store.facts("a");
      const values = await Promise.all(counters.map(({ counter }) => store.counter("a", counter)));
      expect(stored.filter((one) => !goes(one))).toEqual(all.filter((one) => !goes(one)));
      expect(values.filter((_value, n) => n % 3 > 0)).toEqual(many(200, () => 1));
      expect(await store.rollups("a", EVER)).toEqual(sums);
      const checked = await store.rebuildRollups("a", { check: true });
      expect(checked).toMatchObject({ facts: stored.length, different: 0 });
      left.push(
        stored.filter(goes).length + values.filter((value, n) => n % 3 === 0 && value).length,
      );
      return store;
    }
    const facts = [0, 70, 130, 1].map((fact) => ({ fact }));
    const pieces = [0, 1, 2, 3, 4].map((piece) => ({ piece }));
    for (const moment of [...facts, ...pieces]) {
      await killedAt(moment);
      await (await look()).close();
    }
    // They were killed in the middle of it, and each went on where the last one was.
    expect(new Set(left).size).toBeGreaterThan(4);
    const store = await look();
    await store.prune(OLD);
    await store.close();
    await (await look()).close();
    expect(left.at(-1)).toBe(0);
  },
  LONG_MS,
);
