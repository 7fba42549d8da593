import { afterEach, describe, expect, test } from "vitest";
import type { AccountLimits } from "../../../src/domain/governor/limits.js";
import { type Brand, type Corner, closeCorners, DAY, openCorner } from "../../support/corner.js";
import { wechat } from "../../support/governed.js";
import { pagesOf } from "../../support/pages.js";

afterEach(closeCorners);

const limits: AccountLimits = { ...wechat, warmUp: [], quiet: undefined };
const SETTLED_MS = 60_000;

/** `corner` and `corner-2` are the first account's, `corner-3` and `corner-4` of the account `b`. */
const chats = (client: string, others: Readonly<Record<string, string>>, pool = "street") =>
  Object.fromEntries(
    [
      ...["", "-2"].map((end) => [`${client}${end}`, { chat: `${client}${end}` }] as const),
      ...Object.entries(others).map(
        ([end, account]) => [`${client}${end}`, { chat: `${client}${end}`, account }] as const,
      ),
    ].map(([id, chat]) => [id, { platform: "sandbox", pool, ...chat }]),
  );

const brand = (
  locale: "zh-CN" | "en",
  more: Brand & { readonly others?: Readonly<Record<string, string>> } = {},
): Brand => {
  const { client = "corner", others = { "-3": "b", "-4": "b" } } = more;
  const pools = { street: { title: "street {{ n }}" } };
  const operators = {
    boss: { sandbox: `${client}-boss`, role: "owner" },
    li: { sandbox: `${client}-li`, role: "operator" },
    kim: { sandbox: `${client}-kim`, role: "viewer" },
  };
  return {
    client,
    sections: {
      locale,
      operators,
      groups: { pools, chats: chats(client, others) },
      ...more.sections,
    },
  };
};
const open = async (options: Parameters<typeof openCorner>[0] = {}) => {
  const corner = await openCorner({ limits, accounts: ["b"], brands: [brand("en")], ...options });
  // The links are there.
  await corner.forward(10 * SETTLED_MS);
  for (const who of ["boss", "li", "kim"]) corner.heard(`corner-${who}`);
  return corner;
};
const silences = async (corner: Corner, account = "sandbox") => {
  const group = account === "sandbox" ? "corner" : "corner-3";
  await corner.tells(group, { kind: "risk", sign: "forced_logout" }, account);
  await corner.forward(SETTLED_MS);
};
async function types(corner: Corner, ...commands: readonly string[]): Promise<string> {
  return typesAs(corner, "corner-boss", ...commands);
}
async function typesAs(
  corner: Corner,
  who: string,
  ...commands: readonly string[]
): Promise<string> {
  for (const command of commands) {
    await corner.writes(who, command);
    await corner.forward(10_000);
  }
  return corner.heard(who).join("\n");
}
const leads = async (corner: Corner, client = "corner") => {
  const pages = pagesOf({ store: corner.store, playbooks: corner.book, clock: corner.clock });
  const { link } = await pages.open(await pages.path(client, "street"));
  return link?.split("/").at(-1);
};
const counted = (corner: Corner, group: string, count: number, account = "sandbox") =>
  corner.tells(group, { kind: "counted", count }, account);

