import { afterEach, describe, expect, test } from "vitest";
import { startFakeBotApi } from "../../support/fake-bot-api.js";
import { pagesOf } from "../../support/pages.js";
import { BOSS, closeTowns, HQ, HQ2, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const DAY = 86_400_000;
const small = (text: string) =>
  text.replace("capacity: 200", "capacity: 4").replace("reserve: 2", "reserve: 1");
const listed = (text: string) => `${text}\nentry: { sources: { booth-12: 展会 12 号 } }\n`;

async function opened(edit?: (text: string) => string) {
  const town = await openTown({ edit });
  await town.rest();
  const pages = pagesOf(town);
  return { town, pages, path: await pages.path("tea-town", "welfare") };
}
const joined = async ({ store }: Town) =>
  (await store.facts("tea-town", "joined")).map(({ member, data }) => [
    member?.split(":")[1],
    data?.source,
  ]);
const sorted = async (town: Town) => (await joined(town)).sort();
/** Opens a page until the source's own link is there, as a browser does. */
async function linkFor({ town, pages, path }: Awaited<ReturnType<typeof opened>>, source: string) {
  const first = await pages.open(`${path}?s=${source}`);
  if (first.headers.get("refresh") === null) return first.link;
  expect(first.link).toBeUndefined();
  await town.rest();
  const then = await pages.open(`${path}?s=${source}`);
  expect(then.headers.get("refresh")).toBeNull();
  return then.link;
}
const links = ({ api }: Town) =>
  api.calls.filter(({ method }) => method === "createChatInviteLink").map(({ body }) => body);

describe("who comes by the page of a source", () => {
  test("joins by a link of that source, and the fact says so", async () => {
    const door = await opened();
    const link = await linkFor(door, "booth-12");
    const plain = await linkFor(door, "");
    expect(link).not.toBe(plain);
    const { town } = door;
    town.api.requestJoin(HQ, 1, "甲", link);
    town.api.requestJoin(HQ, 2, "乙", plain);
    town.api.requestJoin(HQ, 3, "丙");
    await town.rest();
    expect(await sorted(town)).toEqual([
      ["1", "booth-12"],
      ["2", undefined],
      ["3", undefined],
    ]);
    expect(await linkFor(door, "booth-12")).toBe(link);
    expect(links(town).filter(({ name }) => name === "booth-12")).toHaveLength(1);
  });

  test("is still from there when the group is full and they are sent on to the next", async () => {
    const door = await opened(small);
    const link = await linkFor(door, "poster");
    const { town } = door;
    for (const user of [1, 2]) town.api.requestJoin(HQ, user, `客${user}`);
    await town.rest();
    town.api.requestJoin(HQ, 5, "戊", link);
    await town.heard("请加入茶野福利2群", 5);
    town.api.requestJoin(HQ2, 5, "戊");
    await town.rest();
    expect((await joined(town)).at(-1)).toEqual(["5", "poster"]);
    // What was said of one way in says nothing of the next.
    town.api.leave(HQ2, 5, "戊");
    town.api.requestJoin(HQ2, 5, "戊");
    await town.rest();
    expect((await joined(town)).at(-1)).toEqual(["5", undefined]);
  });

  test("is from nowhere when another admin gave a link that name", async () => {
    const { town } = await opened();
    const link = town.api.othersLink(HQ, "booth-12");
    town.api.requestJoin(HQ, 1, "甲", link);
    town.api.join(HQ, 2, "乙", link);
    await town.rest();
    expect(await sorted(town)).toEqual([
      ["1", undefined],
      ["2", undefined],
    ]);
  });

  test("comes in by the group's own link when theirs can't be made in time", async () => {
    const api = await startFakeBotApi({});
    for (const chat of [HQ, HQ2]) api.addBot(chat, `chat ${chat}`);
    const town = await openTown({ api });
    await town.rest();
    const pages = pagesOf(town);
    const path = await pages.path("tea-town", "welfare");
    const general = (await pages.open(path)).link;
    api.fault("createChatInviteLink", "html502", 50);
    expect((await pages.open(`${path}?s=booth-12`)).headers.get("refresh")).toBe("2");
    await town.pass(7_000);
    const then = await pages.open(`${path}?s=booth-12`);
    expect([then.link, then.headers.get("refresh")]).toEqual([general, null]);
    api.mend();
    await town.forward(60_000);
    expect((await pages.open(`${path}?s=booth-12`)).link).not.toBe(general);
  });
});

describe("sources that the playbook doesn't list", () => {
  test("are fifty at most; those that it lists always have room", async () => {
    const door = await opened(listed);
    const { town, pages, path } = door;
    for (let n = 0; n < 70; n++) await pages.open(`${path}?s=made-up-${n}`);
    await linkFor(door, "booth-12");
    await town.rest();
    const names = links(town).flatMap(({ name }) => (name === undefined ? [] : [String(name)]));
    expect(names.filter((name) => name.startsWith("made-up"))).toHaveLength(50);
    expect(names).toContain("booth-12");
    const general = (await pages.open(path)).link;
    expect((await pages.open(`${path}?s=made-up-69`)).link).toBe(general);
  });

  test("make room once nobody has used them for a day", async () => {
    const door = await opened();
    const { town, pages, path } = door;
    for (let n = 0; n < 50; n++) await pages.open(`${path}?s=made-up-${n}`);
    await town.forward(DAY - 60_000);
    await pages.open(`${path}?s=made-up-7`);
    expect((await pages.open(`${path}?s=new`)).headers.get("refresh")).toBeNull();
    await town.forward(61_000);
    expect((await pages.open(`${path}?s=new`)).headers.get("refresh")).toBe("2");
    const kept = (await town.store.list("tea-town", "entry-source", "welfare")).map(
      ({ key }) => key,
    );
    expect(kept).toHaveLength(50);
    expect(kept).toContain("welfare/made-up-7");
    expect(kept).toContain("welfare/new");
  });

  test("are no more when many ask at once", async () => {
    const { town, pages, path } = await opened();
    await Promise.all(Array.from({ length: 120 }, (_, n) => pages.open(`${path}?s=rush-${n}`)));
    expect(await town.store.list("tea-town", "entry-source", "welfare")).toHaveLength(50);
  });
});

test.each([
  "",
  "%20",
  "a%00b",
  "%F0%9F%8D%B5",
  "中文",
  "-booth",
  "x".repeat(33),
  "x".repeat(5000),
  "'--",
  "<script>",
  "../..",
  "__proto__x!",
  "a&s=b&s=c",
  "%E0%A4%A",
])("?s=%s is no source: the page is there, and nothing is made for it", async (query) => {
  const { town, pages, path } = await opened();
  const before = links(town).length;
  const page = await pages.open(`${path}?s=${query}`);
  const general = (await pages.open(path)).link;
  await town.rest();
  if (query === "a&s=b&s=c") expect(links(town).at(-1)?.name).toBe("a");
  else {
    expect([page.status, page.link]).toEqual([200, general]);
    expect(links(town)).toHaveLength(before);
  }
  expect(page.html).not.toContain("<script");
});

test("operators see how many came from where", async () => {
  const door = await opened(listed);
  const { town } = door;
  const booth = await linkFor(door, "booth-12");
  const poster = await linkFor(door, "poster");
  for (const user of [1, 2]) town.api.requestJoin(HQ, user, `客${user}`, booth);
  town.api.requestJoin(HQ, 3, "客3", poster);
  town.api.join(HQ, 4, "客4");
  await town.rest();
  // Who comes back has joined again; who was there before has not.
  town.api.say(BOSS, BOSS, "老板", "/来源", true);
  const said = await town.heard("入群", BOSS);
  expect(said?.text.split("\n")).toEqual([
    "近 30 天入群 4 人",
    "booth-12 (展会 12 号): 2",
    "poster: 1",
    "不知道来源: 1",
  ]);
  await town.forward(2 * DAY);
  town.api.say(BOSS, BOSS, "老板", "/来源 1", true);
  expect((await town.heard("入群", BOSS))?.text).toBe("近 1 天入群 0 人");
  town.api.say(BOSS, BOSS, "老板", "/来源 91", true);
  await town.heard("/来源 [天数]", BOSS);
});
