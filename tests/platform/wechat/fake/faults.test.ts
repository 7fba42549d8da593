// What becomes of the product's account when a puppet's process fails, each with its outcome.
import { afterEach, describe, expect, test } from "vitest";
import { openAccount } from "../../../support/fake-wechat/account.js";
import { type FakeWechat, startFakeWechat } from "../../../support/fake-wechat/client.js";
import { noWechaty } from "../../../support/fake-wechat/here.js";
import type { ServiceOptions } from "../../../support/fake-wechat/service.js";
import { sharedFakeWechat } from "../../../support/fake-wechat/shared.js";
import { until } from "../../../support/until.js";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(given: { readonly fake?: FakeWechat; readonly options?: ServiceOptions } = {}) {
  const fake = given.fake ?? (await sharedFakeWechat());
  const wechat = await fake.open({ settings: { spurious: true }, ...given.options });
  if (!given.fake) closers.push(wechat.close);
  const room = await wechat.do<string>({ deed: "room", topic: "HQ" });
  const account = openAccount(wechat);
  closers.push(account.platform.stop);
  await account.start();
  const to = { platform: "wechat", chat: room, direct: false };
  /** @returns what becomes of it */
  const send = (text: string) =>
    account.platform.perform({ kind: "send_text", to, text }).then(
      ({ messageId }) => (messageId === undefined ? "sent" : "sent, and told its id"),
      ({ refusal }) => `${refusal.kind}, delivered: ${refusal.delivered}`,
    );
  const texts = async () => (await wechat.sent()).map(({ text }) => text);
  return { ...account, wechat, room, to, send, texts };
}
/** One in a process of its own, for whoever breaks it. */
async function openAlone() {
  const fake = await startFakeWechat();
  closers.push(fake.kill);
  return { fake, ...(await open({ fake })) };
}

