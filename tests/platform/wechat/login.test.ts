import { expect, test } from "vitest";
import { SCAN } from "../../../src/platform/wechat/puppet.js";
import { BOT } from "../../support/memory-puppet.js";
import { openAccount, TO } from "../../support/wechat-account.js";

const hello = { kind: "send_text", to: TO, text: "hi" } as const;
const kinds = (news: readonly { readonly kind: string }[]) => news.map(({ kind }) => kind);

test("ready is who is logged in and answers; until then nothing leaves", async () => {
  const { platform, memory, time, start, news } = openAccount({ loggedIn: false });
  expect(platform.health()).toMatchObject({ ok: false, held: "WECHAT_STOPPED" });
  await start(undefined, 0);
  expect(platform.health()).toMatchObject({
    ok: false,
    held: "WECHAT_LOGGED_OUT",
    notes: ["WECHAT_LOGGED_OUT"],
  });
  await expect(platform.perform(hello)).rejects.toMatchObject({
    refusal: { kind: "offline", delivered: "no" },
  });
  memory.deafen();
  memory.login();
  expect(platform.health()).toMatchObject({ ok: false, held: "WECHAT_NO_ANSWER" });
  memory.deafen(false);
  await time.pass(30_000);
  expect(platform.health()).toMatchObject({ ok: true, notes: [] });
  expect(platform.health().held).toBeUndefined();
  expect(platform.self.id).toBe(BOT);
  await platform.perform(hello);
  expect(memory.sent).toHaveLength(1);
  expect(kinds(news)).toEqual(["login"]);
});

test("a login is answered for at once, not at the next question", async () => {
  const { platform, memory, start } = openAccount({ loggedIn: false });
  await start(undefined, 0);
  memory.login();
  expect(platform.health().ok).toBe(true);
});

test("a start waits until it knows who is logged in, or that nobody is, or long enough", async () => {
  const { platform, memory, time, outcome } = openAccount({ loggedIn: false });
  const scanned = outcome(platform.start(async () => {}));
  await time.settle();
  expect(scanned).toEqual({});
  memory.emit("scan", { status: SCAN.waiting, qrcode: "https://login/1" });
  await time.settle();
  expect(scanned).toEqual({ value: undefined });

  const other = openAccount({ loggedIn: false });
  const waited = other.outcome(other.platform.start(async () => {}));
  await other.time.pass(9_999);
  expect("value" in waited).toBe(false);
  await other.time.pass(1);
  expect("value" in waited).toBe(true);
});

test("each code is told once, and who has scanned it has none any more", async () => {
  const { memory, start, news } = openAccount({ loggedIn: false });
  await start(undefined, 0);
  const scan = (status: number, qrcode?: string) =>
    memory.emit("scan", { status, ...(qrcode ? { qrcode } : {}) });
  scan(SCAN.waiting, "https://login/1");
  scan(SCAN.waiting, "https://login/1");
  scan(SCAN.waiting);
  scan(SCAN.timeout, "https://login/1");
  scan(SCAN.waiting, "https://login/2");
  scan(SCAN.scanned);
  scan(SCAN.confirmed);
  memory.login();
  expect(news).toEqual([
    { kind: "scan", code: "https://login/1" },
    { kind: "scan", code: "https://login/2" },
    { kind: "login" },
  ]);
});

test("a logout by night is routine: what is to be said waits, and after the next login it leaves", async () => {
  const { platform, memory, time, start, news, told } = openAccount();
  await start();
  // 03:10 in China.
  const night = Date.UTC(2027, 0, 16, 19, 10) - time.clock.now();
  await time.pass(night);
  memory.logout();
  memory.logout();
  expect(platform.health()).toMatchObject({ ok: false, held: "WECHAT_LOGGED_OUT" });
  expect(platform.self.id).toBe(BOT);
  await time.pass(5 * 3_600_000);
  memory.emit("scan", { status: SCAN.waiting, qrcode: "https://login/3" });
  memory.login();
  await time.settle();
  expect(platform.health().ok).toBe(true);
  expect(kinds(news)).toEqual(["login", "logout", "scan", "login"]);
  expect(news).toContainEqual({ kind: "logout", atNight: true });
  expect(told()).toEqual([]);
});

test("a logout by day is a sign of distrust", async () => {
  const { memory, time, start, heard, news } = openAccount();
  await start();
  memory.logout();
  await time.settle();
  expect(news.at(-1)).toEqual({ kind: "logout", atNight: false });
  expect(heard).toMatchObject([
    { kind: "risk", sign: "forced_logout", place: { chat: BOT, direct: true } },
  ]);
});

test("who is asked to scan is logged out, though nobody said so", async () => {
  const { platform, memory, start, news } = openAccount();
  await start();
  memory.emit("scan", { status: SCAN.waiting, qrcode: "https://login/4" });
  expect(platform.health().held).toBe("WECHAT_LOGGED_OUT");
  expect(kinds(news)).toEqual(["login", "logout", "scan"]);
});

test("on a puppet of the web ids are others after each login, and the account says so", async () => {
  const { platform, memory, start } = openAccount({ loggedIn: false });
  memory.loggedIn("@9f8e7d");
  await start();
  expect(platform.capabilities.has("stable_ids")).toBe(false);
  expect(platform.health()).toMatchObject({ ok: true, notes: ["WECHAT_IDS_CHANGE"] });
});

test("stop lets go of the line and leaves the other end running", async () => {
  const { platform, memory, time, start, fatal, told } = openAccount();
  await start();
  await platform.stop();
  await platform.stop();
  expect(memory.isDisconnected()).toBe(true);
  expect(memory.calls.map(({ name }) => name)).not.toContain("stop");
  memory.say("ana", "hi", { roomId: TO.chat });
  memory.deafen();
  await time.pass(3_600_000);
  expect([told(), fatal, time.waiting()]).toEqual([[], [], 0]);
  expect(platform.health()).toMatchObject({ ok: false, held: "WECHAT_STOPPED" });
});
