import { afterEach, describe, expect, test } from "vitest";
import { closeTowns, groupId, HQ, HQ2, memberId, openTown } from "../../support/town.js";

afterEach(closeTowns);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const withScripts = (more: string) => (text: string) =>
  text.replace("scripts:\n", `scripts:\n${more}\n`);

describe("a direct message", () => {
  test("from a member is answered there, by the brand whose group they were in last", async () => {
    const town = await openTown();
    town.api.say(HQ, 501, "小雨", "大家好");
    await town.rest();
    town.api.say(501, 501, "小雨", "有优惠吗", true);
    await town.heard("优惠", 501);
    expect(town.since(HQ)).toEqual([]);
  });

  test("from a stranger gets no answer", async () => {
    const town = await openTown();
    town.api.say(777, 777, "路人", "有优惠吗", true);
    await town.rest();
    expect(town.since()).toEqual([]);
  });

  test("with an opt-out word is for every brand that knows the writer", async () => {
    const town = await openTown({ owner: memberId(10001) });
    const paws = -1001000000077;
    town.api.addBot(paws, "爪爪");
    town.api.say(paws, 10001, "老板", "/绑定 paw-post pet-parents");
    await town.heard("已绑定", paws);
    town.api.say(HQ, 501, "小雨", "大家好");
    town.api.say(paws, 501, "小雨", "你们好");
    await town.rest();
    town.api.say(501, 501, "小雨", "退订", true);
    await town.until("both brands leave her alone", async () => {
      const brands = ["tea-town", "paw-post"];
      const known = brands.map((brand) => town.store.get(brand, "member", memberId(501)));
      return (await Promise.all(known)).every((member) => member?.value.optedOut);
    });
  });
});

test("a member who left the scripts alone is not chased: opt-out stops what was not asked for", async () => {
  const town = await openTown();
  town.api.join(HQ, 501, "小雨");
  await town.heard("小雨", HQ);
  town.api.say(HQ, 501, "小雨", "td");
  await town.heard("不主动找你", HQ);
  await town.forward(DAY);
  expect(town.since(HQ).filter((text) => text.includes("茉莉青、"))).toEqual([]);
});

test("at night nothing unasked leaves; answers do", async () => {
  const town = await openTown();
  await town.forward(12 * HOUR + 40 * 60_000);
  town.since();
  town.api.join(HQ, 501, "小雨");
  await town.heard("小雨", HQ);
  await town.forward(8 * HOUR);
  expect(town.since(HQ)).toEqual([]);
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.heard("优惠", HQ);
  await town.forward(2 * HOUR);
  await town.heard("茉莉青", HQ);
});

test("a group gets no more unasked messages than its limit, however many members' scripts are due", async () => {
  const town = await openTown();
  for (let user = 1; user <= 9; user++) town.api.join(HQ, user, `客${user}`);
  await town.rest();
  await town.forward(60_000);
  const greeted = town.since(HQ).length;
  await town.forward(11 * HOUR);
  const unasked = (await town.store.facts("tea-town", "said_line")).filter(
    ({ group, data }) => group === groupId(HQ) && data?.unasked === true,
  );
  expect(unasked.length).toBeGreaterThan(0);
  expect(unasked.length).toBeLessThanOrEqual(4);
  const times = unasked.map(({ at }) => at).sort((a, b) => a - b);
  times.slice(1).forEach((at, i) => {
    expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(90 * 60_000);
  });
  expect(greeted).toBeGreaterThanOrEqual(9);
});

test("a script begins after a silence, counted from the last word", async () => {
  const edit = withScripts(
    "  miss-you: { on: { silent: 3d }, once: { again_after: 30d }, steps: [{ say: slump, tag: missed }] }",
  );
  const town = await openTown({ edit });
  const missed = async () => (await town.store.facts("tea-town", "tagged")).map(({ at }) => at);
  town.api.say(HQ, 501, "小雨", "大家好");
  await town.rest();
  await town.forward(2 * DAY);
  town.api.say(HQ, 501, "小雨", "我还在");
  await town.rest();
  const spoke = town.clock.now();
  await town.forward(2 * DAY);
  expect(await missed()).toEqual([]);
  await town.forward(2 * DAY);
  const [first, ...more] = await missed();
  expect((first ?? 0) - spoke).toBeGreaterThan(3 * DAY - 60_000);
  expect(more).toEqual([]);
  await town.forward(20 * DAY);
  expect(await missed()).toHaveLength(1);
  await town.forward(15 * DAY);
  expect(await missed()).toHaveLength(2);
});

test("a script begins when a tag is given, and two that tag each other come to an end", async () => {
  const town = await openTown({
    edit: withScripts(
      [
        "  ping: { on: said, when: { keywords: [ping] }, once: { again_after: 0s }, steps: [{ tag: a, say: hours }] }",
        "  one: { on: { tagged: a }, once: { again_after: 0s }, steps: [{ tag: b, say: delivery }] }",
        "  two: { on: { tagged: b }, once: { again_after: 0s }, steps: [{ tag: a }] }",
      ].join("\n"),
    ),
  });
  town.api.say(HQ, 501, "小雨", "ping");
  await town.until("both lines are said", () => town.since(HQ).length === 2);
  const member = await town.store.get("tea-town", "member", memberId(501));
  expect(member?.value.tags).toEqual(["a", "b"]);
});

test("a newcomer's question is answered even where a script waits for a word or an answer", async () => {
  const town = await openTown();
  town.api.join(HQ, 501, "小雨");
  await town.heard("小雨", HQ);
  await town.forward(31 * 60_000);
  town.api.say(HQ, 501, "小雨", "有优惠吗");
  await town.heard("优惠", HQ);
  await town.forward(60_000);
  town.api.say(HQ, 501, "小雨", "几点开门");
  await town.heard("九点", HQ);
  town.api.say(HQ, 501, "小雨", "七分");
  await town.heard("七分", HQ);
  const member = await town.store.get("tea-town", "member", memberId(501));
  expect(member?.value.saved).toEqual({ taste: "七分" });
});

test("a line never comes twice in a row in one group", async () => {
  const town = await openTown();
  const said: string[] = [];
  for (let user = 1; user <= 12; user++) {
    town.api.say(HQ, user, `客${user}`, "能送到吗");
    said.push((await town.heard("", HQ))?.text ?? "");
  }
  said.slice(1).forEach((text, i) => {
    expect(text).not.toBe(said[i]);
  });
  expect(new Set(said).size).toBe(2);
});

test("a busy group does not hold up another", async () => {
  const town = await openTown();
  for (let user = 1; user <= 15; user++) town.api.say(HQ, user, `客${user}`, "有优惠吗");
  town.api.say(HQ2, 99, "小雨", "有优惠吗");
  await town.heard("优惠", HQ2);
  expect(town.since(HQ).length).toBeLessThan(15);
});
