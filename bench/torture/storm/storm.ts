import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Running } from "../../../tests/support/process.js";
import { until } from "../../../tests/support/until.js";
import { type ArenaOptions, openArena } from "../arena.js";
import { eventually } from "../groups.js";
import { atMost, type Outcome, type Setting } from "../trial.js";
import { readBooks } from "./books.js";
import { openCrowd } from "./crowd.js";
import { openDiary } from "./diary.js";
import { judge } from "./judge.js";
import { BOSS, CLIENT, PERSONAS, placesOf, playbookOf, SHOP_SECRET } from "./playbook.js";
import { openShop } from "./shop.js";

/** Two minutes and more. */
const RECOUNTS = 60;

export type StormOptions = {
  readonly streets: number;
  readonly doors: number;
  readonly members: number;
  readonly disk?: ArenaOptions["disk"];
};
export type Storm = Awaited<ReturnType<typeof openStorm>>;

/** A client's groups on a busy day, the bot beside them, and in the end the judge. */
export async function openStorm({ random, folder, log }: Setting, options: StormOptions) {
  const { streets, doors, members, ...more } = options;
  const places = placesOf(streets, doors);
  const chats = [...places.streets, ...places.doors];
  const home = join(folder, "home");
  await mkdir(home);
  const arena = await openArena({
    ...{ folder: home, client: CLIENT, playbook: playbookOf(places), personas: PERSONAS, chats },
    ...more,
  });
  const diary = openDiary();
  const shop = openShop(arena.web, diary);
  const crowd = openCrowd({ arena, random, diary, places, shop, members });

  const toBoss = async () => (await arena.sent()).filter(({ chat_id }) => Number(chat_id) === BOSS);
  /** What the bot answers to a command of the boss's, known by what it must contain. */
  async function ask(command: string, sign: string): Promise<string> {
    const before = (await toBoss()).length;
    await arena.say(`${BOSS}: ${command}`);
    let told: string | undefined;
    await eventually(`the boss gets an answer to ${command}`, async () => {
      told = (await toBoss()).slice(before).find(({ text }) => text.includes(sign))?.text;
      return told !== undefined;
    });
    return told ?? "";
  }
  const status = () => ask("/状态", "待发");
  /** Whether the bot's count of each group is right. */
  async function seated(): Promise<boolean> {
    const told = [
      ...(await ask("/群", " | ")).matchAll(/\((?:telegram:)?(-\d+)\) \| \S+ \| (\d+)\//g),
    ];
    const off = await Promise.all(
      told.map(
        async ([, chat, taken]) => (await arena.members(Number(chat))).length + 1 !== Number(taken),
      ),
    );
    return told.length === chats.length && !off.includes(true);
  }

  return {
    ...arena,
    crowd,
    diary,
    run: (env: Readonly<Record<string, string>> = {}): Running =>
      arena.run({ SUANPAN_STORM_OWN: SHOP_SECRET, ...env }),
    /** Waits until everybody who came was greeted. */
    async greeted(): Promise<void> {
      const greetings = async () =>
        (await arena.sent()).filter(({ text }) => text.startsWith("欢迎")).length;
      await eventually("everybody is greeted", async () => (await greetings()) >= members);
    },
    /** Waits until the bot has all orders of the shop. */
    sold: () => eventually("the shop is rid of its orders", async () => shop.waiting() === 0),
    /** Waits until nothing is left for the bot to do. */
    async rest(): Promise<void> {
      let calm = 0;
      for (let asked = 0; calm < 3; asked++) {
        if (asked > 300) throw new Error(`the bot never comes to rest: ${await status()}`);
        const quiet = (await arena.pending()) === 0 && (await crowd.read()) === 0;
        calm = quiet && /待发 0，/.test(await status()) ? calm + 1 : 0;
        await crowd.read();
        // Answers to the boss go before notices to him, one text a second.
        await wait(1_500);
      }
    },
    /** Waits until counts that were in doubt are taken again; what is off after that stays off, and is judged. */
    async recounted(): Promise<void> {
      for (let asked = 0; asked < RECOUNTS && !(await seated()); asked++) await wait(2_000);
    },
    /** Ends the bot, and has its books judged. `uncertain` as in the judge's evidence. */
    async verdict(bot: Running, uncertain: readonly string[] = []): Promise<Outcome> {
      bot.term();
      const { code } = await bot.exit();
      const inside = new Map<number, readonly number[]>();
      for (const chat of chats) inside.set(chat, await arena.members(chat));
      const sent = await arena.sent();
      const books = await readBooks(arena.file);
      const found = judge(books, { diary, sent, inside, doors: places.doors, uncertain });
      for (const [kind, all] of Object.entries(found))
        for (const one of all.slice(0, 5)) log(`${kind}: ${one}`);
      const times = (all: ReadonlyMap<string, number>) =>
        [...all.values()].reduce((a, b) => a + b, 0);
      const settled = books.rows.filter(
        ({ text, state }) => text !== null && state === "sent",
      ).length;
      return {
        figures: {
          messages: times(diary.said),
          joins: times(diary.joined),
          leaves: times(diary.left),
          knocks: diary.knocked.size,
          shop_orders: diary.orders.size,
          shop_notices: shop.tries(),
          typed_orders: diary.typed.size,
          typed_orders_confirmed: diary.confirmed.size,
          coupons: books.coupons.size,
          broadcasts: diary.broadcasts.size,
          texts_sent: sent.length,
          texts_repeated: sent.length - settled,
        },
        targets: [
          ...Object.entries(found).map(([kind, all]) => atMost(kind, all.length, 0)),
          atMost("exit code after SIGTERM", code ?? -1, 0),
        ],
      };
    },
    async close(): Promise<void> {
      shop.close();
      await arena.close();
    },
  };
}

/** Waits until the bot runs; a process that ends instead is told by what it said. */
export async function running(bot: Running): Promise<void> {
  await until("it runs", () => bot.stderr().includes('"running"') || bot.ended());
  if (bot.ended()) throw new Error(`the bot ended by itself: ${bot.stderr()}`);
}
