import type { Instant } from "../../core/event.js";
import type { HashPhone, OrderNotice } from "../../domain/order/order.js";

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
  readonly hashPhone: HashPhone;
};

/** What a genuine request says. Without `told` it is of no concern to us, and answered with success. */
export type Received = {
  /** `signedAt` is the time that the signature covers: of the sending, or else of the order's last change. */
  readonly told?: { readonly notice: OrderNotice; readonly signedAt: Instant };
  /** Accepted once: a second request with this key is a replay. Forgotten after `until`. */
  readonly once?: { readonly key: string; readonly until: Instant };
  /** The words by which this sender knows success. */
  readonly reply: { readonly type: "text/plain" | "application/json"; readonly text: string };
};

export const OK_JSON = { type: "application/json", text: '{"ok":true}' } as const;
