import { afterEach, expect, test } from "vitest";
import type { Fact } from "../../../src/core/fact.js";
import { localDay } from "../../../src/core/time/local-day.js";
import { armDrawn } from "../../../src/domain/experiment/design/current.js";
import {
  CLIENT,
  type Corner,
  closeCorners,
  DAY,
  openCorner,
  poolOf,
} from "../../support/corner.js";

afterEach(closeCorners);

const BOSS = "corner-boss";
const GROUPS = ["corner", "corner-2", "east", "west"];
const patch = (off: number) => ({
  "promos.cup.give.off": `${off}.00`,
  "promos.cup.title": `off ${off}`,
});
const brand = {
  sections: {
    groups: poolOf("corner", ["east", "west"]),
    promos: { cup: { title: "off 1", give: { off: "1.00" }, budget: "900.00" } },
    experiments: {
      cups: {
        ...{ design: "switchback", block: "1d", horizon: "60d", primary: "active_rate" },
        ...{
          guardrails: ["leave_rate"],
          arms: { one: {}, two: patch(2), three: patch(3), four: patch(4) },
        },
      },
    },
  },
};

async function begin(): Promise<Corner> {
  const corner = await openCorner({ brands: [brand] });
  for (const group of GROUPS) {
    await corner.says(group, "amy", "hello");
    await corner.tells(group, { kind: "counted", count: 41 });
  }
  await corner.forward(8 * DAY);
  await corner.says("corner", BOSS, "/experiment start cups");
  await corner.says("corner", BOSS, "/yes");
  corner.heard("corner");
  return corner;
}
const runOf = async (corner: Corner) => {
  const [run] = await corner.store.list(CLIENT, "experiment");
  if (!run) throw new Error("nothing runs");
  return run.value;
};
const today = (corner: Corner) => localDay(corner.clock.now(), "Asia/Shanghai");

/** Lives through days on which some leave every group that chance gives an arm. */
async function leaving(corner: Corner, arm: string, done: () => Promise<boolean>): Promise<void> {
  for (let day = 0; day < 20 && !(await done()); day++) {
    const { running } = await runOf(corner);
    const facts = GROUPS.map((name) => `sandbox:${name}`)
      .filter((group) => armDrawn(running, group, today(corner))?.arm === arm)
      .flatMap((group): Fact[] =>
        Array.from({ length: 8 }, () => {
          return { kind: "left", at: corner.clock.now(), day: today(corner), group };
        }),
      );
    await corner.store.commit({ client: CLIENT, changes: [], outbox: [], facts });
    await corner.forward(DAY);
  }
  if (!(await done())) throw new Error(`no alarm for ${arm}`);
}

/** What is taken off in the group that chance gives an arm today. */
async function off(corner: Corner, arm: string): Promise<string> {
  const { running } = await runOf(corner);
  const group = GROUPS.find(
    (name) => armDrawn(running, `sandbox:${name}`, today(corner))?.arm === arm,
  );
  corner.heard(group ?? "");
  await corner.says(group ?? "", "amy", "算一下 30");
  return corner.heard(group ?? "").join();
}

test("an arm that was paused stays so when another is, and the run ends with the last", async () => {
  const corner = await begin();
  await corner.forward(DAY);
  const paused = async () => (await runOf(corner)).running.paused ?? {};
  const settingSays = async () =>
    (await corner.store.get(CLIENT, "setting", "client"))?.value.running?.map((one) => one.paused);

  await leaving(corner, "two", async () => Object.hasOwn(await paused(), "two"));
  const first = today(corner);
  expect(await paused()).toEqual({ two: first });
  expect(await off(corner, "two")).toContain("less 1");
  expect(await off(corner, "three")).toContain("less 3");

  await leaving(corner, "three", async () => Object.hasOwn(await paused(), "three"));
  const second = today(corner);
  expect(second > first).toBe(true);
  const both = { two: first, three: second };
  expect(await paused()).toEqual(both);
  expect(await settingSays()).toEqual([both]);
  expect(await off(corner, "two")).toContain("less 1");
  expect(await off(corner, "three")).toContain("less 1");
  expect(await off(corner, "four")).toContain("less 4");
  const told = (await corner.facts("arm_paused")).map(({ data }) => [data?.arm, data?.from]);
  expect(told).toEqual([
    ["two", first],
    ["three", second],
  ]);
  corner.heard("corner");
  await corner.says("corner", BOSS, "/experiment verify cups");
  expect(corner.heard("corner")).toEqual([expect.stringMatching(/^All \d+ assignments follow/)]);

  await leaving(corner, "four", async () => (await runOf(corner)).state !== "running");
  expect(await runOf(corner)).toMatchObject({ state: "stopped", why: "guardrail" });
  expect(corner.bugs).toEqual([]);
}, 60_000);
