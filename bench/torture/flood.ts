import { setTimeout as wait } from "node:timers/promises";
import { quantile, round } from "../statistics.js";
import { type Arena, openArena } from "./arena.js";
import {
  answerTo,
  CLERK,
  CLIENT,
  chatOf,
  chatsOf,
  eventually,
  groupsPlaybook,
  hearing,
  QUESTION,
  takenIn,
} from "./groups.js";
import type { Random } from "./random.js";
import { readStore } from "./read-store.js";
import { atMost, type Outcome, type Setting } from "./trial.js";

const SIZES = {
  full: { groups: 80, rounds: 6, phaseMs: 12_000, perSecond: 500, crowd: 20, asking: 20 },
  short: { groups: 20, rounds: 1, phaseMs: 2_000, perSecond: 200, crowd: 20, asking: 1 },
} as const;
/** Every group asks once in this time: it rests for three seconds after an answer, however late that came. */
const ASKS_EVERY_MS = 8_000;
const TICK_MS = 20;
const FLOODED = chatOf(0);
const FLOODER = "666";
/** What the flooder says: some of it would be answered. */
const NOISE = ["在吗", QUESTION, "666", "快回我！", "哈哈哈哈哈哈", "今天的茶不错", "怎么没人"];

type Question = { readonly member: string; readonly at: number; readonly flooded: boolean };

/** Members of all groups but the flooded one, who ask; each once, so that no limit of theirs has a part in it. */
function createTalk(arena: Arena, random: Random, chats: readonly number[]) {
  let members = 10_000;
  let noise = 0;
  const due = chats.map((chat) => ({ chat, at: 0 }));
  /** So long, with so many messages of the flooder's a second. @returns what was asked */
  async function phase(ms: number, perSecond: number): Promise<readonly Question[]> {
    const asked: Question[] = [];
    const from = performance.now();
    // Not all at once: what waited while nobody spoke would come in a heap.
    for (const one of due) one.at = Math.max(one.at, from) + random.below(ASKS_EVERY_MS);
    let owed = 0;
    for (let now = from; now < from + ms; now = performance.now()) {
      const lines: string[] = [];
      for (const one of due) {
        if (one.at > now) continue;
        one.at = now + ASKS_EVERY_MS;
        const member = String(++members);
        asked.push({ member, at: Date.now(), flooded: perSecond > 0 });
        lines.push(`${member}@${one.chat}: ${QUESTION}`);
      }
      for (; owed < ((now - from) * perSecond) / 1_000; owed++) {
        lines.push(`${FLOODER}@${FLOODED}: ${random.oneOf(NOISE)}`);
      }
      if (lines.length > 0) await arena.say(...lines);
      await wait(TICK_MS);
    }
    noise += owed;
    return asked;
  }
  return { phase, said: () => members - 10_000 + noise, noise: () => noise };
}

/** Members who speak in many groups at once. @returns what was said, and who asked where */
async function gather(arena: Arena, chats: readonly number[], crowd: number, asking: number) {
  const names = Array.from({ length: crowd }, (_, n) => String(900 + n));
  const lines = names.flatMap((name, n) =>
    chats.map((chat) => `${name}@${chat}: ${n < asking ? QUESTION : "早上好"}`),
  );
  await arena.say(...lines);
  return {
    said: lines.length,
    asked: asking * chats.length,
    answers: names.slice(0, asking).map(answerTo),
  };
}

/**
 * One member floods a group while members of other groups ask: quiet and flooded times take turns, so that what
 * else the machine does weighs on both. Then 20 members speak in each of 20 groups at once.
 */
export async function flood({ scale, folder, random, log }: Setting): Promise<Outcome> {
  const { groups, rounds, phaseMs, perSecond, ...rest } = SIZES[scale];
  const chats = chatsOf(groups + 1);
  const playbook = groupsPlaybook(chats);
  const arena = await openArena({
    folder,
    client: CLIENT,
    playbook,
    personas: { clerk: CLERK },
    chats,
  });
  try {
    const bot = arena.run({ LOG_LEVEL: "warn" });
    await takenIn(arena);
    const { heard, listen } = hearing(arena);
    const talk = createTalk(arena, random, chats.slice(1));
    const answered = ({ member }: Question) => heard.has(answerTo(member));
    const asked: Question[] = [];
    const phase = async (noise: number) => {
      const questions = await talk.phase(phaseMs, noise);
      await takenIn(arena);
      await eventually("every question is answered", async () => {
        await listen();
        return questions.every(answered);
      });
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
        .map(({ member, at }) => (heard.get(answerTo(member)) ?? Infinity) - at);

    const from = performance.now();
    const crowd = await gather(arena, chats.slice(1, 21), rest.crowd, rest.asking);
    const crowdAnswers = async () =>
      (await arena.sent()).filter(({ text }) => crowd.answers.includes(text)).length;
    await takenIn(arena);
    await eventually("the crowd is answered", async () => (await crowdAnswers()) >= crowd.asked);
    const crowdSeconds = (performance.now() - from) / 1_000;

    bot.term();
    const { code } = await bot.exit();
    const stored = await readStore(arena.file);
    const said = talk.said() + crowd.said;
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
        crowd_messages: crowd.said,
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
        atMost("exit code after SIGTERM", code ?? 1, 0),
      ],
    };
  } finally {
    await arena.close();
  }
}
