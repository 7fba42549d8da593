// /status and /governor tell an operator of their own clients, and the installation's owner in private of all.
import { afterEach, expect, test } from "vitest";
import { type Corner, closeCorners, HOUR, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

const poolAt = (client: string, account?: string) => ({
  pools: { all: { title: `${client} {{ n }}` } },
  chats: {
    home: { platform: "sandbox", chat: `${client}-home`, pool: "all", ...(account && { account }) },
  },
});
const brands = [
  { client: "tea", sections: { groups: poolAt("tea") } },
  {
    client: "paw",
    sections: {
      groups: poolAt("paw", "den"),
      replies: { late: { when: { keywords: ["late"] }, say: "late" } },
    },
    lines: { late: "late" },
    persona: { pacing: { min: "10m", max: "10m" } },
  },
  {
    client: "bun",
    sections: {
      groups: poolAt("bun"),
      operators: {
        boss: { sandbox: "bun-boss", role: "owner" },
        guest: { sandbox: "tea-boss", role: "viewer" },
      },
    },
  },
];
const open = () => openCorner({ brands, accounts: ["den"], owner: "sandbox:agency" });
/** Paw's answer waits for ten minutes, for all who ask meanwhile. */
async function waitsAtPaw(corner: Corner): Promise<void> {
  const person = { user: "amy", name: "amy" };
  const said = { kind: "message", person, text: "late", messageId: "m1", toBot: false } as const;
  await corner.tells("paw-home", said, "sandbox:den");
}
const answer = async (corner: Corner, at: string, typed: Promise<unknown>) => {
  await typed;
  return corner.heard(at).join("\n");
};

test("an operator hears of their clients' messages and accounts, in a group of that one's alone", async () => {
  const corner = await open();
  await waitsAtPaw(corner);
  const group = await answer(corner, "tea-home", corner.says("tea-home", "tea-boss", "/status"));
  expect(group).toMatch(/^sandbox: ok[^\n]*\nwaiting 0, failed 0, skipped 0, unhandled 0$/);
  const both = await answer(corner, "tea-boss", corner.writes("tea-boss", "/status"));
  expect(both).not.toMatch(/paw|den/);
  const unbound = await answer(corner, "street", corner.says("street", "tea-boss", "/status"));
  expect(unbound).toContain("@");
});

test("the installation's owner hears of all in private, by client; in a group of its client's alone", async () => {
  const corner = await open();
  await waitsAtPaw(corner);
  const all = await answer(corner, "agency", corner.writes("agency", "/status"));
  expect(all).toContain("sandbox:den");
  expect(all).toMatch(/paw[:：] \D*1/);
  expect(all).not.toMatch(/^(tea|bun)[:：]/m);
  const one = await answer(corner, "agency", corner.writes("agency", "/status @paw"));
  expect(one).toMatch(/waiting 1/);
  const group = await answer(corner, "tea-home", corner.says("tea-home", "agency", "/status"));
  expect(group).not.toMatch(/paw|den/);
  expect(group).toMatch(/waiting 0/);
  await corner.forward(HOUR);
  expect(await answer(corner, "agency", corner.writes("agency", "/status"))).not.toMatch(/^paw/m);
});

test("what is paused is named: this client where one is meant, else which", async () => {
  const corner = await open();
  await answer(corner, "paw-boss", corner.writes("paw-boss", "/pause client"));
  expect(await answer(corner, "agency", corner.writes("agency", "/status"))).toMatch(/[:：] ?paw$/);
  const own = await answer(corner, "paw-boss", corner.writes("paw-boss", "/status"));
  expect(own).toContain("this client is paused");
  const other = await answer(corner, "tea-boss", corner.writes("tea-boss", "/status @tea"));
  expect(other).not.toContain("paused");
});
