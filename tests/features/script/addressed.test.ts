import { afterEach, describe, expect, test } from "vitest";
import type { Order } from "../../../src/domain/order/order.js";
import {
  type Brand,
  type Corner,
  closeCorners,
  HOUR,
  MINUTE,
  OPENED,
  openCorner,
  poolOf,
} from "../../support/corner.js";

afterEach(closeCorners);

/** A line for each newcomer after an hour, and one for all of them after five. */
const brand: Brand = {
  sections: {
    scripts: {
      welcome: { on: "joined", steps: [{ wait: "1h" }, { say: "menu" }] },
      help: {
        on: "said",
        when: { keywords: ["help"] },
        steps: [{ say: "coming", notify: { operators: true, say: "needed" } }],
      },
    },
    schedule: { post: { at: "15:00", pool: "street", say: "post" } },
    replies: { open: { when: { keywords: ["open"] }, say: "hours" } },
  },
  lines: {
    menu: "{{ member.name }}, the menu",
    post: "a post",
    hours: "{{ member.name }}, at nine",
    coming: "one moment",
    needed: "{{ member.name }} needs you",
  },
};

/** Amy came a minute before Bob. */
async function open(more: Brand["sections"] = {}): Promise<Corner> {
  const corner = await openCorner({
    brands: [{ ...brand, sections: { ...brand.sections, ...more } }],
  });
  await corner.joins("corner", "amy");
  await corner.forward(MINUTE);
  await corner.joins("corner", "bob");
  return corner;
}

const replies = async (corner: Corner) =>
  (await corner.facts("said")).filter(({ data }) => data?.reply).map(({ member }) => member);

/** Who came to the end of which script. */
const done = async (corner: Corner) =>
  (await corner.facts("script_done")).map(({ member, data }) => [member, data?.script]);

describe("a line for one member", () => {
  test("names the member whose turn it is", async () => {
    const corner = await open();
    await corner.forward(HOUR - MINUTE);
    expect(corner.heard("corner")).toEqual(["amy, the menu"]);
    expect(await done(corner)).toEqual([["sandbox:amy", "welcome"]]);
    await corner.forward(MINUTE);
    expect(corner.heard("corner")).toEqual(["bob, the menu"]);
    expect(await done(corner)).toEqual([
      ["sandbox:amy", "welcome"],
      ["sandbox:bob", "welcome"],
    ]);
    await corner.says("corner", "bob", "open?");
    await corner.says("corner", "amy", "open?");
    expect(corner.heard("corner")).toEqual(["bob, at nine", "amy, at nine"]);
  });

  test("is answered by nobody else; a post for all is answered by everyone", async () => {
    const corner = await open();
    await corner.forward(HOUR - MINUTE);
    expect(corner.heard("corner")).toEqual(["amy, the menu"]);
    for (const name of ["bob", "amy"]) await corner.says("corner", name, "hm");
    expect(await replies(corner)).toEqual(["sandbox:amy"]);
    expect((await corner.group("corner"))?.toAll).toBeUndefined();
    await corner.forward(4 * HOUR);
    expect((await corner.group("corner"))?.toAll).toBe(OPENED + 5 * HOUR);
    for (const name of ["bob", "amy"]) await corner.says("corner", name, "hm");
    expect(await replies(corner)).toEqual(["sandbox:amy", "sandbox:bob", "sandbox:amy"]);
  });

  test("sells to nobody else; a post for all sells to everyone", async () => {
    const corner = await open({ orders: { attribution: { model: "last", window: "7d" } } });
    const buys = async (name: string, id: string) => {
      await corner.forward(1_000);
      const now = corner.clock.now();
      const order: Order = {
        ...{ source: "shop", id, state: "paid", currency: "CNY", amount: 1_000 },
        ...{ placedAt: now, paidAt: now, modifiedAt: now, refunds: [] },
        ids: { platforms: [`sandbox:${name}`] },
      };
      return corner.orders({ kind: "order", order });
    };
    const credited = async () =>
      (await corner.facts("credited")).map(({ member, data }) => [member, data?.message]);
    await corner.forward(HOUR - MINUTE);
    await buys("bob", "1");
    await buys("amy", "2");
    expect(await credited()).toEqual([["sandbox:amy", "menu"]]);
    await corner.forward(4 * HOUR);
    await buys("bob", "3");
    expect((await credited())[1]).toEqual(["sandbox:bob", "post"]);
    expect(corner.bugs).toEqual([]);
  });
});

describe("what is not for the group is not said there", () => {
  test("a word to the operators", async () => {
    const corner = await open();
    await corner.says("corner", "amy", "help");
    expect(corner.heard("corner")).toEqual(["one moment"]);
    expect(corner.heard("corner-boss")).toEqual(["【street 1 · amy】amy needs you"]);
    expect(corner.heard("amy")).toEqual([]);
  });

  test("an answer in private, where no script begins", async () => {
    const corner = await open();
    await corner.writes("amy", "open? help");
    expect(corner.heard("amy")).toEqual(["amy, at nine"]);
    expect(corner.heard("corner")).toEqual([]);
    expect(corner.heard("corner-boss")).toEqual([]);
  });

  test("a price, in private", async () => {
    const half = { title: "half", give: { percent: 50 }, budget: "900.00" };
    const corner = await open({ promos: { half } });
    await corner.writes("amy", "算一下 18x2");
    expect(corner.heard("amy")).toEqual([expect.stringContaining("18")]);
    expect(corner.heard("corner")).toEqual([]);
  });

  test("what is said to somebody at the door", async () => {
    const groups = { ...poolOf("corner"), capacity: 4, reserve: 1 };
    const corner = await open({ groups: { ...groups, overflow: "waitlist" } });
    await corner.asks("corner", "cat");
    expect(corner.heard("cat")).toEqual([expect.stringContaining("in line")]);
    expect(corner.heard("corner")).toEqual([]);
  });
});
