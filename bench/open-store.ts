import type { Tally } from "../dist/core/rollup.js";
import { openMongoStore } from "../dist/store/mongo/store.js";
import type { Store } from "../dist/store/port.js";
import { openSqliteStore } from "../dist/store/sqlite/store.js";
import { TALLY } from "./town.js";

/** The stand-in on a busy machine is slow; what is measured is how slow, not whether somebody lost patience. */
const PATIENT = { connectMs: 60_000, answerMs: 120_000, deadlineMs: 120_000 };

/** A store by its address: `mongodb://…`, or the path of a file. */
export const openStore = (at: string, tally: Tally = TALLY): Promise<Store> =>
  at.startsWith("mongodb") ? openMongoStore(at, tally, PATIENT) : openSqliteStore(at, tally);
