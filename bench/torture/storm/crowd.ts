import type { Fake } from "../fake.js";
import type { Random } from "../random.js";
import { count, type Diary, type Whom } from "./diary.js";
import { type Brand, type Places, QUESTIONS } from "./playbook.js";
import type { openShop } from "./shop.js";

type Crowd = Pick<Brand, "boss"> & {
  readonly fake: Pick<Fake, "say" | "sent" | "members">;
  readonly random: Random;
  readonly diary: Diary;
  readonly places: Places;
  readonly shop: ReturnType<typeof openShop>;
  readonly members: number;
};

const whom = (chat: number, member: number): Whom => `${chat}/${member}`;
/** The boss's lines in `/点单`: the number of an order that waits. */
const WAITING = /^(\d+) \| /gm;
const CODE = /的券 (TT\S+)/;

/** People who do what people do in groups, one deed at a time, each noted in the diary. */
export function openCrowd({ boss, fake, random, diary, places, shop, members }: Crowd) {
  const { streets, doors } = places;
  const people = Array.from({ length: members }, (_, n) => 50_001 + n);
  /** Who is in which street. */
  const inside = new Map(people.map((member) => [member, new Set<number>()]));
  const codes = new Map<number, string>();
  const used = new Set<string>();
  let heard = 0;
  let visitors = 0;
  let sold = 0;
  let news = 0;
  let previewed: string | undefined;

  const speak = async (member: number, chat: number, text: string): Promise<void> => {
    count(diary.said, whom(chat, member));
    await fake.say(`${member}@${chat}: ${text}`);
  };
  const join = async (member: number, chat: number): Promise<void> => {
    inside.get(member)?.add(chat);
    count(diary.joined, whom(chat, member));
    await fake.say(`${member} joins ${chat}`);
  };
  /** Somebody who is in a street, and which. */
  function someone(): readonly [number, number] {
    const member = random.oneOf(people.filter((one) => (inside.get(one)?.size ?? 0) > 0));
    return [member, random.oneOf([...(inside.get(member) ?? [])])];
  }

  const acts: readonly (readonly [weight: number, act: () => Promise<void>])[] = [
    [12, async () => speak(...someone(), random.oneOf(["今天真热", "哈哈", "刚下班"]))],
    [
      24,
      async () => {
        const [member, chat] = someone();
        const [question, answer] = random.oneOf(Object.entries(QUESTIONS));
        const owed = `${chat}/${answer(member)}`;
        // Once each: the same question of the same member need not be answered again.
        if (!diary.asked.has(owed)) await speak(member, chat, question);
        diary.asked.add(owed);
      },
    ],
    [
      10,
      async () => {
        const [member, chat] = someone();
        if (diary.checkedIn.has(member)) return;
        diary.checkedIn.add(member);
        await speak(member, chat, "签到");
      },
    ],
    [
      10,
      async () => {
        const [member, chat] = someone();
        if (diary.claimed.has(member)) return;
        diary.claimed.add(member);
        await speak(member, chat, "领券");
      },
    ],
    [8, async () => speak(...someone(), "兑换 treat")],
    [
      8,
      async () => {
        const [member, chat] = someone();
        const name = `n${diary.typed.size + 1}`;
        const fen = 1_000 + 100 * random.below(60);
        diary.typed.set(name, { member, fen });
        await speak(member, chat, `${name}|茉莉青x2|${fen / 100}`);
      },
    ],
    [
      12,
      async () => {
        const [member] = someone();
        const fen = 1_000 + random.below(9_000);
        const code = codes.get(member);
        const takes = code !== undefined && !used.has(code) && random.chance(0.7);
        if (takes) used.add(code);
        sold += 1;
        shop.sell(`A${sold}`, { member, fen, ...(takes ? { code } : {}) });
      },
    ],
    [
      6,
      async () => {
        const member = random.oneOf(people);
        const chat = random.oneOf(streets);
        if (inside.get(member)?.has(chat)) return;
        await join(member, chat);
      },
    ],
    [
      4,
      async () => {
        const [member, chat] = someone();
        inside.get(member)?.delete(chat);
        count(diary.left, whom(chat, member));
        await fake.say(`${member} leaves ${chat}`);
      },
    ],
    [
      6,
      async () => {
        const asking = whom(random.oneOf(doors), random.oneOf(people));
        if (diary.knocked.has(asking)) return;
        diary.knocked.add(asking);
        const [chat, member] = asking.split("/");
        await fake.say(`${member} asks ${chat}`);
      },
    ],
    [
      2,
      async () => {
        const chat = random.oneOf(doors);
        const within = await fake.members(chat);
        if (within.length > 0) await fake.say(`${random.oneOf(within)} leaves ${chat}`);
      },
    ],
    [3, async () => fake.say(`${boss}: /点单`)],
    [
      5,
      async () => {
        news += 1;
        previewed = undefined;
        await fake.say(`${boss}: /发言 all 店庆${news}`);
      },
    ],
  ];
  const lottery = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));

  return {
    /** Everybody comes into two streets, and the boss makes himself known. */
    async gather(): Promise<void> {
      await fake.say(`${boss}: /whoami`);
      for (const [n, member] of people.entries()) {
        await join(member, streets[n % streets.length] as number);
        await join(
          member,
          streets[(n + 1 + random.below(streets.length - 1)) % streets.length] as number,
        );
      }
    },
    /** Somebody new comes into every street and asks. @returns the answers they are owed, as `chat/text` */
    async visit(): Promise<readonly string[]> {
      const owed: string[] = [];
      for (const chat of streets) {
        visitors += 1;
        const [question, answer] = random.oneOf(Object.entries(QUESTIONS));
        const visitor = 90_000 + visitors;
        owed.push(`${chat}/${answer(visitor)}`);
        await join(visitor, chat);
        await speak(visitor, chat, question);
      }
      for (const answer of owed) diary.asked.add(answer);
      return owed;
    },
    /** One deed of somebody. */
    act: (): Promise<void> => random.oneOf(lottery)(),
    /** Reads what the bot has said since, and does what it leads people to do. @returns how much that was. */
    async read(): Promise<number> {
      const fresh = await fake.sent(heard);
      heard += fresh.length;
      for (const { chat_id, text } of fresh) {
        const code = CODE.exec(text)?.[1];
        if (code !== undefined) codes.set(Number.parseInt(text, 10), code);
        if (chat_id !== boss) continue;
        const waiting = [...text.matchAll(WAITING)].map(([, n]) => Number(n));
        const open = waiting.filter((n) => !diary.confirmed.has(n));
        for (const n of open) diary.confirmed.add(n);
        if (open.length > 0) await fake.say(`${boss}: /点单 确认 ${open.join(" ")}`);
        const preview = /店庆\d+/.exec(text)?.[0];
        if (text.includes("/确认") && preview === `店庆${news}` && previewed !== preview) {
          previewed = preview;
          await fake.say(`${boss}: /确认`);
        }
        if (text.startsWith("已交付发送") && previewed !== undefined)
          diary.broadcasts.add(previewed);
      }
      return fresh.length;
    },
  };
}
