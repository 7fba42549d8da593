import { setTimeout as wait } from "node:timers/promises";
import type { Sent } from "../../tests/support/fake-wechat/state.js";
import { fastClock, noFaketime } from "../../tests/support/faketime.js";
import { quantile, round } from "../statistics.js";
import { answerTo, CLERK, CLIENT, eventually } from "./groups.js";
import { probeIn, type Taken } from "./probe.js";
import { readStore } from "./read-store.js";
import { fifths, memoryOver } from "./samples.js";
import { atMost, type Outcome, type Setting, skipped } from "./trial.js";
import { openWechatArena } from "./wechat/arena.js";
import { heldAgainstLimits } from "./wechat/judge.js";
import { BOSS, createWechatLife, founding, type Happens, roomsOf } from "./wechat/life.js";

const SIZES = {
  full: { groups: 60, events: 100_000, samples: 50 },
  short: { groups: 12, events: 2_000, samples: 5 },
} as const;
/** An hour of the governor's in six minutes. Deadlines and dings run as fast, so they are held to a tenth of theirs. */
const FASTER = 10;
/** A Tuesday morning, by the client's clock. */
const OPENS = Date.parse("2026-11-24T10:00:00+08:00");
/** As many at a time, and so often. */
const BATCH = 25;
const BATCH_MS = 100;
/** So many may wait at the fake to be asked for: beyond, the bot doesn't keep up, and is waited for. */
const MOST_WAITING = 400;
/** For so long few ask, and posts find room; then more ask than the account may answer, who go first. */
const CALM = 0.4;
/** An operator asks how it goes after every so many events: less often than the governor keeps room for them. */
const ASKED_EVERY = 10_000;
const STATUS = "/status";
/** What the bot calls somebody whose name it doesn't know. */
const NAMELESS = "朋友";

const NEWS = "新品";
const PERSONA = `${CLERK}  news: [${["一", "二", "三", "四"].map((n) => `${NEWS}${n}`).join(", ")}]\n`;
const playbookOf = (rooms: readonly string[]): string => `version: 1
client: ${CLIENT}
brand: 茶
locale: en
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { wechat: ${BOSS}, role: owner } }
groups:
  capacity: 200
  pools: { all: { title: "群{{ n }}" } }
  chats:
${rooms.map((room, n) => `    g${n}: { platform: wechat, chat: "${room}", pool: all }`).join("\n")}
persona: clerk
on_uncertain: skip
replies: { offer: { when: { keywords: [优惠] }, say: offer } }
scripts:
  welcome: { on: joined, once: per_member, steps: [{ say: greet }] }
  newcomer: { on: said, when: { keywords: [领券] }, once: per_member, steps: [{ grant: cup, say: coupon }] }
opt_out: { words: [退订], say: bye }
points: { check_in: { give: 5 } }
promos: { cup: { title: 减8, give: { off: "8.00" }, budget: "900000.00" } }
coupons: { cup: { promo: cup, code: { prefix: TT, length: 10 }, valid: 72h, max: 90000 } }
schedule:
${Array.from({ length: 9 }, (_, n) => `  news${n}: { at: "1${Math.floor(n / 3)}:${n % 3}5", pool: all, say: news }`).join("\n")}
`;

type Asked = { readonly answer: string; readonly at: number };

