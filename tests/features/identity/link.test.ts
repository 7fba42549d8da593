import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  CLIENT,
  type Corner,
  closeCorners,
  DAY,
  MINUTE,
  openCorner,
} from "../../support/corner.js";

afterEach(closeCorners);

let corner: Corner;
async function open(sections: Readonly<Record<string, unknown>> = {}) {
  const points = { check_in: { give: 5 } };
  corner = await openCorner({ brands: [{ sections: { points, ...sections } }] });
  for (const name of ["ann", "ann2", "eve"]) await corner.joins("corner", name);
  corner.heard("corner");
}
const last = (name: string) => corner.heard(name).at(-1) ?? "";
async function codeOf(name: string): Promise<string> {
  await corner.writes(name, "/link");
  return /code is (\w{8})/.exec(last(name))?.[1] ?? "";
}
async function link(one: string, other: string): Promise<void> {
  const code = await codeOf(one);
  await corner.writes(other, `/link ${code}`);
  await corner.writes(other, `/link ${code} yes`);
}
const boss = async (text: string): Promise<string> => {
  await corner.says("corner", "corner-boss", text);
  return last("corner");
};
const accountsOf = async (name: string) => boss(`/person ${name}`);

describe("a member joins two accounts", () => {
  beforeEach(() => open());

  test("by a code from the one, typed on the other, once they know what it means", async () => {
    const code = await codeOf("ann");
    await corner.writes("ann2", `/link ${code.toLowerCase()}`);
    expect(last("ann2")).toContain(`You and “ann” would be one person`);
    expect(await accountsOf("ann")).not.toContain("ann2");
    await corner.writes("ann2", `/link ${code} yes`);
    expect(last("ann2")).toContain("Joined with “ann”");
    expect(last("ann")).toContain("Joined with “ann2”");
    expect(await accountsOf("ann2")).toBe("ann (sandbox:ann), ann2 (sandbox:ann2)");
    const [fact] = await corner.facts("linked");
    expect(fact).toMatchObject({
      member: "sandbox:ann2",
      data: { with: "sandbox:ann", by: "code" },
    });
  });

  test("but gets no code where others can read it", async () => {
    await corner.says("corner", "ann", "/link");
    expect(last("corner")).toContain("in private");
    expect(await corner.store.list(CLIENT, "link-code")).toEqual([]);
  });

  test("and the code is of use once, for a quarter of an hour", async () => {
    const old = await codeOf("ann");
    await corner.forward(15 * MINUTE);
    await corner.writes("ann2", `/link ${old} yes`);
    expect(last("ann2")).toContain("There is no such code");
    expect(await corner.store.list(CLIENT, "link-code")).toEqual([]);
    const code = await codeOf("ann");
    const newer = await codeOf("ann");
    await corner.writes("ann2", `/link ${code} yes`);
    expect(last("ann2")).toContain("There is no such code");
    await corner.forward(MINUTE);
    await corner.writes("ann2", `/link ${newer} yes`);
    expect(last("ann2")).toContain("Joined");
    await corner.writes("eve", `/link ${newer} yes`);
    expect(last("eve")).toContain("There is no such code");
    expect(await accountsOf("eve")).toBe("eve (sandbox:eve)");
  });

  test("a code of one's own, or of an account that is joined, joins nothing", async () => {
    const code = await codeOf("ann");
    await corner.writes("ann", `/link ${code} yes`);
    expect(last("ann")).toContain("one person's already");
    await link("ann", "ann2");
    await link("ann", "ann2");
    expect(last("ann2")).toContain("one person's already");
  });

  test("who guesses is told the same, right or wrong, after five misses", async () => {
    for (let n = 0; n < 5; n++) {
      await corner.writes("eve", `/link AAAAAAA${n}`);
      await corner.forward(MINUTE);
    }
    const code = await codeOf("ann");
    await corner.writes("eve", `/link ${code} yes`);
    expect(corner.heard("eve").join()).not.toMatch(/ann|Joined/);
    expect(await accountsOf("eve")).toBe("eve (sandbox:eve)");
  });

  test("ten accounts at most", async () => {
    for (let n = 1; n <= 10; n++) {
      await corner.joins("corner", `more${n}`);
      await link("ann", `more${n}`);
    }
    expect((await accountsOf("ann")).split(", ")).toHaveLength(10);
    expect(last("more10")).toContain("too many");
  });

  test.each([
    "a link please",
    "link trousers",
    "关联",
    "https://a.example/link",
    "/linked",
    "/link me up",
  ])("who says %j asks for nothing", async (text) => {
    await corner.writes("ann", text);
    expect(corner.heard("ann")).toEqual([]);
  });
});

