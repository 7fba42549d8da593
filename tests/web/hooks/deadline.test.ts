import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serve } from "../../../src/app/serve.js";
import { createPlaybooks } from "../../../src/engine/playbooks.js";
import { noEnv } from "../../../src/playbook/read/env.js";
import { readVersion } from "../../../src/playbook/versions/version.js";
import { createWeb } from "../../../src/web/hooks/web.js";
import { testConfig } from "../../support/config.js";
import { bodies } from "../../support/hook-bodies.js";
import { senders } from "../../support/hook-senders.js";
import { NO_PAGES, NOW } from "../../support/hook-server.js";
import { edited, GIRL, LADY } from "../../support/trial-playbook.js";

/** The strictest sender waits 5 seconds; in production a second of them is left for the way. */
const DEADLINE_MS = 4_000;
const SECRET = "s3cr3t";
const { body, headers } = senders.shopify(bodies.shopify());
const request = { method: "POST", body, headers };
const closers: (() => Promise<void>)[] = [];

beforeEach(() => {
  // The network goes on; only what counts time stands still.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const close of closers.splice(0)) await close();
});

/** A store that never answers. `asked` resolves when it has been asked. */
function silentStore() {
  let tell = () => {};
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const ask = (): Promise<never> => {
    tell();
    return new Promise(() => {});
  };
  return { asked, ask };
}

test("without a deadline of one's own, a store is given four seconds to the millisecond", async () => {
  const { asked, ask } = silentStore();
  const refused: string[] = [];
  const app = createWeb({
    join: NO_PAGES,
    health: () => ({ ok: true }),
    secrets: () => ({ kind: "shopify", secret: SECRET }),
    hashPhone: (_client, phone) => ({ phone }),
    now: () => NOW,
    accept: ask,
    onRefused: ({ code }) => refused.push(code),
  });
  const answer = app.request("/hooks/tea/shop", request);
  await asked;
  await vi.advanceTimersByTimeAsync(DEADLINE_MS - 1);
  expect(refused).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(refused).toEqual(["NOT_STORED"]);
  expect((await answer).status).toBe(503);
});

test("an answered notice leaves no timer behind", async () => {
  const app = createWeb({
    join: NO_PAGES,
    health: () => ({ ok: true }),
    secrets: () => ({ kind: "shopify", secret: SECRET }),
    hashPhone: (_client, phone) => ({ phone }),
    now: () => NOW,
    accept: async () => "stored",
  });
  expect((await app.request("/hooks/tea/shop", request)).status).toBe(200);
  expect(vi.getTimerCount()).toBe(0);
});

test("the bot itself is wired with that deadline", async () => {
  const { asked, ask } = silentStore();
  const refused: unknown[] = [];
  const playbook = edited(
    'orders: { margin: "0.62" }',
    'orders: { margin: "0.62", sources: { shop: { kind: shopify, secret: "env:SUANPAN_TEA_SHOP_SECRET" } } }',
  );
  const content = JSON.stringify({ playbook, personas: [GIRL, LADY] });
  const edition = readVersion(content, noEnv);
  if (!edition) throw new Error("no edition");
  const book = createPlaybooks();
  book.replace([edition]);
  const config = testConfig({ SUANPAN_HTTP: "127.0.0.1:0", SUANPAN_TEA_SHOP_SECRET: SECRET });
  const serving = await serve(config, {
    phoneKey: "key of a test",
    playbooks: book,
    now: () => NOW,
    ...NO_PAGES,
    health: () => ({ ok: true }),
    receive: ask,
    onRefused: (refusal) => refused.push(refusal),
  });
  if (!serving) throw new Error("nothing is served");
  closers.push(() => serving.close(0));
  const answer = fetch(`${serving.url}/hooks/tea/shop`, request);
  await asked;
  await vi.advanceTimersByTimeAsync(DEADLINE_MS - 1);
  expect(refused).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(refused).toEqual([{ client: "tea", source: "shop", status: 503, code: "NOT_STORED" }]);
  expect((await answer).status).toBe(503);
});
