import type { Instant } from "../../core/event.js";

/** Things to come, earliest first; of one instant in the order they were put in. */
export type Agenda<T extends { readonly at: Instant }> = {
  readonly add: (item: T) => void;
  readonly next: () => Instant | undefined;
  /** Takes out all that is due. */
  readonly take: (until: Instant) => readonly T[];
};

export function createAgenda<T extends { readonly at: Instant }>(): Agenda<T> {
  const items: T[] = [];
  return {
    add(item) {
      let low = 0;
      let high = items.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((items[middle] as T).at <= item.at) low = middle + 1;
        else high = middle;
      }
      items.splice(low, 0, item);
    },
    next: () => items[0]?.at,
    take(until) {
      let due = 0;
      while ((items[due]?.at ?? Number.POSITIVE_INFINITY) <= until) due += 1;
      return items.splice(0, due);
    },
  };
}
