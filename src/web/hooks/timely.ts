import type { Instant } from "../../core/event.js";
import type { OrderNotice } from "../../domain/order/order.js";
import type { HookSecret, Received } from "./hook.js";
import { timeAhead, tooEarly, tooOld } from "./refusal.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How far back a sender's signed time lies at most, and how far ahead of us its clock may be. */
type Window = { readonly backMs: number; readonly aheadMs: number };

const WINDOWS: Readonly<Record<HookSecret["kind"], Window>> = {
  // As the Standard Webhooks reference libraries tolerate.
  generic: { backMs: 5 * MINUTE_MS, aheadMs: 5 * MINUTE_MS },
  // WeChat sends ten times within 3.6 hours.
  "wechat-shop": { backMs: 6 * HOUR_MS, aheadMs: HOUR_MS },
  // Failed pushes can be sent again by hand for 7 days.
  youzan: { backMs: 8 * DAY_MS, aheadMs: HOUR_MS },
  // Shopify retries for 4 hours with the first payload (changelog of 2024-09-10); a week leaves room for its
  // own delays, since eight refusals in a row delete the subscription.
  shopify: { backMs: 7 * DAY_MS, aheadMs: HOUR_MS },
  // It doesn't retry, but sends from WordPress's cron, which waits for the next visitor.
  woocommerce: { backMs: 7 * DAY_MS, aheadMs: HOUR_MS },
};

/**
 * Refuses what is signed at a time that its sender would not send now. One of the two clocks is wrong, or
 * somebody sends an old request again; nobody can tell which, so the sender is to try again: ours may be set
 * right by then. An order whose own times lie ahead is refused for good, since every later notice would look
 * old beside it. @throws HookRefusal 503 TOO_EARLY, 503 TOO_OLD, 400 TIME_AHEAD.
 */
export function checkTimes({ told }: Received, kind: HookSecret["kind"], now: Instant): void {
  if (!told) return;
  const { backMs, aheadMs } = WINDOWS[kind];
  if (told.signedAt > now + aheadMs) throw tooEarly();
  if (told.signedAt < now - backMs) throw tooOld();
  if (latestOf(told.notice) > now + aheadMs) throw timeAhead();
}

function latestOf(notice: OrderNotice): Instant {
  if (notice.kind === "event") {
    const { at, refunds = [] } = notice.event;
    return Math.max(at, ...refunds.map((refund) => refund.at));
  }
  const { placedAt = 0, paidAt = 0, modifiedAt, refunds } = notice.order;
  return Math.max(placedAt, paidAt, modifiedAt, ...refunds.map(({ at }) => at));
}
