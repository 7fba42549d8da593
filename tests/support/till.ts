import { features } from "../../src/app/features.js";
import { createManualClock } from "../../src/core/time/clock.js";
import type { GroupRecord } from "../../src/domain/group/record.js";
import type { OrderNotice } from "../../src/domain/order/order.js";
import type { CouponRecord } from "../../src/domain/promo/coupon-record.js";
import { createDueWork } from "../../src/engine/due.js";
import type { Deps } from "../../src/engine/feature.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";
import { couponOperations } from "../../src/features/coupon/operations.js";
import { handleOrder } from "../../src/features/order/orders.js";
import type { Change, Store } from "../../src/store/port.js";
import { editions, readEdition } from "./tea.js";

export const OPENED = Date.parse("2026-11-24T10:00:00+08:00");
const CLIENT = "tea-town";
const MINUTE = 60_000;

type Sections = {
  readonly promos: Readonly<Record<string, object>>;
  readonly stacks?: Readonly<Record<string, string>>;
  /** The promo that the coupon `newcomer` opens, if one does. */
  readonly behindCoupon?: string;
  /** How many of the coupon there are. */
  readonly max?: number;
};

/** The tea brand's playbook with promos of its own; the coupon `newcomer` is held for 30 minutes. */
function withPromos({ promos, stacks = { price: "best" }, behindCoupon, max = 2000 }: Sections) {
  // What the rest of the playbook names; out of everybody's reach.
  const spare = { title: "spare", spend: "90000.00", give: { points: 1 }, stack: "spare" };
  const titled = Object.entries(promos).map(([id, promo]) => [id, { title: id, ...promo }]);
  const all = { main: spare, spare, ...Object.fromEntries(titled) };
  const newcomer = {
    ...{ promo: behindCoupon ?? "spare", code: { prefix: "TT", length: 10 } },
    ...{ valid: "72h", reserve: "30m", max },
  };
  return (text: string) =>
    text
      .replace(
        /^promos:\n[\s\S]*?(?=^# 群里打出来的价钱)/m,
        [
          `promos: ${JSON.stringify(all)}`,
          `stacks: ${JSON.stringify({ ...stacks, spare: "best" })}`,
          `coupons: ${JSON.stringify({ newcomer })}\n\n`,
        ].join("\n"),
      )
      .replace(/^heuristics:[\s\S]*/m, "");
}

/** The orders' side of the runtime on a store of its own, without a platform or the web. */
export async function openTill(store: Store, sections: Sections) {
  const clock = createManualClock(OPENED);
  const playbooks = createPlaybooks();
  playbooks.replace(editions({ edit: withPromos(sections) }));
  const deps: Deps = {
    ...{ store, playbooks, clock, features, platforms: [] },
    files: { check: async () => ({ ok: true, lines: [], versions: [] }), read: readEdition },
    governorOf: () => undefined,
    owned: () => ({ accounts: [], clients: playbooks.clients() }),
    takeUp: async () => {},
    receive: async () => {},
    retake: () => {},
  };
  const stuck: unknown[] = [];
  const onStuck = (_key: string, error: unknown) => void stuck.push(error);
  const dueWork = createDueWork(deps, onStuck);
  let sent = 0;
  const put = async (...changes: Change[]) => {
    const done = await store.commit({ client: CLIENT, changes, outbox: [], facts: [] });
    if (!done.ok) throw new Error(`refused: ${done.key}`);
  };
  const group = { platform: "telegram", account: "telegram", chat: "1", pool: "welfare", n: 1 };
  const full = { ...group, title: "g", taken: 2, cooldowns: {}, unasked: [], variants: {} };
  await put({ op: "put", kind: "group", key: "hq", value: full satisfies GroupRecord });

  return {
    clock,
    stuck,
    coupons: couponOperations(deps),
    /** Members that are seen in the group, as `telegram:1` … */
    async members(count: number) {
      for (let n = 1; n <= count; n++) {
        const empty = { cooldowns: {}, unasked: [], scripts: {}, saved: {}, tags: [] };
        const value = { platform: "telegram", user: `${n}`, name: `客${n}`, home: "hq", ...empty };
        await put({ op: "put", kind: "member", key: `telegram:${n}`, value });
      }
    },
    async grant(code: string, member: string, over: Partial<CouponRecord> = {}) {
      const until = OPENED + 72 * 60 * MINUTE;
      const base = { code, coupon: "newcomer", state: "granted", member, until } as const;
      const value: CouponRecord = { ...base, ...over };
      await put({ op: "put", kind: "coupon", key: code, value, owner: member });
    },
    async tell(notice: OrderNotice) {
      const place = { platform: "shop", chat: "tea-town/shop", direct: false };
      const id = `n${++sent}`;
      const head = { id, platform: "shop", account: "shop:tea-town", at: clock.now(), place };
      const event = { ...head, kind: "order", client: CLIENT, notice } as const;
      const [accepted] = await store.accept([event], clock.now());
      if (accepted) await handleOrder(deps, accepted.seq, event);
    },
    /** Moves the clock on and does what has fallen due. */
    async forward(ms: number) {
      clock.set(clock.now() + ms);
      while ((await dueWork.runDue()) > 0);
    },
    counter: (name: string) => store.counter(CLIENT, `promo/${name}`),
    coupon: async (code: string) => (await store.get(CLIENT, "coupon", code))?.value,
    order: async (id: string) => (await store.get(CLIENT, "order", `shop/${id}`))?.value,
    orders: async () => (await store.list(CLIENT, "order")).map(({ value }) => value),
    facts: (kind: string) => store.facts(CLIENT, kind),
  };
}
export type Till = Awaited<ReturnType<typeof openTill>>;
