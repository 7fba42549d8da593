import type { FakeUser, SentMessage } from "./fake-bot-api-state.js";
import type { Wechat } from "./fake-wechat/client.js";
import type { Deed } from "./fake-wechat/deeds.js";
import type { Sent } from "./fake-wechat/state.js";
import { chatId, userId } from "./stories-on.js";

/** Who owns the groups that the bot is in. */
const CLERK = 9_999;

/** What people of a story do on a fake WeChat, in the words of the fake Telegram, and what they have got. */
export function createPeople(wechat: Wechat, chats: readonly number[]) {
  const numbers = new Map<string, number>();
  const members = new Map<number, Set<number>>();
  const sent: SentMessage[] = [];
  let now: () => number = Date.now;
  let waiting: Deed[] = [];
  const doing = (...deeds: readonly Deed[]) => {
    waiting.push({ deed: "clock", now: now() }, ...deeds);
  };
  const user = (number: number): string => {
    numbers.set(userId(number), number);
    return userId(number);
  };
  const chat = (number: number): string => {
    numbers.set(chatId(number), number);
    return chatId(number);
  };
  /** Who is in a group; one that nobody has spoken of before is there, and the bot in it. */
  const inside = (number: number): Set<number> => {
    const known = members.get(number);
    if (known) return known;
    doing(room(number, `chat ${number}`));
    return members.get(number) ?? new Set();
  };
  const person = (number: number, name: string): Deed => ({
    ...{ deed: "person", id: user(number) },
    name,
  });
  const room = (number: number, topic: string): Deed => {
    members.set(number, new Set());
    return { deed: "room", id: chat(number), topic, owner: user(CLERK) };
  };
  function comeTo(at: number, topic: string): void {
    const here = { room: chat(at) };
    doing(
      room(at, topic),
      { deed: "leave", ...here, person: "bot", silent: true },
      { deed: "join", ...here, persons: ["bot"], inviter: user(CLERK) },
    );
  }
  const shown = ({ to, text, at, image }: Sent): SentMessage => ({
    ...{ chat_id: numbers.get(to) ?? Number.NaN, text, at },
    ...(image === undefined
      ? { method: "sendMessage" }
      : { method: "sendPhoto", photo: Buffer.from(image, "base64") }),
  });

  doing(person(CLERK, "店长"));
  for (const number of chats) inside(number);
  return {
    api: {
      sent: sent as readonly SentMessage[],
      say(at: number, by: number, name: string, text: string, direct = false): void {
        const place = direct ? {} : { room: chat(at) };
        const comes = !direct && !inside(at).has(by);
        if (comes) inside(at).add(by);
        doing(
          person(by, name),
          // Whoever speaks has been there before anybody looked.
          ...(comes
            ? [{ deed: "join", room: chat(at), persons: [user(by)], silent: true } as const]
            : []),
          { deed: "say", from: user(by), text, ...place },
        );
      },
      /** Of the parts of a message only its time is the same here. */
      post(at: number, by: FakeUser, text: string, { date, ...other }: { date?: number }): void {
        if (Object.keys(other).length > 0)
          throw new Error(`no message on WeChat has ${Object.keys(other)}`);
        this.say(at, by.id, by.first_name, text);
        const last = waiting.at(-1);
        if (last?.deed === "say" && date !== undefined)
          waiting[waiting.length - 1] = { ...last, at: date * 1_000 };
      },
      join(at: number, by: number, name: string): void {
        if (inside(at).has(by)) return;
        inside(at).add(by);
        doing(person(by, name), { deed: "join", room: chat(at), persons: [user(by)] });
      },
      leave(at: number, by: number): void {
        if (inside(at).delete(by)) doing({ deed: "leave", room: chat(at), person: user(by) });
      },
      members: (at: number) => [...inside(at)],
      addBot(at: number, topic: string, status = "member"): void {
        if (status === "left") doing({ deed: "leave", room: chat(at), person: "bot" });
        else if (!members.has(at)) comeTo(at, topic);
      },
      // Messages have the story's time here anyway.
      tellTimeBy: () => {},
    },
    /** What people have done since this was asked last. */
    taken: (): readonly Deed[] => {
      const deeds = waiting;
      waiting = [];
      return deeds;
    },
    /** Looks what they have got since. */
    look: async (): Promise<void> => {
      const news = await wechat.do<readonly Sent[]>({ deed: "sent", from: sent.length });
      sent.push(...news.map(shown));
    },
    timeBy: (clock: () => number) => {
      now = clock;
    },
  };
}
