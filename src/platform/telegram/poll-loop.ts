import { setTimeout as wait } from "node:timers/promises";
import type { PlatformFailure } from "../../core/errors.js";
import { goOn, type Mark } from "./update-range.js";
import type { WireUpdate } from "./wire.js";

/** Every wait of the adapter, so that tests can shorten them. */
export type Timings = {
  /** How long Telegram may hold a poll open. */
  readonly pollSeconds: number;
  /** When a poll that got no answer is given up. */
  readonly pollAbortMs: number;
  /** When any other call is given up. */
  readonly callAbortMs: number;
  readonly backOffMinMs: number;
  readonly backOffMaxMs: number;
  /** The longest wait that is taken from Telegram: who asks nobody for a day is deaf for a day. */
  readonly retryMostMs: number;
  /** How long another poller of the same token is put up with. */
  readonly conflictMs: number;
  readonly conflictGapMs: number;
  /** How long `stop` waits for a batch that is being taken in. */
  readonly stopMs: number;
  /** How old the last poll may be. */
  readonly healthyMs: number;
};

/** The waits for production. */
export const TIMINGS: Timings = {
  pollSeconds: 25,
  pollAbortMs: 35_000,
  callAbortMs: 15_000,
  backOffMinMs: 1_000,
  backOffMaxMs: 30_000,
  retryMostMs: 300_000,
  conflictMs: 60_000,
  conflictGapMs: 3_000,
  stopMs: 5_000,
  healthyMs: 90_000,
};

/** How often in a row a token must be refused: a proxy or a restart of the server answers so in passing. */
const TOKEN_REFUSALS = 5;

/** What ends polling for good. */
export type FatalCode = "TELEGRAM_CONFLICT" | "TELEGRAM_TOKEN_REFUSED";

/** What went wrong in a poll: the answer's code, if any, and the failure made of it. */
type PollTrouble = { readonly code?: number; readonly failure: PlatformFailure };

/** What the loop needs from the adapter. */
export type PollLoopOptions = {
  readonly timings: Timings;
  readonly random: () => number;
  /** Done once before the first poll, repeated until it resolves. */
  readonly prepare: (signal: AbortSignal) => Promise<void>;
  readonly poll: (
    offset: number | undefined,
    seconds: number,
    signal: AbortSignal,
  ) => Promise<readonly WireUpdate[]>;
  /** The batch counts as taken in when this resolves. */
  readonly accept: (updates: readonly WireUpdate[]) => Promise<void>;
  readonly trouble: (error: unknown) => PollTrouble;
  readonly onPolled: () => void;
  /** The last update that was taken in before. */
  readonly since?: Mark | undefined;
  /** The server counts its updates from below, as one that was set up again does. */
  readonly onFall: (from: number, to: number) => void;
  readonly onFatal: (code: FatalCode) => void;
  readonly log: (code: string, fields: Readonly<Record<string, string | number>>) => void;
};

/** Polls until `signal` aborts or the token is of no more use; never rejects. */
export async function runPollLoop(options: PollLoopOptions, signal: AbortSignal): Promise<void> {
  const { timings, log } = options;
  let failures = 0;
  let refusals = 0;
  let conflictSince: number | undefined;
  let prepared = false;
  let offset: number | undefined;
  let last = options.since;
  let onlyRepeated = false;
  // A short poll first: it tells at once whether the platform can be reached.
  let seconds = 0;

  while (!signal.aborted) {
    const began = performance.now();
    try {
      if (!prepared) await options.prepare(signal);
      prepared = true;
      const held = seconds > 0;
      const updates = await options.poll(offset, seconds, signal);
      if (signal.aborted) return;
      failures = 0;
      refusals = 0;
      // Two pollers throw each other out of long polls only: a short one proves nothing.
      if (held) conflictSince = undefined;
      seconds = timings.pollSeconds;
      const batch = goOn(last, updates);
      if (batch.fell) options.onFall(last?.number ?? 0, batch.last?.number ?? 0);
      if (batch.fresh.length > 0 && !(await takeIn(options, batch.fresh, signal))) return;
      onlyRepeated = updates.length > 0 && batch.fresh.length === 0;
      last = batch.last;
      const next = last && updates.length > 0 ? last.number + 1 : offset;
      // Alive is who polls and can keep what it hears.
      options.onPolled();
      // A server that doesn't hold polls open, or gives the same again, is not asked without a pause.
      if (held && next === offset) {
        await pause(began + timings.backOffMinMs - performance.now(), signal);
      }
      offset = next;
    } catch (error) {
      if (signal.aborted) return;
      const { code, failure } = options.trouble(error);
      log("TELEGRAM_POLL_FAILED", { reason: failure.message });
      // Behind it may be a server that was set up again, which would drop all that is below the offset.
      // Only one that answered with nothing but what is known has to be told to go on.
      if (!onlyRepeated) offset = undefined;
      refusals = code === 401 ? refusals + 1 : 0;
      if (refusals === TOKEN_REFUSALS) return options.onFatal("TELEGRAM_TOKEN_REFUSED");
      let delay: number;
      if (code === 409) {
        conflictSince ??= performance.now();
        if (performance.now() - conflictSince >= timings.conflictMs) {
          return options.onFatal("TELEGRAM_CONFLICT");
        }
        seconds = timings.pollSeconds;
        delay = timings.conflictGapMs;
      } else {
        seconds = 0;
        failures += 1;
        const { refusal } = failure;
        delay =
          refusal.kind === "rate_limited"
            ? asTold(options, refusal.retryAfterMs)
            : backOff(options, failures);
      }
      await pause(delay, signal);
    }
  }
}

/** How long to wait when Telegram says how long: within reason. */
function asTold({ timings, log }: PollLoopOptions, saidMs: number): number {
  const { backOffMinMs, retryMostMs } = timings;
  if (saidMs <= retryMostMs) return Math.max(backOffMinMs, saidMs);
  log("TELEGRAM_RETRY_CAPPED", { saidMs, waitMs: retryMostMs });
  return retryMostMs;
}

/** Offers the same batch again until it is taken in; false when the loop was stopped before. */
async function takeIn(
  options: PollLoopOptions,
  updates: readonly WireUpdate[],
  signal: AbortSignal,
): Promise<boolean> {
  for (let refusals = 1; !signal.aborted; refusals += 1) {
    try {
      await options.accept(updates);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      options.log("TELEGRAM_BATCH_NOT_TAKEN", { reason, updates: updates.length });
      await pause(backOff(options, refusals), signal);
    }
  }
  return false;
}

function backOff({ timings, random }: PollLoopOptions, failures: number): number {
  const full = Math.min(timings.backOffMaxMs, timings.backOffMinMs * 2 ** Math.min(failures, 16));
  return Math.max(timings.backOffMinMs, full * (0.5 + random() / 2));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal }).catch(() => undefined);
}
