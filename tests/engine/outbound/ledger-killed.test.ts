import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { build, start } from "../../support/process.js";
import { tally } from "../../support/tally.js";

const LONG_MS = 600_000;
const DAY = 86_400_000;
/** So many an account may say a day here, and so often the process is killed meanwhile. */
const MOST = 40;
const KILLS = 6;
const folder = mkdtempSync(join(tmpdir(), "suanpan-ledger-"));
const path = join(folder, "store.db");
const said = join(folder, "said");

beforeAll(build, LONG_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process that sends all it may, and is killed while it sends for the n-th time: before or after that left. */
const script = (n: number, before: boolean) => `
  import { appendFileSync } from "node:fs";
  import { openSqliteStore } from "./dist/store/sqlite/store.js";
  import { createTally } from "./dist/domain/experiment/data/tally.js";
  import { limitsOf } from "./dist/domain/governor/limits.js";
  import { createAccountGovernor } from "./dist/engine/outbound/account-governor.js";
  import { createDispatcher } from "./dist/engine/outbound/dispatcher.js";
  const store = await openSqliteStore(${JSON.stringify(path)}, createTally(() => undefined));
  await store.recover({ accounts: ["wechat"] });
  const clock = { now: Date.now, monotonic: () => performance.now() };
  const now = Date.now();
  const rows = Array.from({ length: 2 * ${MOST} }, (_, n) => ({
    key: "row" + n, account: "wechat", made: now, due: now, expires: now + ${DAY},
    action: { kind: "send_text", text: "t" + n, to: { platform: "wechat", chat: "g" + n, direct: false } },
    unasked: false, rank: 1, onUncertain: "resend",
  }));
  await store.commit({ client: "tea", changes: [], facts: [], outbox: rows });
  let sent = 0;
  const perform = async () => {
    sent += 1;
    if (${before} && sent === ${n}) process.kill(process.pid, "SIGKILL");
    appendFileSync(${JSON.stringify(said)}, ".");
    if (sent === ${n}) process.kill(process.pid, "SIGKILL");
    return {};
  };
  const platform = {
    id: "wechat", account: "wechat", self: { id: "wxid" }, capabilities: new Set(["send_text"]),
    perform, health: () => ({ ok: true, notes: [] }),
  };
  const limits = {
    ...limitsOf("wechat"), gap: { leastMs: 0, spreadMs: 0 }, warmUp: [], quiet: undefined,
    acts: [{ most: ${MOST}, withinMs: ${DAY} }],
    shares: { unasked: 100, operators: 0, posts: 0, atLeast: { minute: 0, hour: 0 } },
  };
  const own = () => ({ limits: new Map(), version: "" });
  const governor = createAccountGovernor({ store, clock, platform, limits, own, zoneOf: () => "UTC" });
  const dispatcher = createDispatcher({
    store, clock, platform, accountGovernor: governor, learn: async () => {},
    hold: async () => undefined, dayOf: async () => "", retry: (work) => work(),
    onBug: (row, error) => { throw error; },
  });
  while (await dispatcher.pump()) await dispatcher.idle();
  await store.close();`;

test(
  "killed again and again while it sends, an account says no more than its day allows",
  async () => {
    appendFileSync(said, "");
    for (let kill = 0; kill < KILLS; kill++) {
      const text = script(4 + (kill % 3), kill % 2 === 0);
      const ended = await start(["--input-type=module", "-e", text]).exit();
      expect(ended).toEqual({ code: null, signal: "SIGKILL" });
      const store = await openSqliteStore(path, tally);
      const entered = await store.ledger("wechat", 0);
      await store.close();
      // What left is in the ledger, and so is what may have left.
      const left = readFileSync(said, "utf8").length;
      expect(entered.length).toBeGreaterThanOrEqual(left);
      expect(entered.length - left).toBeLessThanOrEqual(kill + 1);
    }
    const last = await start(["--input-type=module", "-e", script(1_000, true)]).exit();
    expect(last).toEqual({ code: 0, signal: null });
    const store = await openSqliteStore(path, tally);
    expect(await store.ledger("wechat", 0)).toHaveLength(MOST);
    await store.close();
    const left = readFileSync(said, "utf8").length;
    expect(left).toBeLessThanOrEqual(MOST);
    expect(left).toBeGreaterThanOrEqual(MOST - KILLS);
  },
  LONG_MS,
);
