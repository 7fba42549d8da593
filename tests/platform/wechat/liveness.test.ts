import { expect, test } from "vitest";
import { openAccount, TO } from "../../support/wechat-account.js";

const hello = { kind: "send_text", to: TO, text: "hi" } as const;
const streamError = (code: number) => ({
  gerror: JSON.stringify({ code, message: `${code} UNAVAILABLE: Connection dropped SECRET` }),
});

test("it asks every half minute, and an answer keeps it well", async () => {
  const { platform, memory, time, start, fatal } = openAccount();
  await start();
  const before = memory.called("ding");
  await time.pass(10 * 60_000);
  expect(memory.called("ding") - before).toBe(20);
  expect(platform.health()).toMatchObject({ ok: true, notes: [] });
  expect(fatal).toEqual([]);
});

test("one question that goes without an answer is nothing", async () => {
  const { platform, memory, time, start, fatal } = openAccount();
  await start();
  memory.deafen();
  await time.pass(35_000);
  memory.deafen(false);
  await time.pass(10 * 60_000);
  expect(fatal).toEqual([]);
  expect(platform.health().ok).toBe(true);
});

test("two in a row end the process, and nothing leaves meanwhile", async () => {
  const { platform, memory, time, start, fatal } = openAccount();
  await start();
  memory.deafen();
  // At the worst a question was answered just before: 30 s to the next, 30 to the one after, 10 for its answer.
  await time.pass(70_000);
  expect(fatal).toEqual(["WECHAT_SILENT"]);
  expect(platform.health()).toMatchObject({ ok: false, lost: "WECHAT_SILENT" });
  await expect(platform.perform(hello)).rejects.toMatchObject({
    refusal: { kind: "offline", delivered: "no" },
  });
  memory.deafen(false);
  await time.pass(600_000);
  expect(fatal).toEqual(["WECHAT_SILENT"]);
  expect(memory.sent).toEqual([]);
});

test.each([14, 1])(
  "a line that breaks (%i) is asked at once, and given up 10 s later",
  async (code) => {
    const { memory, time, start, fatal, logged } = openAccount();
    await start();
    memory.deafen();
    memory.emit("error", streamError(code));
    await time.pass(9_999);
    expect(fatal).toEqual([]);
    await time.pass(1);
    expect(fatal).toEqual(["WECHAT_SILENT"]);
    expect(logged.join("\n")).toContain("[token]");
    expect(logged.join("\n")).not.toContain("SECRET");
  },
);

test("a puppet that tells of another line that broke answers, and goes on", async () => {
  const { platform, memory, time, start, fatal } = openAccount();
  await start();
  memory.emit("error", streamError(14));
  await time.pass(600_000);
  expect(fatal).toEqual([]);
  expect(platform.health().ok).toBe(true);
});

test.each([
  ["of a join", { gerror: JSON.stringify({ message: "no inviter found for wxid_1" }) }],
  ["that is no JSON", { data: "what happened?" }],
  ["that says nothing", {}],
  ["that is null", { gerror: "null" }],
])("an error %s means nothing", async (_name, payload) => {
  const { platform, memory, time, start, fatal } = openAccount();
  await start();
  for (let n = 0; n < 10; n++) memory.emit("error", payload);
  await time.pass(120_000);
  expect(fatal).toEqual([]);
  expect(platform.health().ok).toBe(true);
});

test("a token that is refused while it runs is given up", async () => {
  const { platform, memory, start, fatal } = openAccount();
  await start();
  memory.emit("error", streamError(16));
  expect(fatal).toEqual(["WECHAT_TOKEN_REFUSED"]);
  expect(platform.health().lost).toBe("WECHAT_TOKEN_REFUSED");
});

test("one that is refused at the start is told by the start alone", async () => {
  const { platform, memory, time, outcome, fatal } = openAccount();
  memory.fault("start", { how: "hang" });
  const started = outcome(platform.start(async () => {}).catch((error) => Promise.reject(error)));
  await time.settle();
  memory.emit("error", streamError(16));
  await time.pass(60_000);
  expect(started.message).toMatch("WECHAT_TOKEN_REFUSED");
  expect([fatal, time.waiting()]).toEqual([[], 0]);
  expect(memory.isDisconnected()).toBe(true);
});

test.each(["hang", "reject"] as const)(
  "where the start itself fails (%s) and nobody answers, the process ends",
  async (how) => {
    const { platform, memory, time, fatal, start } = openAccount();
    memory.fault("start", { how, error: new Error("no server") });
    memory.deafen();
    await start(undefined, 0);
    await time.pass(60_000);
    expect(fatal).toEqual(["WECHAT_UNREACHABLE"]);
    expect(platform.health().ok).toBe(false);
  },
);
