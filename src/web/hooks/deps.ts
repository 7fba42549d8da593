import type { Instant } from "../../core/event.js";
import type { Lang } from "../../core/i18n.js";
import type { HashPhone, OrderNotice } from "../../domain/order/order.js";
import type { JoinDeps } from "../join/deps.js";
import type { MetricsDeps } from "../metrics/metrics.js";
import type { HookSecret, Received } from "./hook.js";

export type Health = { readonly ok: boolean; readonly [detail: string]: unknown };

/** What the web needs of the rest; wired in app/. */
export type WebDeps = {
  readonly join: JoinDeps;
  readonly health: () => Health | Promise<Health>;
  readonly metrics?: MetricsDeps;
  /** Undefined when the client or its source doesn't exist. */
  readonly secrets: (client: string, source: string) => HookSecret | undefined;
  /** Whether a client isn't there now and will be: its shops are to send again. */
  readonly isAwaited?: (client: string) => boolean;
  /**
   * Stores a notice durably before it resolves; what it means is worked out later. With `once`, the
   * notice and the key are stored together, or neither: a key that is there makes it `replayed`. A
   * repeated notice without a key is `stored`; that it changes nothing is the merging's business.
   */
  readonly accept: (
    client: string,
    source: string,
    notice: OrderNotice,
    once?: Received["once"],
  ) => Promise<"stored" | "replayed">;
  readonly hashPhone: (client: string, phone: string) => ReturnType<HashPhone>;
  readonly now: () => Instant;
  /** In which language a refusal says what to do; Chinese unless told. */
  readonly lang?: Lang;
  /** Hears of every answer that is no success; never with a secret or a body. */
  readonly onRefused?: (refusal: {
    readonly client: string;
    readonly source: string;
    readonly status: number;
    readonly code: string;
    /** What to do about it, where there is something. */
    readonly message?: string;
  }) => void;
  /** Milliseconds of a clock that never jumps, the machine's unless told: how fast requests come. */
  readonly ticks?: () => number;
  /** How long `accept` may take, 4 seconds unless told: the strictest senders wait 5. */
  readonly acceptMs?: number;
};
