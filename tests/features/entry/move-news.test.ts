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

describe("who is told what", () => {
  test("a pool with groups on one account alone: bind one of another", async () => {
    const corner = await openSpare({ brands: [brand("en", { spare: [] })] });
    await silences(corner);
    expect(corner.heard("corner-boss").join()).toContain(
      "No group of the pool is on another account. Bind one, /bind corner street in it, then type /entry move street",
    );
  });

  test("while the client is paused, too: that ends before the silence does", async () => {
    const corner = await openSpare();
    await types(corner, "/pause client");
    await silences(corner);
    expect(corner.heard("corner-boss").join()).toContain("/entry move street sandbox:b");
  });

  test("an account that doesn't run is not offered, nor is a pool moved there", async () => {
    const { store, clock } = await openSpare();
    const corner = await openCorner({
      ...{ limits, brands: [brand("en")], store, at: clock.now() },
    });
    await silences(corner);
    expect(corner.heard("corner-boss").join()).toContain("sandbox:b: does not run here. When");
    const refused = await types(corner, "/entry move street sandbox:b");
    expect(refused).toContain("sandbox:b does not run here");
  });

  test("all full: why, and what to type later", async () => {
    const corner = await openSpare();
    for (const group of ["corner-3", "corner-4"]) await counted(corner, group, 199, "sandbox:b");
    await silences(corner);
    expect(corner.heard("corner-boss").join()).toContain("sandbox:b: all full. When one can");
  });

  test("pools that lead elsewhere are not named", async () => {
    const corner = await openSpare();
    await silences(corner, "sandbox:b");
    expect(corner.heard("corner-boss").join()).not.toContain("street");
  });

  test("an account that speaks again reminds of pools that were moved away from it, of no others", async () => {
    const groups = {
      pools: { street: { title: "street {{ n }}" }, alley: { title: "alley {{ n }}" } },
      chats: {
        one: { platform: "sandbox", chat: "corner", pool: "street" },
        two: { platform: "sandbox", chat: "corner-3", pool: "street", account: "b" },
        three: { platform: "sandbox", chat: "corner-4", pool: "alley", account: "b" },
      },
    };
    const corner = await openSpare({ brands: [brand("en", { sections: { groups } })] });
    await types(corner, "/entry move street sandbox:b", "/yes");
    await types(corner, "/entry move alley sandbox:b", "/yes");
    await silences(corner);
    await silences(corner, "sandbox:b");
    corner.heard("corner-boss");
    await corner.forward(DAY);
    const said = corner.heard("corner-boss");
    const of = (account: string) => said.find((one) => one.startsWith(`${account} may speak`));
    expect(of("sandbox")).toContain("/entry back street");
    expect(of("sandbox")).not.toContain("alley");
    expect(of("sandbox:b")?.split("\n")).toHaveLength(1);
  });

  test("another client's pools never are", async () => {
    const brands = [brand("en"), brand("en", { client: "pets", spare: ["-3"] })];
    const corner = await openSpare({ brands });
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
    const corner = await openSpare({
      brands: [brand("en", { sections: { groups: { pools, chats: list } } })],
    });
    await corner.tells("c-a", { kind: "risk", sign: "forced_logout" });
    await corner.forward(SETTLED_MS);
    const lines = corner.heard("corner-boss").join().split("\n").slice(1);
    expect(lines).toHaveLength(6);
    expect(lines[5]).toBe("2 more pools: /entry");
  });
});
