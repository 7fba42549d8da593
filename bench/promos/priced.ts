/** What every engine has to find out about a basket. */
export type Priced = {
  /** Shipping included. */
  readonly total: number;
  /** How many gifts come with it, points included. */
  readonly gifts: number;
};
