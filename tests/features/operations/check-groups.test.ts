// /check lists how each group does, and behind what doesn't work stands what to press.
import { afterEach, expect, test } from "vitest";
import { openHeadcount } from "../../../src/domain/group/headcount.js";
import type { GroupRecord } from "../../../src/domain/group/record.js";
import { CLIENT, type Corner, closeCorners, openCorner, poolOf } from "../../support/corner.js";

afterEach(closeCorners);

const asked = async (corner: Corner, text: string) => {
  corner.heard(CLIENT);
  await corner.says(CLIENT, `${CLIENT}-boss`, text);
  return corner.heard(CLIENT).join("\n");
};
/** Changes what is stored of a group, as the platform's events would. */
async function changes(corner: Corner, key: string, change: Partial<GroupRecord>) {
  const group = await corner.store.get(CLIENT, "group", `sandbox:${key}`);
  if (!group) throw new Error(`no group ${key}`);
  const value = { ...group.value, ...change };
  const put = { op: "put", kind: "group", key: group.key, value, rev: group.rev } as const;
  await corner.store.commit({ client: CLIENT, changes: [put], outbox: [], facts: [] });
}

test("a group in which people speak is well; one that was never heard has what to try behind it", async () => {
  const corner = await openCorner();
  await corner.joins(CLIENT, "amy");
  const told = await asked(corner, "/check");
  expect(told).toMatch(
    /^✓ street 1 \(sandbox:corner\) \| knows 1 of 2 people \| last stir [^|]*10:00\n⚠ street 2 \(sandbox:corner-2\) \| knows 0 people \| no stir yet \| never heard\n→ never heard: write something there\..*Group Privacy/,
  );
});

test.each([
  [{ gone: true }, "✗", "Add it back"],
  [{ admin: false }, "✗", "Invite users via link"],
  [{ account: "sandbox:den" }, "✗", "/status says why"],
  [{ paused: true }, "⚠", "/resume"],
  [{ headcount: openHeadcount(120) }, "⚠", "not known yet"],
] as const)("%j is told with what to do", async (change, mark, advice) => {
  const corner = await openCorner();
  await corner.joins("corner-2", "amy");
  await changes(corner, "corner-2", change);
  const told = await asked(corner, "/check");
  expect(told).toMatch(new RegExp(`^${mark} street 2 `, "m"));
  expect(told.split("\n").slice(2).join("\n")).toContain(advice);
});

test("of two groups with one name only that whose lists don't come is told of", async () => {
  const corner = await openCorner();
  await corner.joins(CLIENT, "amy");
  for (const key of [CLIENT, "corner-2"]) await changes(corner, key, { title: "tea" });
  const value = { unlisted: 3 };
  const put = { op: "put", kind: "roster", key: "sandbox:corner-2", value } as const;
  await corner.store.commit({ client: CLIENT, changes: [put], outbox: [], facts: [] });
  const told = await asked(corner, "/check");
  expect(told).toMatch(
    /^✓ tea \(sandbox:corner\)[^\n]*\n✗ tea \(sandbox:corner-2\).*does not answer/,
  );
});

test("of many groups twenty are shown, with how to see the rest", async () => {
  const more = Array.from({ length: 28 }, (_, n) => `lane-${n}`);
  const corner = await openCorner({ brands: [{ sections: { groups: poolOf(CLIENT, more) } }] });
  const first = await asked(corner, "/check");
  expect(first.match(/^[✓⚠✗]/gm)).toHaveLength(20);
  expect(first).toMatch(/10 more groups: \/check 21$/);
  expect((await asked(corner, "/检查 21")).match(/^[✓⚠✗]/gm)).toHaveLength(10);
  expect(await asked(corner, "/check 99")).toContain("There is no group 99");
  expect(await asked(corner, "/check all")).toContain("/check [from]");
});
