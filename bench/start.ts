import { startFakeBotApi } from "../tests/support/fake-bot-api.js";
import { polled, startProduct, stopProduct, until } from "./product.js";
import { openFolder } from "./rig.js";
import { median, print, round } from "./statistics.js";

const ROUNDS = 5;

/** From the start of the process, on a new store, to the first `getUpdates`. */
async function measure(): Promise<number> {
  const folder = await openFolder();
  const api = await startFakeBotApi();
  const start = performance.now();
  const product = startProduct(api, folder.path);
  await until("the first poll", () => polled(api));
  const ms = performance.now() - start;
  await stopProduct(product);
  await api.stop();
  await folder.remove();
  return round(ms);
}

const rounds: number[] = [];
for (let n = 0; n < ROUNDS; n += 1) rounds.push(await measure());
print({ first_poll_ms: median(rounds), rounds });
