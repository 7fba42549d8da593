import "../../src/app/features.js";
import { createTally } from "../../src/domain/experiment/data/tally.js";

/**
 * The product's own tally, with what features count: another one would make a database's sums anew when it opens it.
 * Facts from before they said their day are Shanghai's.
 */
export const tally = createTally(() => "Asia/Shanghai");
