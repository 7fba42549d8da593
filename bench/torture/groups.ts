import { setTimeout as wait } from "node:timers/promises";
import type { SentMessage } from "../../tests/support/fake-bot-api-state.js";
import type { Arena } from "./arena.js";

export const CLIENT = "storm";
export const QUESTION = "有优惠吗";
/** What answers `QUESTION`, by the member's name. */
export const answerTo = (name: string): string => `${name}的优惠`;

export const chatOf = (n: number): number => -1001000000001 - n;
export const chatsOf = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, n) => chatOf(n));

/** Whoever speaks at once: what a persona waits has no part in what is measured. */
export const CLERK = `version: 1
id: clerk
name: 小二
kind: brand
pacing: { reading: 999/s, min: 0s, max: 0s }
lines:
  greet: "欢迎{{ member.name }}"
  offer: "{{ member.name }}的优惠"
  coupon: "{{ member.name }}的券{{ coupon.code }}"
  bye: "{{ member.name }}再见"
`;

/** A playbook of these chats that answers `QUESTION`, and what else a trial needs of it. */
export const groupsPlaybook = (chats: readonly number[], more = ""): string => `version: 1
client: ${CLIENT}
brand: 茶
timezone: Asia/Shanghai
currency: CNY
operators: { boss: { telegram: "10001", role: owner } }
groups:
  capacity: 5000
  pools: { all: { title: "群{{ n }}" } }
  chats:
${chats.map((chat, n) => `    g${n}: { platform: telegram, chat: "${chat}", pool: all }`).join("\n")}
persona: clerk
on_uncertain: resend
replies: { offer: { when: { keywords: [优惠] }, say: offer } }
${more}`;

/** Waits, ten minutes at most, until something is so. @throws Error when it never is */
export async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 600_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    await wait(50);
  }
}

/** Waits until the bot has taken in all that was said. */
export const takenIn = (arena: Arena): Promise<void> =>
  eventually("the bot takes in what was said", async () => (await arena.pending()) === 0);

/** Follows what the bot says, so that nothing is asked for twice. @param onText told of every text */
export function hearing(arena: Arena, onText: (sent: SentMessage) => void = () => {}) {
  const heard = new Map<string, number>();
  let from = 0;
  return {
    /** When each text was heard first. */
    heard: heard as ReadonlyMap<string, number>,
    /** @returns how many texts came since the last time. */
    async listen(): Promise<number> {
      const fresh = await arena.sent(from);
      from += fresh.length;
      for (const sent of fresh) {
        onText(sent);
        if (!heard.has(sent.text)) heard.set(sent.text, sent.at);
      }
      return fresh.length;
    },
  };
}
