import { afterEach, describe, expect, test } from "vitest";
import type { AccountLimits } from "../../../src/domain/governor/limits.js";
import {
  type Brand,
  type Corner,
  closeCorners,
  DAY,
  HOUR,
  MINUTE,
  OPENED,
  openCorner,
  poolOf,
} from "../../support/corner.js";
import { wechat } from "../../support/governed.js";

afterEach(closeCorners);

const GROUPS = 30;
const names = ["corner", "corner-2", ...Array.from({ length: GROUPS - 2 }, (_, n) => `c${n}`)];
const limits: AccountLimits = { ...wechat, warmUp: [] };
const brand = (locale: "zh-CN" | "en", sections: Brand["sections"] = {}): Brand => ({
  sections: { locale, groups: poolOf("corner", names.slice(2)), ...sections },
  lines: { news: "news", varied: ["one", "two", "three", "four"], named: "{{ group.title }}" },
});
async function types(corner: Corner, ...commands: readonly string[]): Promise<string> {
  for (const command of commands) {
    await corner.writes("corner-boss", command);
    await corner.forward(10_000);
  }
  return corner.heard("corner-boss").join("\n");
}
/** When it has made its groups' links, which are acts too. */
async function openSettled(of: Parameters<typeof openCorner>[0]): Promise<Corner> {
  const corner = await openCorner(of);
  await corner.forward(HOUR);
  return corner;
}
/** What each group heard since this was asked last. */
const heard = (corner: Corner) => names.flatMap((name) => corner.heard(name));

describe("what an operator says to all", () => {
  test("is shown with how much of it leaves today and when the rest does, and then leaves so", async () => {
    const corner = await openSettled({ limits, brands: [brand("zh-CN")], at: OPENED + 10 * HOUR });
    const shown = await types(corner, "/发言 all 今晚上新");
    expect(shown).toContain("将发到 30 个群");
    // One text goes to ten groups an hour; the night is quiet from eleven on.
    expect(shown).toMatch(
      /今天发到 20 个群，另外 10 个往后排；中间不说别的，最后一个到 2026\/11\/25 07:3\d/,
    );
    expect(shown).toContain("sandbox 的同一句话，1 小时内最多发 10 个群");
    await types(corner, "/确认");
    await corner.forward(3 * HOUR);
    expect(heard(corner)).toHaveLength(20);
    await corner.forward(8 * HOUR);
    expect(heard(corner)).toHaveLength(10);
    // All arrived: nobody is told of a group that was left out.
    await corner.forward(DAY);
    expect(corner.heard("corner-boss")).toEqual([]);
    expect(corner.bugs).toEqual([]);
  });

  test("in several wordings goes to more groups at once", async () => {
    const corner = await openSettled({ limits, brands: [brand("en")] });
    const shown = await types(corner, "/say all tonight\n---\nthis evening\n---\nsee you tonight");
    expect(shown).not.toMatch(/same text|today/);
    expect(shown).toContain("this evening");
    await types(corner, "/yes");
    await corner.forward(10 * MINUTE);
    const said = heard(corner);
    expect(said).toHaveLength(30);
    for (const text of ["tonight", "this evening", "see you tonight"])
      expect(said.filter((one) => one === text)).toHaveLength(10);
  });

  test("is planned after what waits already", async () => {
    const corner = await openSettled({ limits, brands: [brand("en")] });
    await types(corner, "/say all first", "/yes");
    const shown = await types(corner, "/say all second");
    // The first takes two hours; the second has a text of its own and is done as soon.
    expect(shown).toContain("30 groups get it today; the last by 11/24/26, 13:0");
    await types(corner, "/say all first");
    const again = await types(corner, "/say all first");
    expect(again).toContain("the last by 11/24/26, 13:0");
  });

  test("says what holds it up, and how many answers that wait go before it", async () => {
    const young = { ...limits, warmUp: [{ untilDay: 90, percent: 15 }] };
    const replies = { price: { when: { keywords: ["price"] }, say: "news" } };
    const corner = await openSettled({ limits: young, brands: [brand("en", { replies })] });
    await corner.forward(3 * HOUR);
    for (let n = 0; n < 40; n++) await corner.says(`c${n % 28}`, `m${n}`, "price");
    const shown = await types(corner, "/say all tonight");
    // Of 36 an hour 24 are answers', of which one has left, and 30 members' altogether; the rest is given up.
    expect(shown).toMatch(/\n23 answers wait and go before the last of them\./);
    expect(shown).toMatch(/\nWhat they wait for: [^\n]*answers and unasked: 30 in 1 hour/);
    const early = names.flatMap((name) => corner.heard(name));
    await types(corner, "/yes");
    await corner.forward(30 * MINUTE);
    const said = [...early, ...heard(corner)];
    // What the operator was answered twice took two of the twenty-four.
    expect(said.filter((one) => one === "news")).toHaveLength(22);
    expect(said.filter((one) => one === "tonight").length).toBeLessThanOrEqual(6);
  });

  test("says nothing of limits where there are none", async () => {
    const corner = await openSettled({ brands: [brand("en")] });
    const shown = await types(corner, "/say all hello");
    expect(shown).toBe("To 30 groups; type /yes within 2 minutes to send:\n\nhello");
    await types(corner, "/yes");
    expect(heard(corner)).toHaveLength(30);
  });
});

describe("schedules", () => {
  const at = (say: string) => ({ schedule: { post: { at: "14:00", pool: "street", say } } });
  test.each([
    ["en", "news", "post is for 30 groups, and their accounts find room for 21 within two hours"],
    ["zh-CN", "news", "post 要发 30 个群，按账号限额两小时内只发得到 21 个"],
  ] as const)("in %s, %s: the list says how many groups get it", async (locale, say, says) => {
    const corner = await openSettled({ limits, brands: [brand(locale, at(say))] });
    expect(await types(corner, locale === "en" ? "/schedule list" : "/定时")).toContain(says);
  });

  test.each(["varied", "named"])("%s finds room for all", async (say) => {
    const corner = await openSettled({ limits, brands: [brand("en", at(say))] });
    expect(await types(corner, "/schedule list")).toMatch(/^post \| [^\n]*$/);
    await corner.forward(6 * HOUR);
    expect(heard(corner).length).toBeGreaterThanOrEqual(say === "named" ? 30 : 25);
  });

  test("what found no room is not said later than two hours after its time", async () => {
    const corner = await openSettled({ limits, brands: [brand("en", at("news"))] });
    await corner.forward(DAY - MINUTE);
    // Ten at once, ten an hour later, and at two hours the first of the next ten: as the list says.
    expect(heard(corner)).toHaveLength(21);
  });
});

test("groups are counted as their account finds room to look, another one first each time", async () => {
  const corner = await openSettled({ limits, brands: [brand("en")] });
  const counted = async () =>
    (await corner.store.ledger("sandbox", 0)).flatMap(({ kind, chat }) =>
      kind === "read" ? [chat] : [],
    );
  for (let round = 0; round < 40; round++) {
    await corner.runtime.reconcile();
    await corner.forward(10 * MINUTE);
  }
  const chats = await counted();
  expect(chats).toHaveLength(40);
  expect(new Set(chats).size).toBe(GROUPS);
});
