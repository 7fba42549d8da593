import { setTimeout as wait } from "node:timers/promises";
import { openSqliteStore } from "../dist/store/sqlite/store.js";
import { startFakeBotApi } from "../tests/support/fake-bot-api.js";
import { polled, residentMb, startProduct, stopProduct, until } from "./product.js";
import { openFolder } from "./rig.js";
import { print, round } from "./statistics.js";
import { chatOf, nameOf, settle, TALLY, userOf } from "./town.js";

const GROUPS = 1_000;
const MEMBERS = 200;
const SETTLE_MS = 3_000;

/** The product's own process on a full store: when it has started, and when every group has talked. */
async function measure() {
  const folder = await openFolder();
  const store = await openSqliteStore(folder.path, TALLY);
  await settle(store, GROUPS, MEMBERS);
  await store.close();

  const api = await startFakeBotApi();
  const product = startProduct(api, folder.path);
  await until("the first poll", () => polled(api));
  await wait(SETTLE_MS);
  const started = residentMb(product);
  for (let n = 0; n < GROUPS; n += 1) {
    const user = n * MEMBERS;
    api.say(Number(chatOf(n)), Number(userOf(user)), nameOf(user), "早上好呀");
  }
  await until("every message taken in", () =>
    api.calls.some(({ method, body }) => method === "getUpdates" && Number(body.offset) > GROUPS),
  );
  await wait(SETTLE_MS);
  const talked = residentMb(product);
  await stopProduct(product);
  await api.stop();
  await folder.remove();
  return {
    groups: GROUPS,
    members: GROUPS * MEMBERS,
    started_rss_mb: round(started, 1),
    after_a_message_in_every_group_rss_mb: round(talked, 1),
  };
}

print(await measure());
