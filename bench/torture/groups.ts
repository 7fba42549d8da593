import { setTimeout as wait } from "node:timers/promises";
import type { SentMessage } from "../../tests/support/fake-bot-api-state.js";
import type { Running } from "../../tests/support/process.js";
import { openArena } from "./arena.js";

export const CLIENT = "storm";
export const QUESTION = "有优惠吗";
/** What answers `QUESTION`, by its member's name. */
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

/** Waits, ten minutes at most, until something is so. @throws Error when it never is, or the bot has ended */
export async function eventually(
  what: string,
  isSo: () => Promise<boolean>,
  bot?: Running,
): Promise<void> {
  const deadline = performance.now() + 600_000;
  while (!(await isSo())) {
    if (bot?.ended())
      throw new Error(`the bot ended before this: ${what}; it said ${bot.stderr()}`);
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    await wait(50);
  }
}

type GroupsOptions = {
  readonly folder: string;
  readonly chats: readonly number[];
  /** Further sections of the playbook. */
  readonly more?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** The built bot in many groups, with ears for what it says. One message, a question, has been said and answered. */
export async function openGroups({ folder, chats, more, env }: GroupsOptions) {
  const playbook = groupsPlaybook(chats, more);
  const arena = await openArena({
    ...{ folder, client: CLIENT, playbook, chats },
    personas: { clerk: CLERK },
  });
  const bot = arena.run({ LOG_LEVEL: "warn", ...env });

  const soon = (what: string, isSo: () => Promise<boolean>) => eventually(what, isSo, bot);
  const takenIn = () =>
    soon("the bot takes in what was said", async () => (await arena.pending()) === 0);

  const heard = new Map<string, number>();
  let from = 0;
  /** @returns what the bot has said since the last time */
  async function listen(): Promise<readonly SentMessage[]> {
    const fresh = await arena.sent(from);
    from += fresh.length;
    for (const { text, at } of fresh) if (!heard.has(text)) heard.set(text, at);
    return fresh;
  }
  /** Waits until each of these texts was heard. */
  const hears = (texts: readonly string[]) =>
    soon("the bot answers", async () => {
      await listen();
      return texts.every((text) => heard.has(text));
    });

  try {
    // Whoever binds many groups asks for all of their links first.
    await arena.say(`1@${chats.at(-1)}: ${QUESTION}`);
    await hears([answerTo("1")]);
  } catch (error) {
    await arena.close();
    throw error;
  }
  return {
    ...arena,
    /** As `eventually`, as long as the bot runs. */
    soon,
    /** Waits until the bot has taken in all that was said. */
    takenIn,
    listen,
    hears,
    /** When a text was heard first, in milliseconds after an instant. */
    delay: (text: string, after: number): number => (heard.get(text) ?? Infinity) - after,
    /** Ends the bot as a supervisor does. @returns its exit code */
    async end(): Promise<number> {
      bot.term();
      return (await bot.exit()).code ?? 1;
    },
  };
}
