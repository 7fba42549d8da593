import type { Instant } from "../../core/event.js";
import type { Order, OrderNotice } from "../../domain/order/order.js";
import { replayed, tooEarly } from "./refusal.js";

/** A source's secrets as plain values (`env:NAME` in the playbook is resolved before). */
export type HookSecret =
  | { readonly kind: "generic"; readonly secret: string }
  | {
      readonly kind: "wechat-shop";
      readonly appId: string;
      readonly token: string;
      /** EncodingAESKey, 43 characters. */
      readonly aesKey: string;
    }
  | { readonly kind: "youzan"; readonly clientId: string; readonly secret: string }
  | { readonly kind: "shopify"; readonly secret: string }
  | { readonly kind: "woocommerce"; readonly secret: string };
type HookKind = HookSecret["kind"];
export type SecretOf<K extends HookKind> = Extract<HookSecret, { kind: K }>;

/** A request as a source's reader sees it; `body` is what came over the wire, byte for byte. */
export type Hook = {
  readonly source: string;
  readonly body: Uint8Array;
  readonly header: (name: string) => string | undefined;
  readonly query: (name: string) => string | undefined;
  readonly now: Instant;
  readonly hashPhone: (phone: string) => string;
};

/** What a genuine request says. Without a notice it is of no concern to us, and answered with success. */
export type Received = {
  readonly notice?: OrderNotice;
  /** Accepted once: a second request with this key is a replay. Forgotten after `until`. */
  readonly once?: { readonly key: string; readonly until: Instant };
  /** The words by which this sender knows success. */
  readonly reply: { readonly type: "text/plain" | "application/json"; readonly text: string };
};

export const OK_JSON = { type: "application/json", text: '{"ok":true}' } as const;

const AHEAD_MS = 60 * 60 * 1000;

/**
 * Refuses a notice whose signed time lies further back than its sender ever sends, or over an hour
 * ahead of us. @throws HookRefusal 409.
 */
export function withinWindow(
  signedAt: Instant,
  now: Instant,
  windowMs: number,
  aheadMs = AHEAD_MS,
): void {
  if (signedAt < now - windowMs || signedAt > now + aheadMs) throw replayed();
}

/**
 * Refuses an order that tells a time more than `aheadMs` ahead of us: every later notice would look old
 * beside it. @throws HookRefusal 400 TIME_AHEAD.
 */
export function notAhead(order: Order, now: Instant, aheadMs: number): void {
  const { placedAt = 0, paidAt = 0, modifiedAt, refunds } = order;
  const latest = Math.max(placedAt, paidAt, modifiedAt, ...refunds.map(({ at }) => at));
  if (latest > now + aheadMs) throw tooEarly();
}
