import { expect, test } from "vitest";
import { createWorld, type World } from "../../../src/domain/simulate/world.js";
import { createPlaybooks } from "../../../src/engine/playbooks.js";
import { teaEdition } from "../../support/tea.js";

const MINUTE = 60_000;
const DAY = 86_400_000;
const MONDAY = Date.parse("2026-11-02T00:00:00+08:00");
const SLUMP = 14.5 * 3_600_000;
const playbooks = createPlaybooks();
playbooks.replace([teaEdition()]);
const chats = ["one", "two"];

function open(seed: string, lift = 0) {
  const { playbook } = teaEdition();
  return createWorld({
    seed,
    groups: chats.map((chat) => ({ chat, pool: "welfare" })),
    members: 150,
    playbook,
    effects: [{ experiment: "persona", lift }],
  });
}

/** Some days in which both groups hear one persona, whose line of the afternoon comes through each time. */
function live(world: World, days: number, persona = "village") {
  const compiled = playbooks.compiled("tea-town", { arms: { persona } });
  if (!compiled) throw new Error("no stage");
  const scene = { playbook: compiled.playbook, promos: compiled.promos, tags: ["drink"] };
  const story = [];
  for (let day = 0; day < days; day += 1) {
    const midnight = MONDAY + day * DAY;
    for (const chat of chats) world.openDay({ chat, day, weekday: day % 7, midnight, scene });
    story.push(...world.take(midnight + SLUMP));
    for (const chat of chats) world.hear(chat, midnight + SLUMP);
    story.push(...world.take(midnight + DAY - 1));
  }
  return story;
}

test("the same seed gives the same story, another seed another", () => {
  const story = live(open("1"), 7);
  expect(story.length).toBeGreaterThan(100);
  expect(live(open("1"), 7)).toEqual(story);
  expect(live(open("2"), 7)).not.toEqual(story);
});

test("the story is told in order, by people who are there, and the ledger keeps it", () => {
  const world = open("3");
  const before = new Set(chats.flatMap((chat) => world.members(chat)));
  const story = live(world, 28);
  const there = new Set(before);
  for (const [i, { kind, member, at }] of story.entries()) {
    expect(at).toBeGreaterThanOrEqual(story[i - 1]?.at ?? 0);
    if (kind === "joins") there.add(member);
    expect(there.has(member)).toBe(true);
    if (kind === "leaves") there.delete(member);
  }
  expect(new Set(chats.flatMap((chat) => world.members(chat)))).toEqual(there);
  const count = (kind: string) => story.filter((each) => each.kind === kind).length;
  const bills = story.flatMap((each) => (each.kind === "orders" ? [each.bill] : []));
  expect(world.ledger).toEqual({
    orders: bills.length,
    list: bills.reduce((sum, { list }) => sum + list, 0),
    revenue: bills.reduce((sum, { paid }) => sum + paid, 0),
    messages: count("says"),
    joins: count("joins"),
    leaves: count("leaves"),
  });
  // 300 members, 28 days, 0.03 orders a day; shocks and people differ.
  expect(bills.length / (300 * 28 * 0.03)).toBeGreaterThan(0.5);
  expect(bills.length / (300 * 28 * 0.03)).toBeLessThan(1.7);
});

test("a tenth of the buyers ask the price of their basket first, and buy ten minutes later", () => {
  const story = live(open("3"), 28);
  const bought = story.flatMap((each) => (each.kind === "orders" ? [each] : []));
  const asked = story.flatMap((each) => {
    const price = each.kind === "says" ? /^算一下 ([\d.]+)$/.exec(each.text)?.[1] : undefined;
    return price === undefined ? [] : [{ member: each.member, at: each.at, price }];
  });
  expect(asked.length / bought.length).toBeGreaterThan(0.05);
  expect(asked.length / bought.length).toBeLessThan(0.2);
  const answered = asked.filter(({ member, at, price }) =>
    bought.some(
      (one) =>
        one.member === member &&
        one.at === at + 10 * MINUTE &&
        one.bill.list === Math.round(Number(price) * 100),
    ),
  );
  // Who leaves meanwhile, or asks at the end of the last day, buys nothing.
  expect(answered.length).toBeGreaterThan(asked.length * 0.9);
});

test("an effect only adds orders and answers, for those who hear the favoured arm", () => {
  const ids = (world: World, persona: string) =>
    live(world, 14, persona).flatMap((each) =>
      each.kind === "orders"
        ? [each.id]
        : each.kind === "says"
          ? [`${each.member}@${each.at}`]
          : [],
    );
  const plain = ids(open("4"), "village");
  expect(ids(open("4"), "office")).toEqual(plain);
  expect(ids(open("4", 1), "office")).toEqual(plain);
  const lifted = new Set(ids(open("4", 1), "village"));
  expect(plain.filter((id) => !lifted.has(id))).toEqual([]);
  expect(lifted.size).toBeGreaterThan(plain.length * 1.2);
});

test("a planted lift multiplies orders and answers, and leaves chatter as it is", () => {
  const sum = { orders: [0, 0], answers: [0, 0], chatter: [0, 0] } as {
    [kind in "orders" | "answers" | "chatter"]: [number, number];
  };
  const kindOf = ({ kind, at }: { kind: string; at: number }) => {
    if (kind !== "says") return kind === "orders" ? kind : undefined;
    const time = (at - MONDAY) % DAY;
    const weekday = Math.floor((at - MONDAY) / DAY) % 7 < 5;
    const soon = time > SLUMP && time < SLUMP + 30 * 60_000;
    return soon && weekday ? "answers" : "chatter";
  };
  for (let seed = 0; seed < 12; seed += 1)
    for (const i of [0, 1] as const)
      for (const each of live(open(`lift ${seed}`, i * 0.3), 28)) {
        const kind = kindOf(each);
        if (kind) sum[kind][i] += 1;
      }
  const ratio = ([plain, lifted]: [number, number]) => lifted / plain;
  expect(ratio(sum.orders)).toBeGreaterThan(1.25);
  expect(ratio(sum.orders)).toBeLessThan(1.32);
  // Some of what is said within half an hour is chatter.
  expect(ratio(sum.answers)).toBeGreaterThan(1.22);
  expect(ratio(sum.answers)).toBeLessThan(1.32);
  expect(ratio(sum.chatter)).toBeGreaterThan(0.99);
  expect(ratio(sum.chatter)).toBeLessThan(1.05);
});
