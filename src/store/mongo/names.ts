/** Part of a document's id, so that no part runs into the next. */
const part = (text: string) => text.replaceAll("%", "%25").replaceAll("/", "%2F");

/** An id of several parts; all ids that share the first ones stand together, the last one by its own order. */
export const idOf = (...parts: readonly string[]): string =>
  [...parts.slice(0, -1).map(part), parts.at(-1)].join("/");

/** The parts of such an id. */
export function partsOf(id: string, count: number): readonly string[] {
  const [...parts] = id.split("/");
  const whole = (text: string) => text.replaceAll("%2F", "/").replaceAll("%25", "%");
  return [...parts.slice(0, count - 1).map(whole), parts.slice(count - 1).join("/")];
}

/** What the ids that begin with these parts have in common. */
export const headOf = (...parts: readonly string[]): string => parts.map(part).join("/");

/** A condition for the ids under a head, or for those that come after one of them. */
export const under = (head: string, after?: string) =>
  after === undefined ? { $gte: `${head}/`, $lt: `${head}0` } : { $gt: after, $lt: `${head}0` };

/**
 * A condition for instants until this one, which are whole. Not by `$lte`: in an index that goes on behind them
 * SecantusDB 0.7 leaves out those that are equal.
 */
export const until = (now: number) => ({ $lt: now + 1 });
