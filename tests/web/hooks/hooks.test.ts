import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { viewOf } from "../../../src/domain/order/view.js";
import { bodies } from "../../support/hook-bodies.js";
import { type Signed, senders } from "../../support/hook-senders.js";
import { hookServer, NOW } from "../../support/hook-server.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TOMORROW = "2026-10-21T12:00:00";
let server: Awaited<ReturnType<typeof hookServer>>;
beforeEach(async () => {
  server = await hookServer();
});
afterEach(() => server.close());

type Sender = {
  readonly id: string;
  readonly good: () => Signed;
  readonly reply: string;
  readonly malformed: () => Signed;
  /** Signed now, about something that happens tomorrow. */
  readonly ahead: () => Signed;
  /** A genuine request of this name, sent again long after. */
  readonly ageMs: number;
  readonly again: number;
};
const SENDERS: Readonly<Record<string, Sender>> = {
  generic: {
    id: "A1001",
    good: () => senders.generic(bodies.generic, NOW, "msg_1"),
    reply: '{"ok":true}',
    malformed: () => senders.generic('{"id":"A1001"}', NOW, "msg_2"),
    ahead: () =>
      senders.generic(
        JSON.stringify({ ...JSON.parse(bodies.generic), paid_at: `${TOMORROW}+08:00` }),
        ...([NOW, "msg_3"] as const),
      ),
    ageMs: 6 * 60_000,
    again: 409,
  },
  shopify: {
    id: "5678901234567",
    good: () => senders.shopify(bodies.shopify()),
    reply: '{"ok":true}',
    malformed: () => senders.shopify('{"id":1'),
    ahead: () => senders.shopify(bodies.shopify({ processed_at: `${TOMORROW}+08:00` })),
    ageMs: 8 * DAY,
    again: 200,
  },
  woocommerce: {
    id: "727",
    good: () => senders.woocommerce(bodies.woocommerce()),
    reply: '{"ok":true}',
    malformed: () => senders.woocommerce(bodies.woocommerce({ total: 61 })),
    ahead: () => senders.woocommerce(bodies.woocommerce({ date_paid_gmt: TOMORROW })),
    ageMs: 8 * DAY,
    again: 200,
  },
  youzan: {
    id: "E20261020115900000600011",
    good: () => senders.youzan(bodies.youzan),
    reply: '{"code":0,"msg":"success"}',
    malformed: () => senders.youzan({ full_order_info: {} }),
    ahead: () => {
      const { order_info } = bodies.youzan.full_order_info;
      const paid = { ...order_info, pay_time: TOMORROW.replace("T", " ") };
      const full_order_info = { ...bodies.youzan.full_order_info, order_info: paid };
      return senders.youzan({ ...bodies.youzan, full_order_info });
    },
    ageMs: 9 * DAY,
    again: 200,
  },
  "wechat-shop": {
    id: "3705115058471208928",
    good: () => senders.wechat(bodies.wechat(), NOW),
    reply: "success",
    malformed: () => senders.wechat('{"Event":"channels_ec_order_pay"', NOW),
    ahead: () => senders.wechat(bodies.wechat().replaceAll("1792468740", "1792555200"), NOW),
    ageMs: 7 * 3_600_000,
    again: 200,
  },
};

