import { createTally } from "../../src/domain/experiment/data/tally.js";

/** The product's own tally; facts from before they said their day are Shanghai's. */
export const tally = createTally(() => "Asia/Shanghai");