test("an account keeps silent, its pool is moved to another by one command, and back when it speaks again", async () => {
  const corner = await open({ brands: [brand("zh-CN")] });
  expect(await leads(corner)).toBe("corner");
  await silences(corner);
  const [news = ""] = corner.heard("corner-boss");
  expect(news.split("\n").slice(1)).toEqual([
    "群池 street 的入口通向 sandbox 的「street 1」，新人进去没人答话。sandbox:b 的群有 394 个空位，先进「street 3」。",
    "让新人改去那里，请发：/入口 移 street sandbox:b",
    "以后改回，请发：/入口 移回 street",
  ]);
  // Nothing moves by itself.
  expect(await leads(corner)).toBe("corner");
  expect(await types(corner, "/入口")).toContain(
    "| 通向「street 1」 | sandbox 停发到 2026/11/25 10:10",
  );

  const asked = await types(corner, "/入口 移 street sandbox:b");
  expect(asked).toContain("street：通向「street 1」（sandbox 停发到 2026/11/25 10:10）。");
  expect(asked).toContain("改了以后只去 sandbox:b 的群，先进「street 3」，还有 394 个空位");
  expect(await leads(corner)).toBe("corner");
  expect(await types(corner, "/确认")).toBe(
    "street 只去 sandbox:b 的群，先进「street 3」。改回：/入口 移回 street",
  );
  expect(await leads(corner)).toBe("corner-3");
  expect(await types(corner, "/入口")).toMatch(
    /通向「street 3」 \| 只用 sandbox:b 的群，2026\/11\/24 10:1\d 起，boss 改的；改回：\/入口 移回 street/,
  );

  await corner.forward(DAY);
  const [closed = ""] = corner.heard("corner-boss");
  expect(closed).toMatch(/^sandbox 恢复发言，照常限额。/);
  expect(closed.split("\n")[1]).toMatch(
    /^群池 street 的入口只用 sandbox:b 的群，2026\/11\/24 10:1\d 起，boss 改的。要改回全部的群，请发：\/入口 移回 street$/,
  );
  expect(await leads(corner)).toBe("corner-3");
  expect(await types(corner, "/入口 移回 street")).toContain("群池里的群都算：通向「street 1」。");
  expect(await leads(corner)).toBe("corner-3");
  expect(await types(corner, "/确认")).toBe("street 的群又都算了：通向「street 1」");
  expect(await leads(corner)).toBe("corner");

  const by = "sandbox:corner-boss";
  expect((await corner.facts("entry_moved")).map(({ data }) => data)).toEqual([
    { pool: "street", to: "sandbox:b", by },
  ]);
  expect((await corner.facts("entry_moved_back")).map(({ data }) => data)).toEqual([
    { pool: "street", from: "sandbox:b", by },
  ]);
  expect(corner.bugs).toEqual([]);
});

describe("once moved", () => {
  const moved = async (options: Parameters<typeof openCorner>[0] = {}) => {
    const corner = await open(options);
    await types(corner, "/entry move street sandbox:b", "/yes");
    return corner;
  };

  test("a full group sends people on to that account's groups alone", async () => {
    const corner = await moved({ limits: undefined });
    await counted(corner, "corner", 199);
    await corner.asks("corner", "amy");
    expect(corner.heard("amy").join()).toContain("https://sandbox.invalid/corner-3");
    await counted(corner, "corner-3", 199, "sandbox:b");
    await corner.by("b").asks("corner-3", "bob");
    expect(corner.heard("bob").join()).toContain("https://sandbox.invalid/corner-4");
    corner.heard("corner-boss");
    await counted(corner, "corner-4", 199, "sandbox:b");
    const warned = corner.heard("corner-boss").join("\n");
    expect(warned).toContain("The pool street is full");
    expect(warned).toContain("groups of sandbox:b alone; /entry back street ends that");
    await corner.by("b").asks("corner-4", "cat");
    // The first account's second group has room: nobody is sent there.
    expect(corner.heard("cat").join()).toContain("You are in line");
    expect(await leads(corner)).toBe("corner-3");
    await types(corner, "/entry back street", "/yes");
    expect(await leads(corner)).toBe("corner-2");
    await corner.by("b").asks("corner-4", "dan");
    expect(corner.heard("dan").join()).toContain("https://sandbox.invalid/corner-2");
  });

  test("it is so after a restart", async () => {
    const first = await moved();
    const { store } = first;
    const second = await openCorner({
      ...{ limits, accounts: ["b"], brands: [brand("en")], store, at: first.clock.now() },
    });
    expect(await leads(second)).toBe("corner-3");
    expect(await types(second, "/entry")).toContain("groups of sandbox:b alone");
  });

  test("it leads nowhere else where that account has lost its groups", async () => {
    const corner = await moved();
    for (const group of ["corner-3", "corner-4"])
      await corner.tells(group, { kind: "bot_status", status: "gone", title: group }, "sandbox:b");
    expect(await leads(corner)).toBeUndefined();
    const said = await types(corner, "/entry");
    expect(said).toMatch(/no way in.*\| groups of sandbox:b alone/);
  });

  test("when that account keeps silent too, operators are offered the one that doesn't", async () => {
    const corner = await moved();
    await silences(corner, "sandbox:b");
    expect(corner.heard("corner-boss").join()).toContain(
      "leads to “street 3” of sandbox:b: who comes in there gets no answer. sandbox has 394 free seats, first in “street 1”.\nTo lead newcomers there: /entry move street sandbox\n",
    );
    expect(await types(corner, "/entry move street sandbox")).toContain(
      "Before: groups of sandbox:b",
    );
    expect(await types(corner, "/yes")).toContain("Before: groups of sandbox:b alone");
    expect(await leads(corner)).toBe("corner");
    expect((await corner.facts("entry_moved")).at(-1)?.data).toMatchObject({ from: "sandbox:b" });
  });

  test("and when both do, that there is none", async () => {
    const corner = await moved();
    await silences(corner);
    // Its pool has been moved away: it has nothing to ask for.
    expect(corner.heard("corner-boss").join()).not.toContain("/entry");
    await silences(corner, "sandbox:b");
    expect(corner.heard("corner-boss").join()).toContain(
      "No other account can take newcomers now: sandbox: keeps silent. When",
    );
  });
});

