import type { Page } from "../../features/entry/page.js";

/** What the pages of pools need of the rest. */
export type JoinDeps = {
  /** The page of this name, for who comes from a source; undefined when there is none. */
  readonly page: (name: string, source: string | undefined) => Promise<Page | undefined>;
  /** Milliseconds of a clock that never jumps, the machine's unless told. */
  readonly ticks?: () => number;
};
