import { expect, test } from "vitest";
import { createMetrics, type Looked } from "../../../src/app/metrics/metrics.js";
import { StoreFailure } from "../../../src/core/errors.js";
import { createManualClock } from "../../../src/core/time/clock.js";
import type { AccountStanding } from "../../../src/engine/outbound/account-standing.js";
import type { Platform } from "../../../src/platform/port.js";
import type { Store, Waiting } from "../../../src/store/port.js";

const NOW = Date.parse("2026-11-24T10:00:00Z");
const platform = (account: string, lastPollAt?: number) =>
  ({
    account,
    health: () => ({ ok: lastPollAt !== undefined, notes: [], lastPollAt }),
  }) as unknown as Platform;
const waits = (client: string, due: number) => ({ client, due }) as Waiting;
const standing = (account: string): AccountStanding => ({
  ...{ account, ageDays: 3, percent: 50, waiting: [] },
  used: [{ of: "acts", most: 40, withinMs: 3_600_000, used: 12 }],
  breaker: { until: NOW + 1, by: "refused" },
});

/** Figures of a process that has two of four accounts. */
async function open(change: Partial<Looked> = {}) {
  const clock = createManualClock(NOW);
  const metrics = await createMetrics(clock, "1.2.3");
  const mine = [platform("telegram", NOW - 4_000), platform("wechat")];
  const rows = [waits("tea", NOW - 90_000), waits("tea", NOW + 60_000), waits("@system", NOW)];
  const looked: Looked = {
    store: {
      waiting: async (account: string) => (account === "wechat" ? rows : []),
      counts: async () => ({ unhandled: 2, deadLetters: 1 }),
    } as unknown as Store,
    ...{ clock, where: "here:1", running: () => mine, clients: () => ["tea", "pets"] },
    platforms: [...mine, platform("telegram:shop"), platform("telegram:free")],
    elsewhere: (account) => (account === "telegram:shop" ? "there:2" : ""),
    standing: async (account) => (account === "wechat" ? standing(account) : undefined),
    ...change,
  };
  const told = async () => {
    const text = await metrics.text(looked);
    const lines = text.split("\n").filter((line) => /^suanpan_/.test(line));
    return (start: string) => lines.filter((line) => line.startsWith(`suanpan_${start}`));
  };
  return { metrics, clock, told };
}

test("who owns what, as this process knows it", async () => {
  const { told } = await open();
  expect((await told())("account_owned")).toEqual([
    'suanpan_account_owned{account="telegram",process="here:1"} 1',
    'suanpan_account_owned{account="wechat",process="here:1"} 1',
    'suanpan_account_owned{account="telegram:shop",process="there:2"} 1',
    'suanpan_account_owned{account="telegram:free",process=""} 0',
  ]);
});

test("how long ago an account polled; one that never did has no age", async () => {
  const { told } = await open();
  const figures = await told();
  expect(figures("account_up")).toEqual([
    'suanpan_account_up{account="telegram"} 1',
    'suanpan_account_up{account="wechat"} 0',
  ]);
  expect(figures("account_poll_age")).toEqual([
    'suanpan_account_poll_age_seconds{account="telegram"} 4',
  ]);
});

test("what waits by client: how many, and how long the oldest could have left", async () => {
  const { told } = await open();
  const figures = await told();
  expect(figures("outbox_waiting_rows")).toEqual([
    'suanpan_outbox_waiting_rows{client="tea"} 2',
    'suanpan_outbox_waiting_rows{client="pets"} 0',
    'suanpan_outbox_waiting_rows{client="@system"} 1',
  ]);
  expect(figures("outbox_oldest")).toEqual([
    'suanpan_outbox_oldest_waiting_seconds{client="tea"} 90',
    'suanpan_outbox_oldest_waiting_seconds{client="pets"} 0',
    'suanpan_outbox_oldest_waiting_seconds{client="@system"} 0',
  ]);
  expect(figures("inbox")).toEqual([
    'suanpan_inbox_events{state="waiting"} 2',
    'suanpan_inbox_events{state="set_aside"} 1',
  ]);
});

test("how much of its limits a governed account has used, and that it keeps silent", async () => {
  const { told } = await open();
  const limit = 'account="wechat",limit="acts",window_seconds="3600"';
  expect((await told())("governor")).toEqual([
    `suanpan_governor_used{${limit}} 12`,
    `suanpan_governor_most{${limit}} 40`,
    'suanpan_governor_silent{account="wechat"} 1',
  ]);
});

test("a store that is away takes its own figures with it, and no others; an answer is kept for 5 s", async () => {
  let isAway = false;
  const read = async () => {
    if (isAway) throw new StoreFailure("STORE_AWAY", { where: "db", reason: "" });
    return [];
  };
  const store = {
    waiting: read,
    counts: async () => ({ ...(await read()), unhandled: 2, deadLetters: 0 }),
  };
  const { told, clock } = await open({ store: store as unknown as Store });
  expect((await told())("metrics_unread")).toEqual(["suanpan_metrics_unread 0"]);
  isAway = true;
  clock.set(NOW + 5_000);
  expect((await told())("metrics_unread")).toEqual(["suanpan_metrics_unread 0"]);
  clock.set(NOW + 5_001);
  const figures = await told();
  expect(figures("metrics_unread")).toEqual(["suanpan_metrics_unread 2"]);
  expect([...figures("outbox"), ...figures("inbox")]).toEqual([]);
  expect(figures("account_owned")).toHaveLength(4);
});
