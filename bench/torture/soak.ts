import { stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { senders } from "../../tests/support/hook-senders.js";
import { quantile, round } from "../statistics.js";
import { CLIENT, chatsOf, openGroups } from "./groups.js";
import { probeIn, type Taken } from "./probe.js";
import { readStore } from "./read-store.js";
import { fifths, memoryOver } from "./samples.js";
import { createLife, type Deed } from "./soak-life.js";
import { atMost, type Outcome, type Setting } from "./trial.js";

const SIZES = {
  full: { groups: 200, events: 100_000, samples: 50 },
  short: { groups: 20, events: 1_000, samples: 5 },
} as const;
/** As many at a time, and so often: what an account may send keeps up with it. */
const BATCH = 33;
const BATCH_MS = 100;
/** So many may wait at the platform: beyond, the bot doesn't keep up. */
const MOST_WAITING = 500;

const SECRET = "s3cr3t";
const LIFE = `scripts:
  welcome: { on: joined, once: per_member, steps: [{ say: greet }] }
  newcomer: { on: said, when: { keywords: [领券] }, once: per_member, steps: [{ grant: cup, say: coupon }] }
opt_out: { words: [退订], say: bye }
points:
  check_in: { give: 5 }
  orders: { every: "10.00", give: 1 }
  exchange: { cup: 10 }
promos:
  main: { title: 满60减5, spend: "60.00", of: { tags: [drink] }, give: { off: "5.00" }, budget: "900000.00" }
  cup: { title: 减8, give: { off: "8.00" }, budget: "900000.00" }
coupons: { cup: { promo: cup, code: { prefix: TT, length: 10 }, valid: 72h, max: 90000 } }
orders:
  tags: [drink]
  typed: { tags: [drink] }
  sources: { own: { kind: generic, secret: env:SUANPAN_STORM_OWN } }
`;

const bytesOf = async (file: string): Promise<number> =>
  (await stat(file).catch(() => ({ size: 0 }))).size;

type Sample = Taken & { readonly bytes: number };
/** Tells the bot of an order as its shop does. @returns whether it was taken down */
async function post(web: string, body: string, id: string): Promise<boolean> {
  const { headers } = senders.generic(body, Date.now(), id, SECRET);
  const answer = await fetch(`${web}/hooks/${CLIENT}/own`, { method: "POST", body, headers });
  await answer.arrayBuffer();
  return answer.status === 200;
}

/** A client's life without a pause: does the process stay as it is, and what does it keep of each event? */
export async function soak({ scale, folder, random, log }: Setting): Promise<Outcome> {
  const { groups, events, samples } = SIZES[scale];
  const chats = chatsOf(groups);
  const probe = probeIn(folder);
  const env = { SUANPAN_STORM_OWN: SECRET, ...probe.env };
  const arena = await openGroups({ folder, chats, more: LIFE, env });
  try {
    const life = createLife(random, chats);
    const asked: { readonly answer: string; readonly at: number }[] = [];
    const taken: Sample[] = [];
    let [done, messages, refused, behind] = [0, 1, 0, 0];
    const size = async () => (await bytesOf(arena.file)) + (await bytesOf(`${arena.file}-wal`));
    const sample = async () => taken.push({ ...(await probe.ask("memory")), bytes: await size() });

    async function live(deeds: readonly Deed[]): Promise<void> {
      const lines: string[] = [];
      const at = Date.now();
      for (const deed of deeds) {
        if (!("line" in deed)) continue;
        lines.push(deed.line);
        if (deed.message) messages += 1;
        if (deed.awaits) asked.push({ answer: deed.awaits, at });
      }
      const orders = deeds.flatMap((deed) => ("order" in deed ? [deed.order] : []));
      const posts = orders.map((body, n) => post(arena.web, body, `${done}-${n}`));
      await arena.say(...lines);
      refused += (await Promise.all(posts)).filter((ok) => !ok).length;
      done += deeds.length;
    }

    const from = performance.now();
    await sample();
    for (let due = from; done < events; due += BATCH_MS) {
      await live(Array.from({ length: Math.min(BATCH, events - done) }, life.next));
      for (const { text } of await arena.listen()) life.hears(text);
      const waiting = await arena.pending();
      behind = Math.max(behind, waiting);
      if (waiting > MOST_WAITING) await arena.takenIn();
      if (taken.length - 1 < Math.floor((done / events) * samples)) {
        await sample();
        log(`${done} events, ${round((taken.at(-1)?.heapUsed ?? 0) / 1e6, 1)} MB of heap`);
      }
      due = Math.max(due, performance.now() - BATCH_MS);
      await wait(Math.max(0, due + BATCH_MS - performance.now()));
    }
    const seconds = (performance.now() - from) / 1_000;
    await arena.takenIn();
    await arena.hears(asked.map(({ answer }) => answer));
    await sample();
    const code = await arena.end();
    const stored = await readStore(arena.file);

    const [start, end] = [taken[0] as Sample, taken.at(-1) as Sample];
    const memory = memoryOver(taken.slice(1));
    const delays = fifths(asked.map(({ answer, at }) => arena.delay(answer, at)));
    const ordered = stored.facts("ordered").length;
    return {
      figures: {
        events: done,
        seconds: round(seconds),
        events_per_s: round(done / seconds),
        most_waiting: behind,
        cpu_ms_per_event: round((end.cpuMs - start.cpuMs) / done, 2),
        ...memory.figures,
        file_bytes_per_event: round((end.bytes - start.bytes) / done),
        answers: asked.length,
        first_fifth_p50_ms: quantile(delays.first, 0.5),
        first_fifth_p99_ms: quantile(delays.first, 0.99),
        last_fifth_p50_ms: quantile(delays.last, 0.5),
        last_fifth_p99_ms: quantile(delays.last, 0.99),
        orders: life.orders(),
        coupons_redeemed: stored.facts("redeemed").length,
        texts_sent: stored.rows.sent,
      },
      targets: [
        ...(scale === "full" ? [atMost("heap, last fifth : first fifth", memory.growth, 1.1)] : []),
        atMost("messages that nobody counted", Math.abs(messages - stored.messages), 0),
        atMost("orders counted twice or never", Math.abs(life.orders() - ordered), 0),
        atMost("notices of orders that were refused", refused, 0),
        atMost("events set aside or left over", stored.undigested, 0),
        atMost("texts that failed or expired", stored.rows.failed + stored.rows.expired, 0),
        atMost("exit code after SIGTERM", code, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}
