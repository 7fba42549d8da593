import { setTimeout as wait } from "node:timers/promises";
import type { Fake } from "../fake.js";
import { eventually } from "../groups.js";
import { atMost, type Outcome, type Setting } from "../trial.js";
import { readBooks } from "./books.js";
import { openCrowd } from "./crowd.js";
import { openDiary } from "./diary.js";
import { judge } from "./judge.js";
import { accountOf, type Brand, type Places } from "./playbook.js";
import { openShop } from "./shop.js";

/** Two minutes and more. */
const RECOUNTS = 60;

type TownOptions = Pick<Setting, "random" | "log"> & {
  readonly fake: Fake;
  readonly brand: Brand;
  readonly places: Places;
  readonly members: number;
  /** Where the bot listens for webhooks now. */
  readonly web: () => string;
};
export type Town = ReturnType<typeof openTown>;

/** A client's groups and its shop on a busy day, and in the end the judge. */
export function openTown({ random, log, fake, brand, places, members, web }: TownOptions) {
  const chats = [...places.streets, ...places.doors];
  const { boss } = brand;
  const diary = openDiary();
  const shop = openShop({ ...brand, web, diary });
  const crowd = openCrowd({ boss, fake, random, diary, places, shop, members });

  const toBoss = async () => (await fake.sent()).filter(({ chat_id }) => Number(chat_id) === boss);
  /** What the bot answers to a command of the boss's, known by what it must contain. */
  async function ask(command: string, sign: string): Promise<string> {
    const before = (await toBoss()).length;
    await fake.say(`${boss}: ${command}`);
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
      ...(await ask("/群", " | ")).matchAll(/\((?:telegram:(?:\w+:)?)?(-\d+)\) \| \S+ \| (\d+)\//g),
    ];
    const off = await Promise.all(
      told.map(
        async ([, chat, taken]) => (await fake.members(Number(chat))).length + 1 !== Number(taken),
      ),
    );
    return told.length === chats.length && !off.includes(true);
  }

  return {
    crowd,
    brand,
    /** Has the bot get into the middle of a send: Telegram takes a text in, and nobody ever learns of it. */
    async stall(isOver: () => boolean = () => false): Promise<void> {
      await fake.fault("sendMessage", "silent");
      await fake.say(`${boss}: /状态`);
      await eventually("it sends", async () => isOver() || (await fake.faults()) === 0);
    },
    /** Telegram is well again. */
    mend: fake.mend,
    /** Waits until everybody who came was greeted. */
    async greeted(): Promise<void> {
      const greetings = async () =>
        (await fake.sent()).filter(({ text }) => text.startsWith("欢迎")).length;
      await eventually("everybody is greeted", async () => (await greetings()) >= members);
    },
    /** Waits until the bot has all orders of the shop. */
    sold: () => eventually("the shop is rid of its orders", async () => shop.waiting() === 0),
    /** Waits until nothing is left for the bot to do. */
    async rest(): Promise<void> {
      let calm = 0;
      for (let asked = 0; calm < 3; asked++) {
        if (asked > 300) throw new Error(`the bot never comes to rest: ${await status()}`);
        const quiet = (await fake.pending()) === 0 && (await crowd.read()) === 0;
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
    /** Has the books of bots that have ended judged. `uncertain` as in the judge's evidence. */
    async verdict(file: string, uncertain: readonly string[]): Promise<Outcome> {
      const inside = new Map<number, readonly number[]>();
      for (const chat of chats) inside.set(chat, await fake.members(chat));
      const sent = await fake.sent();
      const books = await readBooks(file, brand);
      const found = judge(books, {
        ...{ account: accountOf(brand), diary, sent, inside, doors: places.doors, uncertain },
      });
      for (const [kind, all] of Object.entries(found))
        for (const one of all.slice(0, 5)) log(`${brand.client}: ${kind}: ${one}`);
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
        targets: Object.entries(found).map(([kind, all]) => atMost(kind, all.length, 0)),
      };
    },
    close: (): void => shop.close(),
  };
}