describe("who is told what", () => {
  test("a pool with groups on one account alone: bind one of another", async () => {
    const corner = await open({ brands: [brand("en", { others: {} })] });
    await silences(corner);
    expect(corner.heard("corner-boss").join()).toContain(
      "No group of the pool is on another account. Bind one, /bind corner street in it, then type /entry move street",
    );
  });

  test("while the client is paused, too: that ends before the silence does", async () => {
    const corner = await open();
    await types(corner, "/pause client");
    await silences(corner);
    expect(corner.heard("corner-boss").join()).toContain("/entry move street sandbox:b");
  });

  test("an account that doesn't run is not offered, nor is a pool moved there", async () => {
    const { store, clock } = await open();
    const corner = await openCorner({
      ...{ limits, brands: [brand("en")], store, at: clock.now() },
    });
    await silences(corner);
    expect(corner.heard("corner-boss").join()).toContain("sandbox:b: does not run here. When");
    const refused = await types(corner, "/entry move street sandbox:b");
    expect(refused).toContain("sandbox:b does not run here");
  });

  test("all full: why, and what to type later", async () => {
    const corner = await open();
    for (const group of ["corner-3", "corner-4"]) await counted(corner, group, 199, "sandbox:b");
    await silences(corner);
    expect(corner.heard("corner-boss").join()).toContain("sandbox:b: all full. When one can");
  });

  test("pools that lead elsewhere are not named", async () => {
    const corner = await open();
    await silences(corner, "sandbox:b");
    expect(corner.heard("corner-boss").join()).not.toContain("street");
  });

  test("another client's pools never are", async () => {
    const brands = [brand("en"), brand("en", { client: "pets", others: { "-3": "b" } })];
    const corner = await open({ brands });
    await silences(corner);
    const [mine, theirs] = ["corner", "pets"].map((one) => corner.heard(`${one}-boss`).join());
    expect(mine?.match(/The page of the pool/g)).toHaveLength(1);
    expect(theirs?.match(/The page of the pool/g)).toHaveLength(1);
    expect(mine).toContain("394 free seats");
    expect(mine).toContain(": /entry move street sandbox:b @corner\n");
    expect(theirs).toContain("197 free seats");
    await types(corner, "/entry move street sandbox:b", "/yes");
    expect(await leads(corner)).toBe("corner-3");
    expect(await leads(corner, "pets")).toBe("pets");
    expect(
      await typesAs(corner, "pets-boss", "/entry move @corner street sandbox:b"),
    ).not.toContain("/yes");
  });

  test("of many pools the first are named, and how many more there are", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const pools = Object.fromEntries(names.map((name) => [name, { title: `${name} {{ n }}` }]));
    const chat = (name: string) => ({ platform: "sandbox", chat: `c-${name}`, pool: name });
    const list = Object.fromEntries(names.map((name) => [name, chat(name)]));
    const corner = await open({
      brands: [brand("en", { sections: { groups: { pools, chats: list } } })],
    });
    await corner.tells("c-a", { kind: "risk", sign: "forced_logout" });
    await corner.forward(SETTLED_MS);
    const lines = corner.heard("corner-boss").join().split("\n").slice(1);
    expect(lines).toHaveLength(6);
    expect(lines[5]).toBe("2 more pools: /entry");
  });
});