describe.each(Object.entries(SENDERS))("%s", (_name, sender) => {
  test("a genuine notice is stored and answered in the sender's words", async () => {
    const answer = await server.send(sender.good());
    expect([answer.status, await answer.text()]).toEqual([200, sender.reply]);
    expect([...server.orders.keys()]).toEqual([sender.id]);
    expect(server.refused).toEqual([]);
  });

  test("the same notice twice changes nothing", async () => {
    await server.send(sender.good());
    const before = new Map(server.orders);
    expect((await server.send(sender.good())).status).toBe(sender.again);
    expect(server.orders).toEqual(before);
  });

  test("a changed body is forged", async () => {
    const { body, ...rest } = sender.good();
    const answer = await server.send({ ...rest, body: `${body} ` });
    // WeChat signs the ciphertext within the body, not the blanks around it.
    if (sender.reply === "success") return expect(answer.status).toBe(200);
    expect(answer.status).toBe(401);
    expect(server.orders.size).toBe(0);
  });

  test("without a signature it is forged, and with another's too", async () => {
    const { path, body, headers } = sender.good();
    const [bare = ""] = path.split("?");
    expect((await server.send({ path: bare, body, headers: {} })).status).toBe(401);
    const spoil = (text: string) => text.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    const spoilt = Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [key, spoil(value)]),
    );
    const elsewhere = path.includes("?") ? spoil(path) : path;
    const answer = await server.send({ path: elsewhere, body, headers: spoilt });
    expect(answer.status).toBe(401);
    expect(server.orders.size).toBe(0);
  });

  // Which of two clocks is wrong nobody can tell, so a shop must not take it for the last word.
  test.each([
    ["long after it was signed", "TOO_OLD", (ms: number) => ms],
    ["before it was signed, by our clock", "TOO_EARLY", () => -HOUR - 2 * MINUTE],
  ])("a genuine notice %s: try again, and it is taken once the clock is right", async (...row) => {
    const [, code, by] = row;
    const notice = sender.good();
    server.travel(by(sender.ageMs));
    const answer = await server.send(notice);
    expect([answer.status, await answer.json()]).toMatchObject([503, { code }]);
    expect(answer.headers.get("retry-after")).toBe("60");
    expect(server.orders.size).toBe(0);
    server.travel(-by(sender.ageMs));
    expect((await server.send(notice)).status).toBe(200);
    expect([...server.orders.keys()]).toEqual([sender.id]);
  });

  test("what it tells of a time to come is refused for good", async () => {
    expect((await server.send(sender.ahead())).status).toBe(400);
    expect(server.refused.join()).toContain("TIME_AHEAD");
    expect(server.orders.size).toBe(0);
  });

  test("a signed body that is no order of that sender is malformed", async () => {
    expect((await server.send(sender.malformed())).status).toBe(400);
    expect(server.orders.size).toBe(0);
  });

  test("a body that is too large is refused, with and without its length told", async () => {
    const { path, headers } = sender.good();
    const big = "x".repeat(1024 * 1024 + 1);
    expect((await server.send({ path, headers, body: big })).status).toBe(413);
    const stream = new Blob([big]).stream();
    const init = { method: "POST", headers, body: stream, duplex: "half" };
    expect((await fetch(server.url + path, init as RequestInit)).status).toBe(413);
    expect(server.orders.size).toBe(0);
  });

  test("when the store fails, the sender is to try again", async () => {
    await server.close();
    server = await hookServer({ accept: () => Promise.reject(new Error("disk s3cr3t")) });
    const answer = await server.send(sender.good());
    expect([answer.status, await answer.text()]).toEqual([503, '{"ok":false,"code":"NOT_STORED"}']);
  });
});

test("late notices from before change nothing", async () => {
  const older = bodies.shopify({ updated_at: "2026-10-20T11:00:00+08:00", total_price: "1.00" });
  await server.send(senders.shopify(bodies.shopify()));
  const before = server.orders.get("5678901234567");
  expect((await server.send(senders.shopify(older))).status).toBe(200);
  expect(server.orders.get("5678901234567")).toBe(before);
});

test("refunds by notices of their own, each counted once", async () => {
  await server.send(senders.shopify(bodies.shopify()));
  await server.send(senders.shopify(bodies.shopifyRefund, "refunds/create"));
  await server.send(senders.shopify(bodies.shopifyRefund, "refunds/create"));
  await server.send(senders.youzan(bodies.youzanRefund, "youzan_trade_RefundSuccess"));
  await server.send(senders.youzan(bodies.youzan));
  const refunded = [...server.orders.values()].map((record) => viewOf(record)?.refunded);
  expect(refunded).toEqual([1000, 1900]);
});

test("nobody answers in time: 503, and what comes late is kept", async () => {
  await server.close();
  let recover = () => {};
  const down = new Promise<void>((resolve) => {
    recover = resolve;
  });
  const kept: string[] = [];
  const accept = async (_client: string, source: string) => {
    await down;
    kept.push(source);
    return "stored" as const;
  };
  server = await hookServer({ accept, acceptMs: 1 });
  expect((await server.send(senders.shopify(bodies.shopify()))).status).toBe(503);
  expect(kept).toEqual([]);
  // The store comes back only after the answer, however long that took.
  recover();
  await down;
  expect(kept).toEqual(["shop"]);
});

test("unknown clients and sources are 404, other paths too", async () => {
  const { body, headers } = senders.shopify(bodies.shopify());
  for (const path of ["/hooks/other/shop", "/hooks/tea-town/none", "/hooks/tea-town", "/"]) {
    expect((await server.send({ path, body, headers })).status).toBe(404);
  }
  expect((await fetch(`${server.url}/hooks/tea-town/shop`)).status).toBe(404);
});

test("refusals name no secret and no body", async () => {
  await server.send({ path: "/hooks/tea-town/shop", body: "personal", headers: {} });
  await server.send(senders.generic("personal", NOW, "msg_3"));
  expect(server.refused).toHaveLength(2);
  expect(server.refused.join()).not.toMatch(/s3cr3t|personal/);
});

test("the shops of a client that isn't in use now are to send again, those of nobody aren't", async () => {
  await server.close();
  server = await hookServer({ isAwaited: (client) => client === "left-out" });
  const sent = (client: string) => {
    const signed = senders.generic(bodies.generic, NOW, "msg_1");
    return server.send({ ...signed, path: `/hooks/${client}/own` });
  };
  const answer = await sent("left-out");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"]);
  expect((await sent("nobody")).status).toBe(404);
  expect((await sent("tea-town")).status).toBe(200);
});
