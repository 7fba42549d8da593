import { createHash } from "node:crypto";
import type { WireUpdate } from "./wire.js";

/** One update of a bot: its number, and what tells it from another one of that number. */
export type Mark = { readonly number: number; readonly print?: string };

const markOf = (update: WireUpdate): Mark => ({
  number: update.update_id,
  print: createHash("sha256").update(JSON.stringify(update)).digest("base64url").slice(0, 12),
});

/**
 * An update's id as an event. An account may get another bot, which counts anew, and a server that was set
 * up again counts from below: a number alone would make everything a repetition.
 */
export function eventId(bot: string, update: WireUpdate): string {
  const { number, print } = markOf(update);
  return `${bot}:${number}:${print}`;
}

/** The update that an event was; its number alone where an earlier version took it in. */
export function markIn(id: string): Mark | undefined {
  const [, number, print] = /^\d+:(\d+)(?::(.+))?$/.exec(id) ?? [];
  if (number === undefined) return undefined;
  return { number: Number(number), ...(print === undefined ? {} : { print }) };
}

/**
 * How a batch goes on from the last update that was taken in. One that holds it comes again, with what is
 * new behind it; else a number that isn't above it means that the server counts from below.
 */
export function goOn(
  last: Mark | undefined,
  batch: readonly WireUpdate[],
): {
  readonly fresh: readonly WireUpdate[];
  readonly last: Mark | undefined;
  readonly fell: boolean;
} {
  const ahead = batch.filter(({ update_id }) => !last || update_id > last.number);
  const again = batch
    .map(markOf)
    .some(({ number, print }) => number === last?.number && (last.print ?? print) === print);
  const fresh = again ? ahead : batch;
  const top = fresh.reduce<WireUpdate | undefined>(
    (one, other) => (one && one.update_id > other.update_id ? one : other),
    undefined,
  );
  return { fresh, last: top ? markOf(top) : last, fell: fresh.length > ahead.length };
}
