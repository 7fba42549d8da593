import { expect, test } from "vitest";
import { type AccountLimits, limitsOf, type Most } from "../../src/domain/governor/limits.js";
import type { Call } from "../../src/engine/feature.js";
import { dayLines } from "../../src/features/governor/standing-lines.js";
import { readPage } from "./page.js";

const limits = limitsOf("wechat") as AccountLimits;
const { acts, kinds, reads, unasked, sameText, perGroup, quiet, warmUp, gap } = limits;
const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PAGES = [
  { path: "docs/governor.md", locale: "en" },
  { path: "docs/zh/governor.md", locale: "zh-CN" },
] as const;

const most = (list: readonly Most[] | undefined, withinMs: number) =>
  list?.find((one) => one.withinMs === withinMs)?.most ?? 0;
const both = (list: readonly Most[] | undefined) => [most(list, HOUR), most(list, DAY)];
const seconds = ({ leastMs, spreadMs }: { leastMs: number; spreadMs: number }) =>
  [leastMs, leastMs + spreadMs].map((ms) => ms / SECOND);

/** The numbers that the rows of the limits tell, in their order. */
const WANTED = [
  seconds(gap),
  [most(acts, 60 * SECOND)],
  both(acts),
  both(kinds.image),
  both(kinds.approve_join),
  both(unasked),
  [sameText?.most ?? 0],
  [perGroup?.most ?? 0],
  [...seconds(reads.gap), ...both(reads.most)],
  `${quiet?.from}:${quiet?.to}`.split(":").map(Number),
  warmUp.flatMap(({ percent, untilDay }, n) => (n < 2 ? [percent, untilDay] : [percent])),
];

/** By size; what is 0 or 1 says nothing. */
const inOrder = (numbers: readonly number[]) => numbers.filter((n) => n > 1).sort((a, b) => a - b);
const numbersIn = (text = "") => [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
const tablesOf = (prose: string) =>
  [...prose.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trim().split("\n").slice(2));

test.each(PAGES)("$path tells the limits that hold", ({ path }) => {
  const { prose } = readPage(path);
  const [table = [], signs = []] = tablesOf(prose);
  // What stands in a row's second cell; a row of the hour and the day names them in the first.
  const told = table.map((line) => inOrder(numbersIn(line.split("|")[2])));
  expect(told).toEqual(WANTED.map(inOrder));
  const { refused, no_echo, failed } = limits.breaker.signs;
  expect(signs.slice(0, 3).map((line) => inOrder(numbersIn(line.split("|")[2])))).toEqual(
    [refused, no_echo, failed].map((one) => inOrder([one.most, one.withinMs / (60 * SECOND)])),
  );
  const { unasked, operators, posts, atLeast } = limits.shares;
  const numbers = numbersIn(prose.split("\n").find((line) => /^(?:Of what|账号能做的)/.test(line)));
  expect(numbers.slice(0, 5)).toEqual([unasked, operators, posts, atLeast.minute, atLeast.hour]);
  expect(limits.breaker).toMatchObject({ ladderDays: [1, 7, 30], forgottenAfterDays: 60 });
  expect(prose).toMatch(/60 (?:days|天)/);
});

test.each(PAGES)("$path shows lines as /status says them", ({ path, locale }) => {
  const { prose } = readPage(path);
  const at = (time: string) => Date.parse(`2026-11-${time}:00+08:00`);
  const why = (of: string, most: number, withinMs: number) => ({ of, most, withinMs });
  const used = [
    { ...why("acts", 1_200, DAY), used: 312 },
    { ...why("unasked", 240, DAY), used: 240 },
    { ...why("image", 240, DAY), used: 12 },
  ];
  const lines = dayLines({ locale, zone: "Asia/Shanghai" } as Call, {
    ...{ account: "wechat", ageDays: 99, percent: 100, used },
    nobody: { until: at("25T09:12"), why: why("unasked", 240, DAY) },
    waiting: [{ n: 12, from: at("24T18:40"), why: why("text", 10, HOUR) }],
  });
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(prose).toContain(`\`${line}\``);
});
