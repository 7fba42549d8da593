import type { Instant } from "../../core/event.js";

declare module "../../core/record.js" {
  interface Records {
    /** Of a group, by its key, whose count was in doubt; due when it is counted again. */
    recount: Readonly<Record<string, never>>;
    /** That newcomers of a pool are led to the groups of one account alone; its key is the pool's id. */
    "pool-move": PoolMove;
  }
}

export type PoolMove = {
  readonly account: string;
  readonly at: Instant;
  /** The operator, as `platform:user`. */
  readonly by: string;
};
