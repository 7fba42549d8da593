/** What was entered lately, by key: of each the last so many. */
export type Rolling = {
  /** Later than all that was entered under any key. */
  readonly enter: (key: string, at: number) => void;
  /** Takes one back that was entered at this instant. */
  readonly takeBack: (key: string, at: number) => void;
  /** When the one before the last `most` was: undefined when there are fewer. */
  readonly nth: (key: string, most: number) => number | undefined;
  /** How many there are since, that instant left out. */
  readonly since: (key: string, after: number) => number;
  /** Forgets what is no longer looked at. */
  readonly forget: (before: number) => void;
  readonly copy: () => Rolling;
};

/** So many may be taken back of those that were entered last, without one that still counts being forgotten. */
const SPARE = 64;

/** @param most so many are looked at; what is kept of each key is bounded by it */
export function createRolling(
  most: number,
  from?: ReadonlyMap<string, readonly number[]>,
): Rolling {
  const kept = new Map([...(from ?? [])].map(([key, list]) => [key, [...list]]));
  return {
    enter(key, at) {
      const list = kept.get(key);
      if (!list) return void kept.set(key, [at]);
      list.push(at);
      if (list.length > 2 * (most + SPARE)) list.splice(0, list.length - most - SPARE);
    },
    takeBack(key, at) {
      const list = kept.get(key);
      const index = list?.lastIndexOf(at) ?? -1;
      if (index >= 0) list?.splice(index, 1);
    },
    nth: (key, n) => {
      const list = kept.get(key);
      return list?.[list.length - n];
    },
    since: (key, after) => kept.get(key)?.filter((at) => at > after).length ?? 0,
    forget(before) {
      for (const [key, list] of kept) if ((list.at(-1) ?? before) <= before) kept.delete(key);
    },
    copy: () => createRolling(most, kept),
  };
}