/** A WeChat account's life without a pause, governed: does the process stay as it is, and the account within limits? */
export async function soakWechat({ scale, folder, random, log }: Setting): Promise<Outcome> {
  if (noFaketime !== undefined) return skipped(noFaketime);
  const { groups, events, samples } = SIZES[scale];
  const rooms = roomsOf(groups);
  const clock = fastClock(OPENS, FASTER);
  const probe = probeIn(folder);
  const house = {
    folder,
    client: CLIENT,
    playbook: playbookOf(rooms),
    personas: { clerk: PERSONA },
  };
  const arena = await openWechatArena({ ...house, clock });
  try {
    await arena.doAll(founding(rooms));
    const bot = arena.run(probe.env);
    await eventually("the bot runs", async () => bot.stderr().includes('"running"'), bot);
    const life = createWechatLife(random, rooms);
    const told = { said: 0, own: 0, joined: 0, left: 0 };
    const asked: Asked[] = [];
    const commands: number[] = [];
    const taken: Taken[] = [];
    const sent: Sent[] = [];
    let [done, messages, behind, calls, read] = [0, 0, 0, 0, 0];

    async function command(): Promise<void> {
      commands.push(clock.now());
      messages += 1;
      await arena.doAll([{ deed: "say", from: BOSS, text: STATUS }]);
    }
    async function live(all: readonly Happens[]): Promise<void> {
      for (const { kind, asks } of all) {
        told[kind] += 1;
        if (kind === "said" || kind === "own") messages += 1;
        if (asks) asked.push({ answer: answerTo(asks), at: clock.now() });
      }
      await arena.doAll(all.flatMap(({ deeds }) => deeds));
      done += all.length;
    }
    /** @returns how many messages the bot has been told of and has not read yet, its own among them */
    async function waiting(): Promise<number> {
      const made = await arena.calls(calls);
      calls += made.length;
      read += made.filter(({ method }) => method === "messageRawPayload").length;
      sent.push(...(await arena.sent(sent.length)));
      return messages + sent.length - read;
    }
    const answered = () => sent.filter(({ to, text }) => to === BOSS && text.includes("unhandled"));
    /** Waits for the answer to the last command. */
    const commandAnswered = () =>
      eventually(
        "the operator is answered",
        async () => {
          await waiting();
          return (answered().at(-1)?.at ?? 0) >= (commands.at(-1) ?? 0) - 1_000;
        },
        bot,
      );
    const latency = ({ at }: Sent) => at - (commands.findLast((asked) => asked <= at) ?? at);

    await command();
    await commandAnswered();
    const from = performance.now();
    const start = await probe.ask("memory");
    for (let due = from; done < events; due += BATCH_MS) {
      if (Math.floor(done / ASKED_EVERY) >= commands.length) await command();
      const busy = done >= events * CALM;
      await live(Array.from({ length: Math.min(BATCH, events - done) }, () => life.next(busy)));
      const unread = await waiting();
      behind = Math.max(behind, unread);
      if (unread > MOST_WAITING)
        await eventually("the bot reads", async () => (await waiting()) < MOST_WAITING / 4, bot);
      if (taken.length < Math.floor((done / events) * samples)) {
        taken.push(await probe.ask("memory"));
        log(`${done} events, ${round((taken.at(-1)?.heapUsed ?? 0) / 1e6, 1)} MB of heap`);
      }
      due = Math.max(due, performance.now() - BATCH_MS);
      await wait(Math.max(0, due + BATCH_MS - performance.now()));
    }
    const seconds = (performance.now() - from) / 1_000;
    await eventually("the bot reads all", async () => (await waiting()) <= 0, bot);
    // Answered last of all that it was told.
    await command();
    await commandAnswered();
    const end = await probe.ask("memory");
    bot.term();
    const { code } = await bot.exit();
    sent.push(...(await arena.sent(sent.length)));
    const stored = await readStore(arena.file);

    const memory = memoryOver(taken);
    const held = heldAgainstLimits(sent, await arena.calls(), (text) => text.startsWith(NEWS));
    const heard = new Map(sent.map(({ text, at }) => [text, at]));
    const delays = asked.flatMap(({ answer, at }) => {
      const then = heard.get(answer);
      return then === undefined ? [] : [then - at];
    });
    const waits = fifths(answered().map(latency));
    const offers = sent.map(({ text }) => text).filter((text) => text.endsWith(answerTo("")));
    // Whose name there was no room to look up is nobody in particular.
    const named = offers.filter((text) => text !== answerTo(NAMELESS));
    /** Who is found on a list and told of then is noted `again`: it counts no more. */
    const off = (kind: "joined" | "left") => {
      const once = stored.facts(kind).filter(({ data }) => !data?.again);
      const people = new Set(once.map(({ member }) => member)).size;
      return Math.abs(told[kind] - people) + once.length - people;
    };
    /** Of those of which nobody knows whether they left, any may have. */
    const beyond = sent.length - stored.rows.sent;
    const unequal = Math.max(-beyond, beyond - stored.rows.skipped, 0);
    const s = (ms: number) => round(ms / 1_000, 1);
    return {
      figures: {
        events: done,
        ...{ seconds: round(seconds), hours_of_the_bot: round((seconds * FASTER) / 3_600, 1) },
        events_per_s: round(done / seconds),
        ...told,
        most_waiting: behind,
        cpu_ms_per_event: round((end.cpuMs - start.cpuMs) / done, 2),
        ...memory.figures,
        ...held.figures,
        used_of_the_hour_percent: held.usedOfHour,
        ...{ asked: asked.length, answered: offers.length, by_name: named.length },
        answer_p50_s: s(quantile(delays, 0.5)),
        answer_p99_s: s(quantile(delays, 0.99)),
        ...{ commands: commands.length, commands_first_fifth_p50_s: s(quantile(waits.first, 0.5)) },
        commands_last_fifth_p50_s: s(quantile(waits.last, 0.5)),
        ...{ texts_sent: stored.rows.sent, texts_expired: stored.rows.expired },
        texts_uncertain: stored.rows.skipped,
      },
      targets: [
        ...(scale === "full"
          ? [
              atMost("heap, last fifth : first fifth", memory.growth, 1.1),
              atMost("percent of the busiest hour left unused", 100 - held.usedOfHour, 10),
            ]
          : []),
        ...held.targets,
        atMost("messages that nobody counted", Math.abs(told.said - stored.messages), 0),
        atMost("joins not counted once", off("joined"), 0),
        atMost("leaves not counted once", off("left"), 0),
        atMost("answers said twice by name", named.length - new Set(named).size, 0),
        atMost("texts that only one of the bot and WeChat has", unequal, 0),
        atMost("events set aside or left over", stored.undigested, 0),
        atMost("texts that failed", stored.rows.failed, 0),
        atMost("exit code after SIGTERM", code ?? 1, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}
