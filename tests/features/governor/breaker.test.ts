import { afterEach, describe, expect, test } from "vitest";
import type { RiskSign } from "../../../src/core/event.js";
import type { AccountLimits } from "../../../src/domain/governor/limits.js";
import { SYSTEM } from "../../../src/store/port.js";
import {
  type Brand,
  type Corner,
  closeCorners,
  DAY,
  HOUR,
  MINUTE,
  openCorner,
} from "../../support/corner.js";
import { wechat } from "../../support/governed.js";

afterEach(closeCorners);

const limits: AccountLimits = { ...wechat, warmUp: [] };
const brand = (locale: "zh-CN" | "en", more: Brand = {}): Brand => ({
  ...more,
  sections: { locale, replies: { hours: { when: { keywords: ["open"] }, say: "hours" } } },
  lines: { hours: "from nine" },
});
const sign = async (corner: Corner, of: RiskSign, group = "corner") => {
  await corner.tells(group, { kind: "risk", sign: of });
  await corner.forward(10_000);
};
/** What an operator hears directly after typing. */
async function types(corner: Corner, ...commands: readonly string[]): Promise<string> {
  for (const command of commands) {
    await corner.writes("corner-boss", command);
    await corner.forward(10_000);
  }
  return corner.heard("corner-boss").join("\n");
}

test("one sign too many and the account keeps silent; operators hear of it once, and of its end", async () => {
  const corner = await openCorner({ limits, brands: [brand("zh-CN")] });
  await sign(corner, "refused");
  await sign(corner, "refused");
  expect(corner.heard("corner-boss")).toEqual([]);
  await sign(corner, "refused");
  const [opened = "", ...more] = corner.heard("corner-boss");
  expect(more).toEqual([]);
  expect(opened).toContain("sandbox 停发到 2026/11/25 10:00：平台连续拒绝它的操作。");
  expect(opened).toContain("再出现一次，要停 7 天");
  await sign(corner, "forced_logout");
  await corner.says("corner", "amy", "open");
  await corner.forward(12 * HOUR);
  expect(corner.heard("corner")).toEqual([]);
  expect(corner.heard("corner-boss")).toEqual([]);
  await corner.forward(12 * HOUR);
  expect(corner.heard("corner-boss")).toEqual([
    "sandbox 恢复发言，照常限额。平台再有异常，要停 7 天。",
  ]);
  await corner.says("corner", "amy", "open");
  await corner.forward(MINUTE);
  // What was asked the day before is not made up for.
  expect(corner.heard("corner")).toEqual(["from nine"]);
  await sign(corner, "forced_logout");
  expect(corner.heard("corner-boss")[0]).toContain("停发到 2026/12/2 10:01");
  expect(corner.bugs).toEqual([]);
});

test("commands are answered meanwhile, and say until when it is silent and what was done", async () => {
  const corner = await openCorner({ limits, brands: [brand("en")] });
  await corner.says("corner", "amy", "open");
  await corner.forward(MINUTE);
  await sign(corner, "forced_logout");
  corner.heard("corner-boss");
  const status = await types(corner, "/status");
  expect(status).toMatch(/sandbox: in 1 day: messages and effects [2-9]\/1200, unasked/);
  expect(status).toContain("unasked 0/240");
  expect(status).toMatch(
    /sandbox: keeps silent until 11\/25\/26, 10:01: the platform logged it out/,
  );
  const all = await types(corner, "/governor");
  expect(all).toMatch(/in 1 hour: messages and effects [3-9]\/240/);
  expect(all).toContain("in 1 minute: messages and effects");
});

