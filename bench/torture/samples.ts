import { median, round } from "../statistics.js";
import type { Taken } from "./probe.js";

/** Of samples in their order those of the first and of the last fifth. */
export function fifths<T>(all: readonly T[]): {
  readonly first: readonly T[];
  readonly last: readonly T[];
} {
  const fifth = Math.max(1, Math.floor(all.length / 5));
  return { first: all.slice(0, fifth), last: all.slice(-fifth) };
}

/** What a process has taken of memory at its beginning and at its end; `growth` is of the heap. */
export function memoryOver(taken: readonly Taken[]) {
  const heap = fifths(taken.map(({ heapUsed }) => heapUsed));
  const rss = fifths(taken.map((one) => one.rss));
  const mb = (bytes: readonly number[]) => round(median(bytes) / 1e6, 1);
  return {
    growth: round(median(heap.last) / median(heap.first), 3),
    figures: {
      heap_first_fifth_mb: mb(heap.first),
      heap_last_fifth_mb: mb(heap.last),
      rss_first_fifth_mb: mb(rss.first),
      rss_last_fifth_mb: mb(rss.last),
    },
  };
}
