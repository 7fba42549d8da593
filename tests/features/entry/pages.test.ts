import { afterEach, describe, expect, test } from "vitest";
import { pagesOf } from "../../support/pages.js";
import { BOSS, closeTowns, HQ, HQ2, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const small = (text: string) =>
  text.replace("capacity: 200", "capacity: 4").replace("reserve: 2", "reserve: 1");

async function opened(options: Parameters<typeof openTown>[0] = {}) {
  const town = await openTown(options);
  await town.rest();
  const pages = pagesOf(town);
  return { town, pages, path: await pages.path("tea-town", "welfare") };
}
const linkOf = async ({ store }: Town, chat: number) =>
  (await store.get("tea-town", "group", `telegram:${chat}`))?.value.link;
async function ask(town: Town, chat: number, ...users: number[]): Promise<void> {
  for (const user of users) town.api.requestJoin(chat, user, `客${user}`);
  await town.rest();
}
const boss = async (town: Town, text: string) => {
  town.api.say(BOSS, BOSS, "老板", text, true);
  await town.rest();
};

describe("the page of a pool", () => {
  test("leads into its first group with a free seat, by the group's link and its code", async () => {
    const { town, pages, path } = await opened();
    expect(path).toMatch(/^\/join\/welfare-[0-9a-hjkmnp-tv-z]{12}$/);
    const page = await pages.open(path);
    expect(page.status).toBe(200);
    expect(page.link).toBe(await linkOf(town, HQ));
    expect(page.html).toContain("茶野福利1群");
    expect(page.html).toContain("<svg");
    expect(page.html).toContain('lang="zh-CN"');
  });

  test("goes on to the next group when that one is full, and says it when all are", async () => {
    const { town, pages, path } = await opened({ edit: small });
    await ask(town, HQ, 1, 2);
    expect((await pages.open(path)).link).toBe(await linkOf(town, HQ2));
    await ask(town, HQ2, 3, 4);
    const full = await pages.open(path);
    expect(full.html).toContain("群都满了");
    // There people wait in line, as whoever asks at a full pool does.
    expect(full.link).toBe(await linkOf(town, HQ));
    town.api.leave(HQ2, 3, "客3");
    await town.rest();
    expect((await pages.open(path)).link).toBe(await linkOf(town, HQ2));
  });

  test("says that nobody comes in while the client is paused, and leaves a paused group out", async () => {
    const { town, pages, path } = await opened();
    await boss(town, "/暂停 client");
    const paused = await pages.open(path);
    expect(paused.html).toContain("暂停入群");
    expect(paused.link).toBeUndefined();
    await boss(town, "/恢复 client");
    town.api.say(HQ, BOSS, "老板", "/暂停");
    await town.rest();
    expect((await pages.open(path)).link).toBe(await linkOf(town, HQ2));
    town.api.say(HQ2, BOSS, "老板", "/暂停");
    await town.rest();
    expect((await pages.open(path)).html).toContain("暂停入群");
  });

  test("leads to no group that the bot has lost, and says it when there is none", async () => {
    const { town, pages, path } = await opened();
    town.api.addBot(HQ, "福利群", "member");
    await town.rest();
    expect((await pages.open(path)).link).toBe(await linkOf(town, HQ2));
    town.api.addBot(HQ2, "福利群", "left");
    await town.rest();
    const none = await pages.open(path);
    expect(none.html).toContain("现在没有可以加入的群");
    expect(none.link).toBeUndefined();
  });

  test("stays where it is over a restart", async () => {
    const { town, path } = await opened();
    const again = await openTown({ store: town.store, api: town.api });
    expect(await pagesOf(again).path("tea-town", "welfare")).toBe(path);
  });
});

describe("who guesses", () => {
  test("learns nothing: every name that is nobody's gets the same answer", async () => {
    const { pages, path } = await opened();
    const other = await pages.path("paw-post", "lobby").catch(() => "");
    const code = path.slice(-12);
    const names = [
      "/join/welfare",
      "/join/welfare-000000000000",
      `/join/other-${code}`,
      `/join/welfare-${code}x`,
      `/join/welfare-${code.toUpperCase()}`,
      `/join/${code}`,
      `/join/tea-town-${code}`,
      `/join/${"a".repeat(5000)}-${code}`,
      "/join/..%2f..%2fhealthz",
      "/join/__proto__",
      "/join/%00",
      "/join/welfare-%F0%9F%8D%B5",
    ];
    expect(other).not.toBe(path);
    for (const name of names) {
      const answer = await pages.open(name);
      expect([name, answer.status, answer.html]).toEqual([name, 404, "404"]);
    }
  });
});

test("operators see where each page is, and that it is still to be published", async () => {
  const { town, path } = await opened();
  await boss(town, "/入口");
  const said = await town.heard("welfare | /join/", BOSS);
  expect(said?.text).toContain(`welfare | ${path} | 通向「茶野福利1群」`);
  expect(said?.text).toContain("entry.url");
});

test("with entry.url the address is whole", async () => {
  const edit = (text: string) => `${text}\nentry: { url: "https://join.example.com/tea/" }\n`;
  const { town, path } = await opened({ edit });
  await boss(town, "/入口");
  const said = await town.heard("welfare | ", BOSS);
  expect(said?.text).toContain(`https://join.example.com/tea${path} | `);
  expect(said?.text).not.toContain("entry.url");
});
