import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Store } from "../../src/store/port.js";
import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { tally } from "./tally.js";

/** Whether the stories are told on MongoDB, where whatever is asked takes its time. */
export const ON_MONGO = process.env.SUANPAN_STORIES_IN === "mongodb";

/** Where a story's store is, as one process of the bot after the other opens it. */
export type StoryStore = {
  readonly open: () => Promise<Store>;
  /** Whether the process dies now, as by `kill -9`, and another takes over; asked whenever nothing is under way. */
  readonly dies: () => boolean;
  readonly close: () => Promise<void>;
};

/** So often a process dies, of the moments at which nothing is under way, and so often in a story. */
const ONE_IN = 12;
const DEATHS = 3;

/** A store in memory, or where SUANPAN_STORIES_IN says so a database of MongoDB, on which processes die. */
export const openStoryStore = (given?: Store): Promise<StoryStore> | StoryStore => {
  if (given) return alone(async () => given);
  if (ON_MONGO) return onMongo();
  return alone(() => openSqliteStore(":memory:", tally));
};

const alone = (open: () => Promise<Store>): StoryStore => ({
  open,
  dies: () => false,
  close: async () => {},
});

let databases: ReturnType<typeof import("./mongo/databases.js").databases> | undefined;

async function onMongo(): Promise<StoryStore> {
  const mongo = await import("./mongo/databases.js");
  const { openMongoStore } = await import("../../src/store/mongo/store.js");
  databases ??= mongo.databases();
  const name = await databases.take();
  const url = mongo.databaseUrl(mongo.serverUrl, name);
  // The same story dies at the same moments.
  let moment = 0;
  let deaths = 0;
  const story = expect.getState().currentTestName ?? "";
  const draw = () => createHash("sha256").update(`${story}:${moment++}`).digest().readUInt32BE(0);
  return {
    open: () => openMongoStore(url, tally, mongo.PATIENT),
    dies() {
      if (deaths === DEATHS || draw() % ONE_IN > 0) return false;
      deaths++;
      return true;
    },
    close: async () => databases?.giveBack(name),
  };
}
