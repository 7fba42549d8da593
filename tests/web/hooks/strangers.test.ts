import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MAX_BYTES, SMALL_BYTES } from "../../../src/web/hooks/receive.js";
import { bodies } from "../../support/hook-bodies.js";
import { type Signed, senders } from "../../support/hook-senders.js";
import { hookServer, NOW } from "../../support/hook-server.js";

const SECOND = 1000;
let server: Awaited<ReturnType<typeof hookServer>>;
let ticks = 0;
beforeEach(async () => {
  ticks = 0;
  server = await hookServer({ ticks: () => ticks });
});
afterEach(() => server.close());

const genuine = {
  generic: senders.generic(bodies.generic, NOW, "msg_1"),
  shopify: senders.shopify(bodies.shopify()),
  woocommerce: senders.woocommerce(bodies.woocommerce()),
  youzan: senders.youzan(bodies.youzan),
  "wechat-shop": senders.wechat(bodies.wechat(), NOW),
};
const LARGE = "x".repeat(SMALL_BYTES + 1);
/** One byte larger than what is checked however often it comes. */
const forged: Signed = { path: "/hooks/tea-town/shop", body: LARGE, headers: {} };
/** A genuine order as large. */
const large = senders.shopify(bodies.shopify({ note: LARGE }));
const status = async (signed: Signed) => (await server.send(signed)).status;
/** Sends it so often. @returns each answer once. */
async function repeatedly(times: number, signed: Signed): Promise<number[]> {
  const answers = new Set<number>();
  for (let n = 0; n < times; n++) answers.add(await status(signed));
  return [...answers];
}

describe.each(Object.entries(genuine))("a body for %s", (kind, { path, headers }) => {
  const most = MAX_BYTES[kind as keyof typeof MAX_BYTES];

  test("is checked up to its sender's size", async () => {
    expect(await status({ path, headers, body: "x".repeat(most) })).toBe(401);
  });

  test("is not, one byte beyond it", async () => {
    expect(await status({ path, headers, body: "x".repeat(most + 1) })).toBe(413);
    expect(server.orders.size).toBe(0);
  });
});

test("a body whose length isn't told is read up to 64 KiB", async () => {
  const { path, headers, body } = genuine.shopify;
  const inPieces = async (text: string) => {
    const init = { method: "POST", headers, body: new Blob([text]).stream(), duplex: "half" };
    return (await fetch(server.url + path, init as RequestInit)).status;
  };
  expect(await inPieces("x".repeat(64 * 1024 + 1))).toBe(413);
  expect(await inPieces("x".repeat(64 * 1024))).toBe(401);
  expect(await inPieces(body)).toBe(200);
});

// The shape alone decides: what is signed right but can't be an envelope is not parsed at all.
test.each([
  ["of too many values", `${"1,".repeat(100)}1`],
  ["too deep", `${"[".repeat(100)}${"]".repeat(100)}`],
])("youzan: an envelope %s is not read for its signature", async (_name, more) => {
  const { path, body, headers } = senders.youzanInBody(bodies.youzan, "trade_TradePaid");
  expect(await status({ path, headers, body: body.replace("{", `{"more":[${more}],`) })).toBe(401);
  expect(await status({ path, headers, body: body.replace("{", '{"more":[1,[2]],') })).toBe(200);
});

test("youzan: what stands within a text doesn't count", async () => {
  const { path, body, headers } = senders.youzanInBody(bodies.youzan, "trade_TradePaid");
  const title = `店\\"${"[{,".repeat(100)}`;
  expect(await status({ path, headers, body: body.replace("{", `{"title":"${title}",`) })).toBe(
    200,
  );
});

test("wechat: an envelope of too many values is not read for its signature", async () => {
  const { path, body, headers } = genuine["wechat-shop"];
  const more = `{"more":[${"1,".repeat(100)}1],`;
  expect(await status({ path, headers, body: body.replace("{", more) })).toBe(401);
});

// reports.md s4
test("youzan: 32 KB of quotes that nobody signed", async () => {
  const path = "/hooks/tea-town/youzan";
  expect(await status({ path, body: '\\"'.repeat(16 * 1024), headers: {} })).toBe(401);
});

// Found by the torture run's trial of webhooks: thirty forged notices a second had a shop told five times to come again.
test("strangers who send small bodies hold up no shop, however many they send", async () => {
  for (const { path, headers } of Object.values(genuine)) {
    const body = "x".repeat(SMALL_BYTES);
    expect(await repeatedly(101, { path, headers, body })).toEqual([401]);
  }
  for (const signed of Object.values(genuine)) expect(await status(signed)).toBe(200);
  expect(await status(large)).toBe(200);
});

test("strangers use up a source's allowance for large ones, and are told when to come again", async () => {
  expect(await repeatedly(100, forged)).toEqual([401]);
  const answer = await server.send(forged);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "1"]);
  expect(await answer.json()).toEqual({ ok: false, code: "TOO_MANY" });
  // However the address is written it is the same source's.
  expect(await status({ ...forged, path: "/hooks/tea-town/sh%6Fp" })).toBe(429);
  expect(await status({ ...forged, path: "/hooks/tea-town/woo" })).toBe(401);
  // So the shop's own large orders wait, and its small ones don't.
  expect(await status(large)).toBe(429);
  expect(await status(genuine.shopify)).toBe(200);
});

test("a body whose length isn't told counts as a large one", async () => {
  const { path, headers } = genuine.shopify;
  const inPieces = async () => {
    const init = { method: "POST", headers, body: new Blob(["{}"]).stream(), duplex: "half" };
    return (await fetch(server.url + path, init as RequestInit)).status;
  };
  await repeatedly(100, forged);
  expect(await inPieces()).toBe(429);
});

test("the allowance grows back by ten a second, up to a hundred", async () => {
  await repeatedly(101, forged);
  ticks += SECOND;
  expect(await repeatedly(10, forged)).toEqual([401]);
  expect(await status(large)).toBe(429);
  ticks += 100_000 * SECOND;
  expect(await repeatedly(100, forged)).toEqual([401]);
  expect(await status(forged)).toBe(429);
});

test("its sender takes nothing of the allowance, also when it is refused", async () => {
  const other = senders.shopify(bodies.shopify({ note: LARGE }), "products/update");
  expect(await repeatedly(101, large)).toEqual([200]);
  expect(await repeatedly(101, senders.shopify(`{"note":"${LARGE}"`))).toEqual([400]);
  expect(await repeatedly(101, other)).toEqual([200]);
  expect(await repeatedly(99, forged)).toEqual([401]);
  expect(await status(large)).toBe(200);
  expect(await status(forged)).toBe(401);
  expect(await status(large)).toBe(429);
});

test("wechat: XML is refused as such", async () => {
  const { path } = genuine["wechat-shop"];
  const body = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt>AAAA</Encrypt></xml>";
  for (const text of [body, `\uFEFF\n ${body}`]) {
    const answer = await server.send({ path, body: text, headers: {} });
    expect([answer.status, await answer.json()]).toMatchObject([
      415,
      { ok: false, code: "XML", message: expect.stringContaining("JSON") },
    ]);
  }
});