describe("moving", () => {
  test.each([
    ["/entry move", "Type: /entry move <pool> [account]"],
    ["/entry move street sandbox:b now", "/entry move <pool> [account]"],
    ["/entry move alley sandbox:b", "There is no pool alley. There are: street"],
    [
      "/entry move street telegram",
      "has no group on telegram. It has groups on: sandbox, sandbox:b",
    ],
    [
      "/entry move street",
      "sandbox: leads to “street 1”, 394 seats free\nsandbox:b: leads to “street 3”, 394 seats free",
    ],
    ["/entry move street sandbox：b", "After this it leads to groups of sandbox:b alone"],
    ["/entry back", "/entry back <pool>"],
    ["/entry back alley", "There is no pool alley"],
    ["/entry back street", "nothing is to be put back"],
  ])("%s -> %s", async (command, says) => {
    const corner = await open();
    expect(await types(corner, command)).toContain(says);
    expect(await corner.store.list("corner", "pool-move")).toEqual([]);
  });

  test("a viewer may not", async () => {
    const corner = await open();
    const said = await typesAs(corner, "corner-kim", "/entry move street sandbox:b", "/yes");
    expect(said).not.toContain("After this");
    expect(await leads(corner)).toBe("corner");
  });

  test("what has changed since the preview is looked at again", async () => {
    const corner = await open();
    await types(corner, "/entry move street sandbox:b");
    for (const group of ["corner-3", "corner-4"]) await counted(corner, group, 199, "sandbox:b");
    expect(await types(corner, "/yes")).toContain("sandbox:b in the pool street are full");
    expect(await leads(corner)).toBe("corner");
    await types(corner, "/entry move street sandbox");
    const kept = corner.book.current("corner");
    if (!kept) throw new Error("no corner");
    const groups = { ...kept.playbook.groups, pools: {} };
    corner.book.replace([{ ...kept, playbook: { ...kept.playbook, groups } }]);
    expect(await types(corner, "/yes")).toContain("There is no pool street");
    expect(await corner.store.list("corner", "pool-move")).toEqual([]);
  });

  test("a silent account is no place to go", async () => {
    const corner = await open();
    await silences(corner, "sandbox:b");
    corner.heard("corner-boss");
    expect(await types(corner, "/entry move street sandbox:b")).toContain(
      "keeps silent, see /governor",
    );
    expect(await types(corner, "/entry move street")).toContain("sandbox:b keeps silent until");
  });

  test("two operators at once: it is done once, and the second hears of the first", async () => {
    const corner = await open();
    for (const who of ["corner-boss", "corner-li"])
      await typesAs(corner, who, "/entry move street sandbox:b");
    await Promise.all([corner.writes("corner-boss", "/yes"), corner.writes("corner-li", "/yes")]);
    await corner.forward(SETTLED_MS);
    const [boss, li] = ["corner-boss", "corner-li"].map((one) => corner.heard(one).join());
    expect([boss, li].filter((said) => said?.includes("leads to groups of"))).toHaveLength(1);
    expect([boss, li].filter((said) => said?.includes("It is so already"))).toHaveLength(1);
    expect(await corner.facts("entry_moved")).toHaveLength(1);
    for (const who of ["corner-boss", "corner-li"])
      await typesAs(corner, who, "/entry back street");
    await Promise.all([corner.writes("corner-boss", "/yes"), corner.writes("corner-li", "/yes")]);
    await corner.forward(SETTLED_MS);
    const after = ["corner-boss", "corner-li"].map((one) => corner.heard(one).join());
    expect(after.filter((said) => said.includes("count again"))).toHaveLength(1);
    expect(after.filter((said) => said.includes("nothing is to be put back"))).toHaveLength(1);
    expect(await corner.facts("entry_moved_back")).toHaveLength(1);
    expect(corner.bugs).toEqual([]);
  });
});

test("of groups to which nobody is led no picture is wanted, until it is put back", async () => {
  const others = { "-3": "b" };
  const corner = await openCorner({
    ...{ limits, accounts: ["b"], brands: [brand("en", { others })] },
    adapt: (sandbox) => ({
      ...sandbox,
      capabilities: new Set([...sandbox.capabilities].filter((one) => one !== "invite_link")),
    }),
  });
  await corner.forward(SETTLED_MS);
  const asksFor = () => corner.heard("corner-boss").filter((text) => text.includes("QR code"));
  expect(asksFor()).toHaveLength(2);
  expect(await leads(corner)).toBe("corner-3");
  await types(corner, "/entry move street sandbox:b", "/yes");
  await corner.forward(2 * DAY);
  expect(asksFor()).toEqual([]);
  await corner.writes("corner-boss", "/entry back street");
  await corner.writes("corner-boss", "/yes");
  await corner.forward(SETTLED_MS);
  expect(asksFor()).toHaveLength(2);
});
