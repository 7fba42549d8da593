import { describe, expect, test } from "vitest";
import { governor } from "../../../src/features/governor/feature.js";
import "../../../src/app/features.js";
import { checkTrial, PLAYBOOK } from "../../support/trial-playbook.js";

const chats = (n: number, pool: string, account = "") =>
  Array.from({ length: n }, (_, each) => {
    const more = account === "" ? "" : `, account: ${account}`;
    return `    ${pool}${account}${each}: { platform: wechat, chat: "${pool}${account}${each}@chatroom", pool: ${pool}${more} }\n`;
  }).join("");

/** A playbook with so many WeChat groups in two pools, and posts at these hours. */
function found(groups: string, posts: readonly string[], more = "", lang: "en" | "zh-CN" = "en") {
  const schedule = posts.map((post, n) => `  post${n}: ${post}\n`).join("");
  const text = PLAYBOOK.replace(
    /^groups:\n[\s\S]*?^persona:/m,
    () => `groups:\n  pools: { a: { title: A }, b: { title: B } }\n  chats:\n${groups}persona:`,
  ).replace(/^schedule:\n(?: .*\n|\n)*/m, "");
  return checkTrial(`${text}schedule:\n${schedule}${more}`, lang).findings.filter(({ code }) =>
    code.startsWith("PLAYBOOK_GOVERNOR"),
  );
}
const post = (pool: string, at: string, days = "") =>
  `{ at: "${at}", pool: ${pool}, say: line${days === "" ? "" : `, days: [${days}]`} }`;

describe("posts that find no room are told before", () => {
  test.each([
    ["120 groups at once", chats(120, "a"), [post("a", "10:00")], []],
    ["121 groups at once", chats(121, "a"), [post("a", "10:00")], ["POST post0 121 120"]],
    [
      "121 groups of two accounts",
      chats(100, "a") + chats(21, "a", "two"),
      [post("a", "10:00")],
      [],
    ],
    [
      "three posts a day for 80 groups",
      chats(80, "a"),
      [post("a", "10:00"), post("a", "12:00"), post("a", "14:00")],
      [],
    ],
    [
      "four posts a day for 80 groups: the fourth is one too many",
      chats(80, "a"),
      [post("a", "10:00"), post("a", "12:00"), post("a", "14:00"), post("a", "16:00")],
      ["POSTS post3 320 240"],
    ],
    [
      "as many on different days",
      chats(80, "a"),
      ["mon, tue", "wed", "thu", "fri, sat"].map((days) => post("a", "10:00", days)),
      [],
    ],
    [
      "pools of one account share its day",
      chats(100, "a") + chats(100, "b"),
      [post("a", "10:00"), post("b", "12:00"), post("a", "14:00")],
      ["POSTS post2 300 240"],
    ],
  ])("%s", (_name, groups, posts, codes) => {
    const told = found(groups, posts).map(({ code, message }) => {
      const numbers = message.match(/\b\d{2,}\b/g) ?? [];
      return [code.replace("PLAYBOOK_GOVERNOR_", ""), ...numbers].join(" ");
    });
    const wanted = codes.map((each) => each.replace(/ post\d/, ""));
    expect(told).toEqual(wanted);
  });
});

describe("limits that contradict themselves are a mistake, at the number that can't be reached", () => {
  test.each([
    ["unasked: { hour: 60, day: 60 }", []],
    [
      "unasked: { hour: 60, day: 20 }",
      ["unasked.hour: 60 can never be reached, since unasked.day leaves 20 for it"],
    ],
    [
      "acts: { hour: 50 }, images: { hour: 51 }",
      ["images.hour: 51 can never be reached, since acts.hour leaves 50 for it"],
    ],
    [
      "acts: { day: 50 }, unasked: { hour: 51 }",
      ["unasked.hour: 51 can never be reached, since acts.day leaves 50 for it"],
    ],
    [
      "acts: { hour: 50, day: 40 }, unasked: { day: 41 }",
      [
        "acts.hour: 50 can",
        "unasked.day: 41 can never be reached, since acts.day leaves 40 for it",
      ],
    ],
  ])("%s", (section, says) => {
    const told = found(chats(1, "a"), [], `governor: { ${section} }\n`);
    expect(told.map(({ code }) => code)).toEqual(says.map(() => "PLAYBOOK_GOVERNOR_CROSSED"));
    for (const [n, text] of says.entries()) expect(told[n]?.message).toContain(text);
    for (const { severity } of told) expect(severity).toBe("error");
  });
});

describe("the section governor", () => {
  const one = chats(1, "a");
  test.each([
    ["unasked: { hour: 60, day: 240 }", []],
    ["unasked: { hour: 61 }", ["unasked.hour: 61 is more than an account of its kind may do (60)"]],
    ["images: { day: 241 }", ["images.day: 241 is more"]],
    ["acts: { hour: 1, day: 1201 }", ["acts.day: 1201 is more"]],
    ["same_text: { groups: 11, per: hour }", ["same_text.groups: 11 is more"]],
    ["same_text: { groups: 11, per: day }", []],
  ])("%s", (section, says) => {
    const told = found(one, [], `governor: { ${section} }\n`);
    expect(told).toHaveLength(says.length);
    for (const [n, text] of says.entries()) expect(told[n]?.message).toContain(text);
  });

  test("is only about accounts that have limits", () => {
    const telegram = one.replace("wechat", "telegram").replace("a0@chatroom", "-100");
    expect(found(telegram, [], "governor: { unasked: { day: 9999 } }\n")).toEqual([]);
  });

  test("becomes what a client allows itself, none where it is missing", () => {
    const playbook = (section?: object) => ({ governor: section }) as never;
    expect(governor.governs?.(playbook())).toBeUndefined();
    const unasked = { day: 60 };
    const same = { groups: 5, per: "hour" };
    const of = { acts: {}, images: { hour: 9 }, unasked, same_text: same };
    expect(governor.governs?.(playbook(of))).toEqual({
      acts: [],
      images: [{ most: 9, withinMs: 3_600_000 }],
      unasked: [{ most: 60, withinMs: 86_400_000 }],
      sameText: { most: 5, withinMs: 3_600_000 },
    });
  });
});
