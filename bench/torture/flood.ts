import { setTimeout as wait } from "node:timers/promises";
import { quantile, round } from "../statistics.js";
import type { Fake } from "./fake.js";
import { answerTo, chatOf, chatsOf, openGroups, QUESTION } from "./groups.js";
import type { Random } from "./random.js";
import { readStore } from "./read-store.js";
import { atMost, type Outcome, type Setting } from "./trial.js";

/** A group rests for three seconds after an answer, however late that came: so it asks more seldom. */
const SIZES = {
  full: {
    groups: 80,
    asksEveryMs: 8_000,
    rounds: 6,
    phaseMs: 12_000,
    perSecond: 500,
    crowd: 20,
    asking: 20,
  },
  short: {
    groups: 20,
    asksEveryMs: 3_000,
    rounds: 1,
    phaseMs: 2_000,
    perSecond: 200,
    crowd: 20,
    asking: 1,
  },
} as const;
const TICK_MS = 20;
const FLOODED = chatOf(0);
const FLOODER = "666";
/** What the flooder says: some of it would be answered. */
const NOISE = ["在吗", QUESTION, "666", "快回我！", "哈哈哈哈哈哈", "今天的茶不错", "怎么没人"];

type Question = { readonly member: string; readonly at: number; readonly flooded: boolean };

/** Members of all groups but the flooded one, who ask; each once, so that no limit of theirs has a part in it. */
function createTalk({
  say,
  random,
  chats,
  everyMs,
}: Pick<Fake, "say"> & {
  readonly random: Random;
  readonly chats: readonly number[];
  /** Each of the chats asks so often. */
  readonly everyMs: number;
}) {
  let members = 10_000;
  let noise = 0;
  const due = chats.map((chat) => ({ chat, at: 0 }));
  /** So long, with so many messages of the flooder's a second. @returns what was asked */
  async function phase(ms: number, perSecond: number): Promise<readonly Question[]> {
    const asked: Question[] = [];
    const from = performance.now();
    // Not all at once: what waited while nobody spoke would come in a heap.
    for (const one of due) one.at = Math.max(one.at, from) + random.below(everyMs);
    let owed = 0;
    for (let now = from; now < from + ms; now = performance.now()) {
      const lines: string[] = [];
      for (const one of due) {
        if (one.at > now) continue;
        one.at = now + everyMs;
        const member = String(++members);
        asked.push({ member, at: Date.now(), flooded: perSecond > 0 });
        lines.push(`${member}@${one.chat}: ${QUESTION}`);
      }
      for (; owed < ((now - from) * perSecond) / 1_000; owed++) {
        lines.push(`${FLOODER}@${FLOODED}: ${random.oneOf(NOISE)}`);
      }
      if (lines.length > 0) await say(...lines);
      await wait(TICK_MS);
    }
    noise += owed;
    return asked;
  }
  return { phase, said: () => members - 10_000 + noise, noise: () => noise };
}

/** What members say who speak in many groups at once; of them some ask. */
function crowdOf(chats: readonly number[], crowd: number, asking: number) {
  const names = Array.from({ length: crowd }, (_, n) => String(900 + n));
  const lines = names.flatMap((name, n) =>
    chats.map((chat) => `${name}@${chat}: ${n < asking ? QUESTION : "早上好"}`),
  );
  return { lines, asked: asking * chats.length, answers: names.slice(0, asking).map(answerTo) };
}

/**
 * One member floods a group while members of other groups ask: quiet and flooded times take turns, so that what
 * else the machine does weighs on both. Then 20 members speak in each of 20 groups at once.
 */
export async function flood({ scale, folder, random, log }: Setting): Promise<Outcome> {
  const { groups, asksEveryMs, rounds, phaseMs, perSecond, ...size } = SIZES[scale];
  const chats = chatsOf(groups + 1);
  const arena = await openGroups({ folder, chats });
  try {
    const talk = createTalk({
      say: arena.say,
      random,
      chats: chats.slice(1),
      everyMs: asksEveryMs,
    });
    const asked: Question[] = [];
    const phase = async (noise: number) => {
      const questions = await talk.phase(phaseMs, noise);
      await arena.takenIn();
      await arena.hears(questions.map(({ member }) => answerTo(member)));
      return questions;
    };
    // Code that is not compiled yet is slow: it is not measured.
    await phase(perSecond);
    for (let n = 0; n < rounds; n++) {
      asked.push(...(await phase(0)), ...(await phase(perSecond)));
      log(`${n + 1} of ${rounds} quiet and flooded times`);
    }
    const delays = (flooded: boolean) =>
      asked
        .filter((one) => one.flooded === flooded)
        .map(({ member, at }) => arena.delay(answerTo(member), at));

    const from = performance.now();
    const crowd = crowdOf(chats.slice(1, 21), size.crowd, size.asking);
    await arena.say(...crowd.lines);
    await arena.takenIn();
    await arena.soon("the crowd is answered", async () => {
      const sent = await arena.sent();
      return sent.filter(({ text }) => crowd.answers.includes(text)).length >= crowd.asked;
    });
    const crowdSeconds = (performance.now() - from) / 1_000;

    const code = await arena.end();
    const stored = await readStore(arena.file);
    const said = 1 + talk.said() + crowd.lines.length;
    const [quiet, flooded] = [delays(false), delays(true)];
    const ratio = quantile(flooded, 0.99) / quantile(quiet, 0.99);
    return {
      figures: {
        flood_per_s: perSecond,
        flood_messages: talk.noise(),
        quiet_answers: quiet.length,
        quiet_p50_ms: quantile(quiet, 0.5),
        quiet_p99_ms: quantile(quiet, 0.99),
        flooded_answers: flooded.length,
        flooded_p50_ms: quantile(flooded, 0.5),
        flooded_p99_ms: quantile(flooded, 0.99),
        crowd_messages: crowd.lines.length,
        crowd_answers: crowd.asked,
        crowd_seconds: round(crowdSeconds, 1),
      },
      targets: [
        ...(scale === "full"
          ? [atMost("p99 of other groups' answers, flooded : quiet", round(ratio, 2), 2)]
          : []),
        atMost("messages that nobody counted", Math.abs(said - stored.messages), 0),
        atMost("events set aside or left over", stored.undigested, 0),
        atMost("texts that failed or expired", stored.rows.failed + stored.rows.expired, 0),
        atMost("exit code after SIGTERM", code, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}
