import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Pages, pagesOf } from "../../support/pages.js";
import { BOSS, closeTowns, HQ, HQ2, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const JPEG = Buffer.from("ffd8ffe000104a464946", "hex");
const small = (text: string) =>
  text.replace("capacity: 200", "capacity: 4").replace("reserve: 2", "reserve: 1");

let town: Town;
let pages: Pages;
let path: string;
async function open(edit?: (text: string) => string): Promise<void> {
  town = await openTown({ edit, without: ["invite_link"] });
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.rest();
  pages = pagesOf(town);
  path = await pages.path("tea-town", "welfare");
}
const send = async (caption: string, bytes = PNG, user = BOSS) => {
  town.api.sendPhoto(user, "老板", caption, bytes);
  await town.rest();
};
const shown = async () => /<img src="([^"]*)"/.exec((await pages.open(path)).html)?.[1];

describe("where a platform has no links", () => {
  beforeEach(() => open());

  test("operators are asked for a code at once, and once a day while there is none", async () => {
    await town.heard("【茶野福利1群】入群网页没有二维码", BOSS);
    await town.heard("【茶野福利2群】入群网页没有二维码", BOSS);
    expect((await pages.open(path)).html).toContain("现在没有可以加入的群");
    await town.forward(23 * HOUR);
    expect(town.since(BOSS)).toEqual([]);
    await town.forward(2 * HOUR);
    await town.heard("【茶野福利1群】入群网页没有二维码", BOSS);
  });

  test("the picture that they send is shown until it ends, and they are asked in time", async () => {
    await send("/入口 图 茶野福利1群");
    await town.heard("「茶野福利1群」的入群网页用这张二维码，到 2026/12/1 10:0", BOSS);
    expect(await shown()).toBe(`data:image/png;base64,${PNG.toString("base64")}`);
    expect((await pages.open(path)).link).toBeUndefined();
    await town.forward(6 * DAY - HOUR);
    expect(town.since(BOSS).join()).not.toContain("茶野福利1群】");
    await town.forward(2 * HOUR);
    await town.heard("【茶野福利1群】入群网页的二维码 2026/12/1 10:0", BOSS);
    expect(await shown()).toContain("base64");
    await town.forward(DAY);
    expect(await shown()).toBeUndefined();
    await town.heard("【茶野福利1群】入群网页没有二维码", BOSS);
    // It is kept no longer than it is shown.
    const kept = await town.store.list("tea-town", "entry-picture");
    expect(JSON.stringify(kept)).not.toContain(PNG.toString("base64"));
  });

  test("a new picture takes the place of the old one, for as long as is said", async () => {
    await send("/入口 图 茶野福利1群");
    await send("/entry picture 茶野 福利1群 2d", JPEG);
    await town.heard("到 2026/11/26 10:0", BOSS);
    expect(await shown()).toBe(`data:image/jpeg;base64,${JPEG.toString("base64")}`);
  });

  test("of a photo that is too large a smaller size is taken", async () => {
    const large = Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]);
    await send("/入口 图 茶野福利1群", large);
    expect(await shown()).toBe(`data:image/png;base64,${large.toString("base64", 0, 900)}`);
  });

  test("it is no secret where the picture leads, and no token gets into the answer", async () => {
    await send("/入口 图 茶野福利1群");
    const said = JSON.stringify([town.api.sent, (await pages.open(path)).html]);
    expect(said).not.toContain("42:fake");
  });
});

describe("a picture is refused", () => {
  beforeEach(() => open());

  test.each([
    ["an animation", Buffer.from("GIF89a"), "只收 PNG 和 JPEG"],
    ["a drawing with a script", Buffer.from("<svg onload=alert(1)>"), "只收 PNG 和 JPEG"],
    ["nothing", Buffer.alloc(0), "只收 PNG 和 JPEG"],
  ])("when it is %s", async (_what, bytes, why) => {
    await send("/入口 图 茶野福利1群", bytes);
    await town.heard(why, BOSS);
    expect(await shown()).toBeUndefined();
  });

  test("when it is not to be had", async () => {
    town.api.fault("getFile", "html502", 1);
    await send("/入口 图 茶野福利1群");
    await town.heard("图片没能取到", BOSS);
    expect(await shown()).toBeUndefined();
  });

  test("when nobody knows the group, several have the name, or there is no picture", async () => {
    await send("/入口 图 别的群");
    await town.heard("没有叫 别的群 的群", BOSS);
    await send("/入口 图");
    await town.heard("/入口 图 <群名> [7d]", BOSS);
    await send("/入口 图 茶野福利1群 0d");
    await town.heard("/入口 图 <群名> [7d]", BOSS);
    town.api.say(BOSS, BOSS, "老板", "/入口 图 茶野福利1群", true);
    await town.heard("没有看到图片", BOSS);
  });

  test("when a member sends it: their picture is nobody's business", async () => {
    await send("/入口 图 茶野福利1群", PNG, 501);
    expect(await shown()).toBeUndefined();
    expect(town.api.calls.some(({ method }) => method === "getFile")).toBe(false);
    expect(town.since(501)).toEqual([]);
  });
});

test("nobody is asked for the code of a group that is full, and a full group's is not shown", async () => {
  await open(small);
  await send("/入口 图 茶野福利1群");
  await send("/入口 图 茶野福利2群");
  for (const user of [1, 2]) town.api.join(HQ, user, `客${user}`);
  await town.rest();
  expect((await pages.open(path)).html).toContain("茶野福利2群");
  for (const user of [3, 4]) town.api.join(HQ2, user, `客${user}`);
  await town.rest();
  expect((await pages.open(path)).html).toContain("群都满了，请稍后再来");
  expect(await shown()).toBeUndefined();
  town.since(BOSS);
  const before = town.api.sent.length;
  await town.forward(8 * DAY);
  expect(
    town.api.sent
      .slice(before)
      .map(({ text }) => text)
      .join(),
  ).not.toContain("二维码");
});
