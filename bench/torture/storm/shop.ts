import { setTimeout as wait } from "node:timers/promises";
import { senders } from "../../../tests/support/hook-senders.js";
import type { Diary, ShopOrder } from "./diary.js";
import { type Brand, SAVING, SHOP_SECRET } from "./playbook.js";

const AGAIN_MS = 150;
const yuan = (fen: number): string => (fen / 100).toFixed(2);

type Shop = Brand & {
  /** Where the bot listens now. */
  readonly web: () => string;
  readonly diary: Diary;
};

/** The shop's own software: it sends a notice again, newly signed, until the bot has it. */
export function openShop({ web, diary, client }: Shop) {
  let waiting = 0;
  let refused: unknown;
  let open = true;
  let tries = 0;

  async function post(id: string, body: string): Promise<boolean> {
    const { headers } = senders.generic(body, Date.now(), id, SHOP_SECRET);
    const url = `${web()}/hooks/${client}/own`;
    tries += 1;
    const answer = await fetch(url, { method: "POST", body, headers }).catch(() => undefined);
    // 409: the same id in the same second, which was stored.
    if (answer?.status === 200 || answer?.status === 409) return true;
    if (answer && answer.status < 500 && answer.status !== 429) {
      throw new Error(`the bot refuses an order: ${answer.status} ${await answer.text()}`);
    }
    return false;
  }

  async function deliver(id: string, order: ShopOrder): Promise<void> {
    const { member, fen, code } = order;
    const at = new Date().toISOString();
    const body = JSON.stringify({
      ...{ id, status: "paid", currency: "CNY", amount: yuan(fen), paid_at: at, modified_at: at },
      platform_ids: [`telegram:${member}`],
      ...(code === undefined ? {} : { coupons: [code], discount: yuan(SAVING.off) }),
    });
    while (!(await post(`msg-${id}`, body))) {
      if (!open) return;
      await wait(AGAIN_MS);
    }
    diary.orders.set(id, order);
    // As shops do: the same once more.
    await post(`msg-${id}-again`, body);
  }

  return {
    /** Sends a paid order. */
    sell(id: string, order: ShopOrder): void {
      waiting += 1;
      deliver(id, order).then(
        () => {
          waiting -= 1;
        },
        (error: unknown) => {
          refused = error;
        },
      );
    },
    /** How often a notice was sent. */
    tries: () => tries,
    /** How many orders the bot doesn't have yet. @throws Error when it refuses one */
    waiting(): number {
      if (refused !== undefined) throw refused;
      return waiting;
    },
    close: () => {
      open = false;
    },
  };
}