describe("closing it early", () => {
  test("shows what it risks, and only /yes does it; all who were told hear of it", async () => {
    const corner = await openCorner({ limits, brands: [brand("en")] });
    await sign(corner, "forced_logout");
    corner.heard("corner-boss");
    const shown = await types(corner, "/governor close sandbox");
    expect(shown).toContain(
      "sandbox keeps silent until 11/25/26, 10:00: the platform logged it out.",
    );
    expect(shown).toContain("keeps silent for 7 days");
    await corner.says("corner", "amy", "open");
    await corner.forward(MINUTE);
    expect(corner.heard("corner")).toEqual([]);
    const done = await types(corner, "/yes");
    expect(done).toContain("sandbox may speak again, within its limits");
    expect(done).toContain("Should the platform show distrust again");
    await corner.forward(10 * MINUTE);
    expect(corner.heard("corner")).toEqual(["from nine"]);
    expect(await types(corner, "/governor close sandbox")).toContain("its breaker is closed");
  });

  test.each([
    ["zh-CN", "/限流 恢复 sandbox", "sandbox 没有停发，不用恢复"],
    ["zh-CN", "/限流 恢复 telegram", "没有受限额管的账号 telegram。现有：sandbox"],
    ["zh-CN", "/限流 恢复", "/限流 恢复 <账号>"],
    ["en", "/governor close", "/governor close <account>"],
    ["en", "/governor now", "/governor - what each account did"],
  ] as const)("in %s, %s -> %s", async (locale, command, says) => {
    const corner = await openCorner({ limits, brands: [brand(locale)] });
    expect(await types(corner, command)).toContain(says);
  });

  test("is not one client's to decide where others speak by the account", async () => {
    const brands = [brand("en"), { ...brand("en"), client: "pets" }];
    const corner = await openCorner({ limits, brands });
    await sign(corner, "forced_logout");
    expect(corner.heard("pets-boss").join()).toContain("sandbox keeps silent");
    expect(await types(corner, "/governor close sandbox")).toContain("SUANPAN_OWNER");
    await corner.says("corner", "amy", "open");
    await corner.forward(MINUTE);
    expect(corner.heard("corner")).toEqual([]);
  });
});

test("a process that died when the breaker had opened tells of it all the same, once", async () => {
  const first = await openCorner({ limits, brands: [brand("en")] });
  const { store, clock } = first;
  const at = clock.now();
  // As it died: the breaker is there, its news is not, the event is not handled.
  const opened = { at, until: at + DAY, by: "forced_logout" } as const;
  const value = { signs: [], openings: 1, opened };
  const put = { op: "put", kind: "breaker", key: "sandbox", value } as const;
  await store.commit({ client: SYSTEM, changes: [put], outbox: [], facts: [] });
  const place = { platform: "sandbox", chat: "corner", direct: false };
  const head = { id: "told", platform: "sandbox", account: "sandbox", at, place };
  await store.accept([{ ...head, kind: "risk", sign: "forced_logout" }], at);
  const second = await openCorner({ limits, brands: [brand("en")], store, at });
  await second.forward(10_000);
  const [news = "", ...more] = second.heard("corner-boss");
  expect(news).toContain("sandbox keeps silent until 11/25/26, 10:00");
  expect(more).toEqual([]);
  await second.forward(DAY);
  expect(second.heard("corner-boss")).toHaveLength(1);
});

test("a clock that is put back and right again tells of the end when it is there", async () => {
  const corner = await openCorner({ limits, brands: [brand("en")] });
  corner.clock.jump(5 * DAY);
  await sign(corner, "forced_logout");
  expect(corner.heard("corner-boss")).toHaveLength(1);
  corner.clock.jump(-5 * DAY);
  await corner.runtime.pump();
  await corner.forward(DAY - MINUTE);
  expect(corner.heard("corner-boss")).toEqual([]);
  await corner.forward(2 * MINUTE);
  expect(corner.heard("corner-boss").join()).toContain("may speak again");
});

test("an account without limits counts no signs", async () => {
  const corner = await openCorner({ brands: [brand("en")] });
  await sign(corner, "forced_logout");
  await corner.says("corner", "amy", "open");
  expect(corner.heard("corner")).toEqual(["from nine"]);
  expect(await types(corner, "/governor")).toBe("No account here has limits of its own");
  expect(await types(corner, "/status")).not.toContain("sandbox: in");
});

test("in the morning nothing is said to wait for the end of the night", async () => {
  expect(limits.quiet).toBeDefined();
  const corner = await openCorner({ limits, brands: [brand("en")] });
  const told = await types(corner, "/status", "/governor");
  expect(told).toContain("in 1 day");
  expect(told).not.toContain("wait until");
});