describe.skipIf(noWechaty)(`what fails over gRPC (${noWechaty ?? "all there"})`, () => {
  test("kill -9: nothing of a send is done, and the account ends after one ding without an answer", async () => {
    const { fake, platform, send, time, fatal } = await openAlone();
    await fake.kill();
    await until("the end is noticed", () => time.waiting() > 0 && !fatal.length);
    let said = "";
    // The first may have been on its way when the line broke.
    while (!said.endsWith("no")) said = await send("hi");
    expect(said).toBe("offline, delivered: no");
    while (fatal.length === 0) await time.pass(1_000);
    expect(fatal).toEqual(["WECHAT_SILENT"]);
    expect([platform.health().ok, platform.health().lost]).toEqual([false, "WECHAT_SILENT"]);
  });

  test("frozen: a send is given up after 15 s and may be done; two dings without an answer end the account", async () => {
    const { fake, send, time, fatal, platform } = await openAlone();
    fake.freeze();
    closers.push(fake.thaw);
    const sent = send("hi");
    await time.pass(15_000);
    expect(await sent).toBe("offline, delivered: maybe");
    await time.pass(24_000);
    expect(fatal).toEqual([]);
    await time.pass(31_000);
    expect([fatal, platform.health().ok]).toEqual([["WECHAT_SILENT"], false]);
  });

  test("held up on the way, with every connection open: the same", async () => {
    const { wechat, send, time, fatal } = await open();
    await wechat.do({ deed: "hold", on: true });
    const sent = send("hi");
    await time.pass(15_000);
    expect(await sent).toBe("offline, delivered: maybe");
    await time.pass(55_000);
    expect(fatal).toEqual(["WECHAT_SILENT"]);
  });

  test("a join that nobody told of: nothing is heard, and the list of members has it", async () => {
    const { wechat, room, to, platform, told } = await open();
    await wechat.do({ deed: "join", room, persons: ["alice"], silent: true });
    expect(await platform.count(to)).toBe(2);
    expect((await platform.members?.(to))?.map(({ name }) => name)).toEqual(["alice"]);
    expect(told()).toEqual([]);
  });

  test("joins without an inviter and leaves by nobody knows whom are heard, each once, whatever errors come with them", async () => {
    const { wechat, room, told, fatal } = await open();
    await wechat.do({ deed: "set", settings: { twice: true } });
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    await wechat.do({ deed: "say", from: "alice", room, text: "hi" });
    await wechat.do({ deed: "leave", room, person: "alice" });
    await until("all is heard", () => told().length >= 3);
    expect(told()).toEqual(["joined: alice", "alice: hi", "left: alice"]);
    expect(fatal).toEqual([]);
  });

  test("history told again after a restart: what was heard isn't heard again, what was missed is, and isn't answered", async () => {
    const { wechat, room, told, heard, platform, time } = await open();
    const hour = 3_600_000;
    await wechat.do({ deed: "clock", now: time.clock.now() - 2 * hour });
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    await wechat.do({ deed: "say", from: "alice", room, text: "heard" });
    await wechat.do({ deed: "clock", now: time.clock.now() - hour - 600_000 });
    await wechat.do({ deed: "say", from: "alice", room, text: "last" });
    await until("all is heard", () => told().length === 3);
    await platform.stop();
    await wechat.left();
    await wechat.do({ deed: "clock", now: time.clock.now() - hour });
    await wechat.do({ deed: "join", room, persons: ["bob"] });
    await wechat.do({ deed: "say", from: "bob", room, text: "missed" });
    await wechat.do({ deed: "clock" });
    const again = openAccount(wechat);
    closers.push(again.platform.stop);
    await again.start(heard.at(-1)?.id);
    await wechat.do({ deed: "replay", many: 9 });
    await wechat.do({ deed: "say", from: "bob", room, text: "now" });
    await until("what is new is heard", () => again.told().includes("bob: now"));
    // The last that was heard comes under the same id, as the same event.
    const news = again.heard.filter(({ id }) => !heard.some((before) => before.id === id));
    expect(news).toHaveLength(3);
    expect(again.told().slice(-3)).toEqual(["joined: bob", "bob, late: missed", "bob: now"]);
    expect(again.told()).not.toContain("joined: alice");
  });

  test("no echo of an own message where there were echoes: sent, and the echo is missing", async () => {
    const { wechat, platform, to, time } = await open();
    const send = (text: string) => platform.perform({ kind: "send_text", to, text });
    expect(await send("one")).toEqual({ messageId: expect.stringMatching(/^\d+$/) });
    await wechat.called("messageRawPayload", 1);
    await platform.count(to);
    await wechat.do({ deed: "fault", method: "messageSendText", kind: "vanish" });
    const sent = send("two");
    await wechat.called("messageSendText", 2);
    // Its answer is there when that of a later question is.
    await platform.count(to);
    await time.pass(30_000);
    expect(await sent).toMatchObject({ echo: "missing" });
    expect((await wechat.sent()).map(({ text }) => text)).toEqual(["one"]);
  });

  test("an answer lost after the deed: it may be done, and is done once", async () => {
    const { wechat, send, texts } = await open();
    await wechat.do({ deed: "fault", method: "messageSendText", kind: "lost" });
    expect(await send("hi")).toBe("offline, delivered: maybe");
    expect(await texts()).toEqual(["hi"]);
  });

  test("an answer that never comes after the deed: the same, after 15 s", async () => {
    const { wechat, send, texts, time } = await open();
    await wechat.do({ deed: "fault", method: "messageSendText", kind: "unanswered" });
    const sent = send("hi");
    await wechat.called("messageSendText", 1);
    await time.pass(15_000);
    expect(await sent).toBe("offline, delivered: maybe");
    expect(await texts()).toEqual(["hi"]);
  });

  test("a break of the line alone: the account ends, since nothing is heard any more though sends work", async () => {
    const { wechat, room, told, time, fatal } = await open();
    await wechat.do({ deed: "break" });
    await wechat.left();
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    while (fatal.length === 0) await time.pass(1_000);
    expect([fatal, told()]).toEqual([["WECHAT_SILENT"], []]);
  });

  test("a second account with the same token hears nothing and ends; the first goes on", async () => {
    const { wechat, room, told, fatal } = await open();
    const second = openAccount(wechat);
    closers.push(second.platform.stop);
    const start = second.platform.start(async () => {});
    while (second.fatal.length === 0) await second.time.pass(1_000);
    await start;
    expect(second.fatal).toHaveLength(1);
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    await until("the first hears", () => told().length > 0);
    expect([told(), fatal]).toEqual([["joined: alice"], []]);
  });

  test("deaf while its dings are answered: nothing is noticed but by the list of members", async () => {
    const { wechat, room, to, platform, told, time, fatal } = await open();
    await wechat.do({ deed: "set", settings: { deaf: "events" } });
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    const dings = () => wechat.called("ding", 3);
    await time.pass(30_000);
    await until("it is well", () => platform.health().ok);
    await time.pass(30_000);
    await dings();
    expect([told(), fatal, await platform.count(to)]).toEqual([[], [], 2]);
  });

  test("out at night, in again: sends are held meanwhile, and the account is heard as before", async () => {
    const { wechat, room, send, platform, told, news, texts } = await open();
    await wechat.do({ deed: "logout", reason: "night" });
    await until("it is heard", () => news.includes("logout"));
    expect(platform.health()).toMatchObject({ ok: false, held: "WECHAT_LOGGED_OUT" });
    expect(await send("hi")).toBe("offline, delivered: no");
    await wechat.do({ deed: "ask_for_scan" });
    await until("the code is told", () => news.includes("scan"));
    await wechat.do({ deed: "login" });
    await until("it is well again", () => platform.health().ok);
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    await until("it is heard", () => told().includes("joined: alice"));
    expect(await send("hi")).toBe("sent, and told its id");
    expect(await texts()).toEqual(["hi"]);
  });

  test("out and in again within one breath: it is in", async () => {
    const { wechat, room, send, platform, told, news } = await open();
    await wechat.doAll([{ deed: "logout" }, { deed: "login" }]);
    await until("both are heard", () => news.join().endsWith("logout,login"));
    await until("it is well again", () => platform.health().ok);
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    await until("it is heard", () => told().includes("joined: alice"));
    expect(await send("hi")).toBe("sent, and told its id");
  });

  test("ids that change at a login: the account says so, and the old ids are gone", async () => {
    const { wechat, room, to, send, platform, news } = await open();
    expect(platform.capabilities.has("stable_ids")).toBe(true);
    await wechat.do({ deed: "logout" });
    await until("it is heard", () => news.includes("logout"));
    type Renamed = Readonly<Record<string, string>>;
    const renamed = await wechat.do<Renamed>({ deed: "renumber", login: "2", people: true });
    await wechat.do({ deed: "login" });
    await until("it is in again", () => platform.health().held === undefined);
    expect(platform.capabilities.has("stable_ids")).toBe(false);
    expect(platform.health().notes).toContain("WECHAT_IDS_CHANGE");
    expect(await send("hi")).toMatch(/^gone/);
    const there = { ...to, chat: renamed[room] ?? "" };
    await platform.perform({ kind: "send_text", to: there, text: "hi" });
    expect(await wechat.sent()).toMatchObject([{ to: renamed[room] }]);
  });

  test("stopped, it leaves the server's account logged in", async () => {
    const { wechat, platform } = await open();
    await platform.stop();
    await wechat.left();
    const next = openAccount(wechat);
    closers.push(next.platform.stop);
    await next.start();
    const calls = await wechat.do<readonly { readonly method: string }[]>({ deed: "calls" });
    expect(calls.filter(({ method }) => method === "logout")).toEqual([]);
    expect(next.news).toEqual(["login"]);
  });
});
