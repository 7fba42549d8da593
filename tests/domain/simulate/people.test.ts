import fc from "fast-check";
import { expect, test } from "vitest";
import { createAgenda } from "../../../src/domain/simulate/agenda.js";
import { populate } from "../../../src/domain/simulate/population.js";
import { createShocks } from "../../../src/domain/simulate/shocks.js";

const chats = Array.from({ length: 40 }, (_, i) => `g${i}`);

test("groups have their members, and the same seed has the same people", () => {
  const of = (seed: string) =>
    populate({ seed, chats, members: 150 }).map(({ chat, factor, members }) => ({
      chat,
      factor,
      members: [...members.values()],
    }));
  const crowds = of("1");
  expect(crowds.map(({ members }) => members.length)).toEqual(chats.map(() => 150));
  expect(of("1")).toEqual(crowds);
  expect(of("2")).not.toEqual(crowds);
  const ids = crowds.flatMap(({ members }) => members.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

test("a tenth of the members do some 44 % of the talking, and talking says nothing of buying", () => {
  const people = populate({ seed: "talk", chats, members: 150 }).flatMap(({ members }) => [
    ...members.values(),
  ]);
  const sum = (of: readonly number[]) => of.reduce((total, each) => total + each, 0);
  const talks = people.map((member) => member.talks).sort((a, b) => b - a);
  const top = sum(talks.slice(0, people.length / 10)) / sum(talks);
  expect(top).toBeGreaterThan(0.4);
  expect(top).toBeLessThan(0.48);
  // Means are 1 and deviations √2, so that this is the correlation.
  const together =
    people.reduce((total, { talks: t, buys: b }) => total + (t - 1) * (b - 1), 0) /
    (2 * people.length);
  expect(Math.abs(together)).toBeLessThan(0.05);
});

test("shocks have mean 1, last, and come from the brand and from each group alike", () => {
  const days = 4_000;
  const shockOf = createShocks("shocks");
  const series = ["a", "b"].map((chat) =>
    Array.from({ length: days }, (_, day) => Math.log(shockOf(chat, day)) + 0.09),
  ) as [number[], number[]];
  const mean = (of: readonly number[]) => of.reduce((total, each) => total + each, 0) / of.length;
  const product = (one: readonly number[], other: readonly number[]) =>
    mean(one.map((each, i) => each * (other[i] as number)));
  const [a, b] = series;
  const variance = product(a, a);
  expect(mean(a)).toBeCloseTo(0, 1);
  const near = (value: number, wanted: number) => Math.abs(value / wanted - 1) < 0.15;
  expect(near(variance, 2 * 0.3 ** 2)).toBe(true);
  expect(near(product(a.slice(1), a.slice(0, -1)) / variance, 0.8)).toBe(true);
  expect(near(product(a, b), 0.3 ** 2)).toBe(true);
  // A day's shock doesn't depend on which days were asked for before it.
  expect(createShocks("shocks")("b", 17)).toBe(shockOf("b", 17));
});

test("what is on the agenda comes in time, and in the order of adding within an instant", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.array(fc.nat(25)), (adding, taking) => {
      const agenda = createAgenda<{ at: number; n: number }>();
      adding.forEach((at, n) => void agenda.add({ at, n }));
      const taken = [...taking.sort((x, y) => x - y), 20].flatMap((until) => {
        const due = agenda.take(until);
        expect(due.every(({ at }) => at <= until)).toBe(true);
        expect(agenda.next() ?? until + 1).toBeGreaterThan(until);
        return due;
      });
      const sorted = adding.map((at, n) => ({ at, n })).sort((x, y) => x.at - y.at || x.n - y.n);
      expect(taken).toEqual(sorted);
    }),
  );
});
