import type { Event } from "../../core/event.js";
import { type Ask, askOf } from "../../domain/promo/ask.js";
import type { Need } from "../../engine/context.js";
import { couponsNeed } from "../coupon/coupons-need.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    /** What a message asks about prices and coupons. */
    readonly ask?: Ask;
  }
}

/** A message is read for a question about prices once, here. */
export function askNeeds(event: Event): readonly Need[] {
  const ask = event.kind === "message" ? askOf(event.text) : undefined;
  if (!ask) return [];
  return [
    async () => ({ ask, claimed: true }),
    couponsNeed({ code: ask.kind === "price" ? ask.code : undefined }),
  ];
}
