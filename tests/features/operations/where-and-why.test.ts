import { expect, test } from "vitest";
import { whereAndWhy } from "../../../src/features/operations/where-and-why.js";

const missed = (why: string, n = 1) => ({ group: `g${n}`, title: `茶野福利${n}群`, why });

test.each([
  ["sendMessage: 400 Bad Request: TOPIC_CLOSED", /重新打开话题/, /Reopen topic/],
  ["forbidden", /设为管理员/, /make it an admin/],
  ["gone", /已不在这个群里/, /no longer in the group/],
  ["unbound", /已解绑/, /was released/],
  ["too_long", /4096 个字/, /4,096 characters/],
  ["unsupported", /群设置 → 权限/, /settings → Permissions/],
  ["uncertain", /不知道发到没有/, /nobody knows/],
  ["expired", /等得太久/, /wait for too long/],
  ["sendMessage: 400 @boss https://x.y", /说：sendMessage: 400 ＠boss/, /says: .*＠boss/],
])("%s is said with what to do", (why, zh, en) => {
  expect(whereAndWhy("zh-CN", [missed(why)])).toEqual([expect.stringMatching(zh)]);
  expect(whereAndWhy("en", [missed(why)])).toEqual([expect.stringMatching(en)]);
});

test("of a hundred groups as many are named as fit into one message, and the rest are counted", () => {
  for (const locale of ["zh-CN", "en"] as const) {
    const all = Array.from({ length: 100 }, (_, n) => missed("TOPIC_CLOSED", n));
    const lines = whereAndWhy(locale, all);
    expect(lines.join("\n").length).toBeLessThan(3_600);
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.at(-1)).toContain(String(100 - (lines.length - 1)));
    expect(lines.at(-2)).toContain(`茶野福利${lines.length - 2}群`);
    expect(whereAndWhy(locale, all.slice(0, 20))).toHaveLength(20);
  }
});
