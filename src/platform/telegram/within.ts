import type { Telegram } from "telegraf";

/** Telegraf's types want the signal of a shim package; Node's own is what works. */
export type ShimSignal = NonNullable<NonNullable<Parameters<Telegram["callApi"]>[2]>["signal"]>;

/** Gives a call up after `ms`, or when `stop` aborts. */
export async function within<T>(
  ms: number,
  stop: AbortSignal | undefined,
  run: (signal: ShimSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (stop?.aborted) abort();
  stop?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(abort, ms);
  try {
    return await run(controller.signal as unknown as ShimSignal);
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener("abort", abort);
  }
}
