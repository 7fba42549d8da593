import { afterEach, describe, expect, test } from "vitest";
import { closeCorners, DAY, openCorner } from "../../support/corner.js";
import {
  brand,
  counted,
  leads,
  limits,
  openSpare,
  SETTLED_MS,
  silences,
  types,
  typesAs,
} from "../../support/spare-account.js";

afterEach(closeCorners);

test("an account keeps silent, its pool is moved to another by one command, and back when it speaks again", async () => {
  const corner = await openSpare({ brands: [brand("zh-CN")] });
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
    const corner = await openSpare(options);
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
    const corner = await openSpare();
    expect(await types(corner, command)).toContain(says);
    expect(await corner.store.list("corner", "pool-move")).toEqual([]);
  });

  test("a viewer may not", async () => {
    const corner = await openSpare();
    const said = await typesAs(corner, "corner-kim", "/entry move street sandbox:b", "/yes");
    expect(said).not.toContain("After this");
    expect(await leads(corner)).toBe("corner");
  });

  test("what has changed since the preview is looked at again", async () => {
    const corner = await openSpare();
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
    const corner = await openSpare();
    await silences(corner, "sandbox:b");
    corner.heard("corner-boss");
    expect(await types(corner, "/entry move street sandbox:b")).toContain(
      "keeps silent, see /governor",
    );
    expect(await types(corner, "/entry move street")).toContain("sandbox:b keeps silent until");
  });

  test("two operators at once: it is done once, and the second hears of the first", async () => {
    const corner = await openSpare();
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
  const corner = await openCorner({
    ...{ limits, accounts: ["b"], brands: [brand("en", { spare: ["-3"] })] },
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
