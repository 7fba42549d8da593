// /overview: a line for each client whom one serves, those in trouble first; nobody's else.
import { afterEach, expect, test } from "vitest";
import { type Brand, type Corner, closeCorners, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const guest = { guest: { sandbox: "tea-boss", role: "viewer" } };
const brandOf = (client: string, more: Brand["sections"] = {}): Brand => ({
  client,
  sections: { operators: { boss: { sandbox: `${client}-boss`, role: "owner" } }, ...more },
});
const promos = { cup: { title: "5 off", spend: "60.00", give: { off: "5.00" }, budget: "100.00" } };
const brands = [
  brandOf("tea", { promos }),
  brandOf("paw"),
  brandOf("bun", {
    operators: { boss: { sandbox: "bun-boss", role: "owner" }, ...guest },
  }),
];
const open = () => openCorner({ brands, owner: "sandbox:agency" });
const lines = async (corner: Corner, at: string, typed: Promise<unknown>) => {
  await typed;
  return corner.heard(at).join("\n").split("\n");
};

test("the agency's owner sees all clients, those in trouble first", async () => {
  const corner = await open();
  const group = await corner.store.get("paw", "group", "sandbox:paw");
  if (!group) throw new Error("no group");
  const value = { ...group.value, gone: true };
  const put = { op: "put", kind: "group", key: group.key, value, rev: group.rev } as const;
  await corner.store.commit({ client: "paw", changes: [put], outbox: [], facts: [] });
  await corner.writes("bun-boss", "/pause client");
  const [head, ...all] = await lines(corner, "agency", corner.writes("agency", "/overview"));
  expect(head).toBe("3 个品牌方（订单是最近 7 天的）");
  expect(all.map((line) => line.split(" | ")[0])).toEqual([
    "✗ paw (paw)",
    "⚠ bun (bun)",
    "✓ tea (tea)",
  ]);
  expect(all[0]).toMatch(/1 个群里没有机器人，发 \/检查$/);
  expect(all[1]).toMatch(/已暂停$/);
  expect(all[2]).toContain("预算用了 0.00/100.00");
});

test("a budget that is nearly spent is told", async () => {
  const corner = await open();
  const limit = 100_00;
  const change = { op: "add", counter: "promo/cup/spent", by: 95_00, limit } as const;
  await corner.store.commit({ client: "tea", changes: [change], outbox: [], facts: [] });
  const all = await lines(corner, "tea-boss", corner.writes("tea-boss", "/overview @tea"));
  expect(all[1]).toMatch(/^⚠ tea \(tea\) .*budget 95\.00 of 100\.00.*nearly spent$/);
});

test("an operator sees those whom they serve; in a group its client alone, whoever asks", async () => {
  const corner = await open();
  const both = await lines(corner, "tea-boss", corner.writes("tea-boss", "/总览"));
  expect(both.slice(1).map((line) => line.split(" ")[1])).toEqual(["tea", "bun"]);
  for (const who of ["tea-boss", "agency"]) {
    const here = await lines(corner, "tea", corner.says("tea", who, "/overview"));
    expect(here.slice(1).map((line) => line.split(" ")[1])).toEqual(["tea"]);
  }
  const street = await lines(corner, "alley", corner.says("alley", "tea-boss", "/overview"));
  expect(street.join()).toContain("@");
});