describe("one person over two accounts", () => {
  beforeEach(async () => {
    await open();
    for (const name of ["ann", "ann2"]) await corner.says("corner", name, "check in");
    await link("ann", "ann2");
    corner.heard("corner");
  });

  test("has the points of both, and checks in once a day", async () => {
    await corner.writes("ann", "my points");
    expect(last("ann")).toContain("10");
    await corner.forward(DAY);
    await corner.writes("ann2", "check in");
    expect(last("ann2")).toContain("15");
    await corner.writes("ann", "check in");
    expect(last("ann")).toContain("15");
    expect((await corner.store.get(CLIENT, "points", "sandbox:ann"))?.value.balance).toBe(5);
  });

  test("who opts out on one is left alone on both, and on those that are joined later", async () => {
    await corner.says("corner", "ann", "TD");
    expect((await corner.member("ann2"))?.optedOut).toBe(true);
    await link("eve", "ann2");
    expect((await corner.member("eve"))?.optedOut).toBe(true);
  });

  test("and is left alone on both when a third one is joined that had opted out", async () => {
    await corner.says("corner", "eve", "TD");
    await link("eve", "ann");
    const out = await Promise.all(["ann", "ann2"].map((name) => corner.member(name)));
    expect(out.map((member) => member?.optedOutWith)).toEqual(["sandbox:eve", "sandbox:eve"]);
    expect(corner.bugs).toEqual([]);
  });

  test("an operator takes them apart: each has its own again, and a wish that was another's is over", async () => {
    await link("eve", "ann2");
    await corner.says("corner", "ann", "TD");
    corner.heard("corner");
    expect(await boss("/unlink ann2")).toContain("ann2 (sandbox:ann2) will be taken apart from");
    expect(await accountsOf("ann2")).toContain("eve");
    await boss("/unlink ann2");
    expect(await boss("/yes")).toContain("Taken apart: ann2");
    for (const name of ["ann", "ann2", "eve"])
      expect(await accountsOf(name)).toBe(`${name} (sandbox:${name})`);
    const out = await Promise.all(["ann", "ann2", "eve"].map((name) => corner.member(name)));
    expect(out.map((member) => member?.optedOut ?? false)).toEqual([true, false, false]);
    await corner.writes("ann2", "my points");
    expect(last("ann2")).toContain("5");
    expect((await corner.facts("unlinked"))[0]?.data).toEqual({ from: "sandbox:ann sandbox:eve" });
    expect(await boss("/unlink ann2")).toContain("joined with no other account");
  });
});

test("an operator joins accounts, after a preview", async () => {
  await open();
  expect(await boss("/link ann eve")).toContain(
    "ann (sandbox:ann) and eve (sandbox:eve) will be one",
  );
  expect(await accountsOf("ann")).not.toContain("eve");
  await boss("/link ann eve");
  expect(await boss("/yes")).toBe("Joined: ann (sandbox:ann), eve (sandbox:eve)");
  expect((await corner.facts("linked"))[0]?.data).toEqual({ with: "sandbox:eve", by: "operator" });
  expect(await boss("/link ann nobody")).toContain("nobody");
});

test("members can't use the operators' commands", async () => {
  await open();
  for (const text of ["/link ann ann2", "/unlink ann", "/person ann"])
    await corner.says("corner", "eve", text);
  expect(corner.heard("corner")).toEqual([]);
  expect(await corner.store.list(CLIENT, "person")).toEqual([]);
});
