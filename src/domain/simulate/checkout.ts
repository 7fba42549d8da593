import type { Instant } from "../../core/event.js";
import { quote, spokenNudge } from "../promo/quote.js";
import type { Random } from "../stats/random.js";
import { COMMUNITY } from "./community.js";
import { logNormal } from "./draws.js";
import type { Scene } from "./scene.js";

/** What somebody means to buy, in minor units; `whim` decides whether they top up. */
export type Basket = { readonly list: number; readonly whim: number };

/** A basket in whole units of a currency with so many minor units in one; at least one whole unit. */
export function drawBasket(random: Random, minorUnits: number): Basket {
  const whole = Math.max(1, Math.round(logNormal(random, COMMUNITY.basket)));
  return { list: whole * minorUnits, whim: random.uniform() };
}

export type Bill = {
  /** What the goods cost before the promos, topping up included, and what is paid; minor units. */
  readonly list: number;
  readonly paid: number;
};

type Buyer = { readonly member: string; readonly basket: Basket; readonly told: boolean };

/** What a basket becomes at the till, with the promos that the group has that day. */
export function checkOut(scene: Scene, buyer: Buyer, now: Instant): Bill {
  const { list, whim } = buyer.basket;
  const ask = questionOf(scene, buyer.member, now);
  const nudge = spokenNudge(ask(list));
  const chance = buyer.told ? COMMUNITY.topsUp.told : COMMUNITY.topsUp.seen;
  const topped = nudge && whim < chance ? list + nudge.gap : list;
  const { compiled, cart, member, counters } = ask(topped);
  return { list: topped, paid: quote(compiled, cart, member, counters, now).total };
}

/** The shop counts nothing: nobody orders twice a day here, and budgets outlast the experiments. */
function questionOf({ promos: compiled, tags }: Scene, member: string, now: Instant) {
  return (price: number) => ({
    compiled,
    cart: { lines: [{ id: "1", qty: 1, price, tags }], shipping: 0, coupons: [] },
    member: { id: member, tags: [] },
    counters: {},
    now,
  });
}
