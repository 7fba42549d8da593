import { setTimeout as wait } from "node:timers/promises";
import type { Signed } from "../../tests/support/hook-senders.js";
import { quantile } from "../statistics.js";
import { answerTo, chatsOf, openGroups, QUESTION } from "./groups.js";
import { hookCosts } from "./hook-costs.js";
import { besiege } from "./hostile-hooks.js";
import { probeIn } from "./probe.js";
import { readStore } from "./read-store.js";
import { noticeOf, type Sale, SHOPS, SHOPS_ENV, SOURCES } from "./shops.js";
import { atMost, type Outcome, type Setting } from "./trial.js";

const SIZES = {
  full: { seconds: 60, sales: 250, rounds: 15, strangers: { senders: 12, pounders: 8, slow: 40 } },
  short: { seconds: 4, sales: 20, rounds: 0, strangers: { senders: 4, pounders: 8, slow: 10 } },
} as const;
const GROUPS = 20;
const BUYER = 5_000;
/** As often as Shopify tries, which then deletes the webhook. */
const TRIES = 8;

/** Tells the bot of a sale as its shop does, again when told to. @returns how many tries it took, 0 when all failed */
async function tell(url: string, sale: Sale, sent: (signed: Signed) => void): Promise<number> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const signed = noticeOf(sale);
    const { path, body, headers } = signed;
    const answer = await fetch(url + path, { method: "POST", body, headers }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer().catch(() => undefined);
    if (answer?.status === 200) {
      sent(signed);
      return tries;
    }
    const seconds = Number(answer?.headers.get("retry-after") ?? 1);
    await wait(Math.min(seconds, 2) * 1_000);
  }
  return 0;
}

/**
 * Strangers send what nobody signed, while shops tell of real orders and members ask. Before that, what each kind
 * of hostile request takes of the processor.
 */
export async function webhooks({ scale, folder, random, log }: Setting): Promise<Outcome> {
  const { seconds, sales: count, rounds, strangers } = SIZES[scale];
  const chats = chatsOf(GROUPS);
  const probe = probeIn(folder);
  const arena = await openGroups({
    folder,
    chats,
    more: SHOPS,
    env: { ...SHOPS_ENV, ...probe.env },
  });
  try {
    await arena.say(`${BUYER}@${chats[0]}: 早上好`);
    await arena.takenIn();
    const ask = () => probe.ask("cpu");
    const costs = rounds > 0 ? await hookCosts(arena.web, ask, rounds) : undefined;

    const answers = new Map<string, number>();
    const overheard: Signed[] = [];
    const siege = {
      url: arena.web,
      random,
      overheard,
      tally: (kind: string, status: number) => {
        const key = `${kind}_${status === 0 ? "cut" : status}`;
        answers.set(key, (answers.get(key) ?? 0) + 1);
      },
    };
    const end = besiege(siege, strangers);
    const told: Promise<number>[] = [];
    const sales: Sale[] = [];
    const asked = new Map<string, number>();
    const from = performance.now();
    while (sales.length < count) {
      const n = sales.length;
      const source = SOURCES[n % SOURCES.length] ?? "generic";
      const sale = { source, id: String(6_000_000_000 + n), at: Date.now(), member: BUYER };
      sales.push(sale);
      told.push(tell(arena.web, sale, (signed) => overheard.push(signed)));
      // Some shops say it twice.
      if (n % 3 === 0) told.push(tell(arena.web, sale, () => {}));
      const member = String(20_000 + n);
      asked.set(answerTo(member), Date.now());
      await arena.say(`${member}@${chats[n % GROUPS]}: ${QUESTION}`);
      const due = from + ((n + 1) / count) * seconds * 1_000;
      await wait(Math.max(0, due - performance.now()));
    }
    const tries = await Promise.all(told);
    await arena.takenIn();
    await arena.hears([...asked.keys()]);
    await end();
    log("the strangers have gone");
    const code = await arena.end();

    const stored = await readStore(arena.file);
    const real = new Set(sales.map(({ source, id }) => `${source}/${id}`));
    const booked = stored.orders.map(({ value: { record } }) => `${record.source}/${record.id}`);
    const wrong = stored.orders.filter(
      ({ value: { record } }) => (record.account?.amount ?? 6_100) !== 6_100,
    );
    const ordered = stored.facts("ordered").length;
    const counting = sales.filter(({ source }) => source === "generic").length;
    const delays = [...asked].map(([answer, at]) => arena.delay(answer, at));
    return {
      figures: {
        ...costs?.figures,
        hostile_requests: [...answers.values()].reduce((sum, one) => sum + one, 0),
        ...Object.fromEntries([...answers].sort(([a], [b]) => a.localeCompare(b))),
        orders: sales.length,
        tries_p50: quantile(tries, 0.5),
        tries_max: Math.max(...tries),
        answers: delays.length,
        answer_p50_ms: quantile(delays, 0.5),
        answer_p99_ms: quantile(delays, 0.99),
      },
      targets: [
        ...(costs ? [costs.target] : []),
        atMost(
          "forged orders booked",
          booked.filter((id) => !real.has(id)).length + wrong.length,
          0,
        ),
        atMost("real orders lost", [...real].filter((id) => !booked.includes(id)).length, 0),
        atMost(
          `notices that a shop tried ${TRIES} times in vain`,
          tries.filter((one) => one === 0).length,
          0,
        ),
        atMost("real orders counted twice or never", Math.abs(ordered - counting), 0),
        atMost("events set aside or left over", stored.undigested, 0),
        atMost("exit code after SIGTERM", code, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}
