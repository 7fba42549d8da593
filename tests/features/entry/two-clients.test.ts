import { afterEach, expect, test } from "vitest";
import { closeCorners, openCorner } from "../../support/corner.js";
import { pagesOf } from "../../support/pages.js";

afterEach(closeCorners);

/** Words of a brand that nobody of the other may ever see. */
const brandOf = (client: string, canary: string) => ({
  client,
  sections: {
    brand: `${canary} brand`,
    groups: {
      pools: { street: { title: `${canary} {{ n }}` } },
      chats: { one: { platform: "sandbox", chat: client, pool: "street" } },
    },
    entry: { url: `https://${canary}.example`, sources: { [`${canary}-booth`]: `${canary} fair` } },
  },
});

async function open() {
  const corner = await openCorner({
    brands: [brandOf("teas", "OOLONG"), brandOf("pets", "TABBY")],
  });
  const pages = pagesOf({ store: corner.store, playbooks: corner.book, clock: corner.clock });
  const of = async (client: string) => pages.path(client, "street");
  return { corner, pages, teas: await of("teas"), pets: await of("pets") };
}

test("pools of one name have pages of their own, which show nothing of each other", async () => {
  const { corner, pages, teas, pets } = await open();
  expect(teas).not.toBe(pets);
  for (const [path, own, other] of [
    [teas, "OOLONG", "TABBY"],
    [pets, "TABBY", "OOLONG"],
  ] as const) {
    // A source of the other client is one that this one doesn't list.
    for (const source of ["", `?s=${own}-booth`, `?s=${other}-booth`]) {
      await pages.open(`${path}${source}`);
      await corner.runtime.pump();
      const { status, html } = await pages.open(`${path}${source}`);
      expect(status).toBe(200);
      expect(html).toContain(`${own} brand`);
      expect(html.replaceAll(`${other}-booth`, "")).not.toContain(other);
    }
  }
});

test("a source of one name counts for each client by itself", async () => {
  const { corner, pages, teas, pets } = await open();
  for (const path of [teas, pets]) await pages.open(`${path}?s=fair`);
  await corner.runtime.pump();
  await corner.tells("teas", {
    kind: "joined",
    person: { user: "ann", name: "ann" },
    source: "fair",
  });
  await corner.says("teas", "teas-boss", "/sources");
  expect(corner.heard("teas").join()).toContain("fair: 1");
  await corner.says("pets", "pets-boss", "/sources");
  const said = corner.heard("pets").join();
  expect(said).toContain("Joined within 30 days: 0");
  expect(said).not.toContain("fair");
});

test("the commands of one client's operators show and change nothing of the other's", async () => {
  const { corner } = await open();
  const commands = [
    "/entry",
    "/sources",
    "/entry @pets",
    "/sources @pets",
    "/entry picture sandbox:pets",
    "/entry picture TABBY 1",
  ];
  for (const command of commands) {
    await corner.says("teas", "teas-boss", command);
    await corner.writes("teas-boss", command);
  }
  const said = [...corner.heard("teas"), ...corner.heard("teas-boss")].join("\n");
  expect(said).toContain("https://OOLONG.example/join/street-");
  expect(said).not.toMatch(/TABBY(?! 1)/);
  expect(await corner.store.list("pets", "entry-picture")).toEqual([]);
});

test("where a client is gone its page is too, and that of the other stays", async () => {
  const { corner, pages, teas, pets } = await open();
  const kept = corner.book.current("teas");
  if (!kept) throw new Error("no teas");
  corner.book.replace([kept]);
  expect((await pages.open(pets)).status).toBe(404);
  expect((await pages.open(teas)).status).toBe(200);
});
