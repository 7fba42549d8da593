import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLoginDesk } from "../../src/app/login-desk.js";
import { qrPng } from "../../src/core/qr.js";
import { createOwnerNews } from "../../src/features/operations/tell-owner.js";
import type { Platform } from "../../src/platform/port.js";
import type { NewRow } from "../../src/store/port.js";
import { createManualTime } from "../support/manual-time.js";

const MINUTE = 60_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-login-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const account = (id: string, name: string, lost?: string) =>
  ({
    id,
    account: name,
    health: () => ({ ok: true, notes: [], ...(lost ? { lost } : {}) }),
  }) as unknown as Platform;

function openDesk(
  owner?: string,
  platforms = [account("telegram", "telegram"), account("wechat", "wechat")],
) {
  const time = createManualTime();
  const rows: NewRow[] = [];
  const shown: string[] = [];
  const logged: string[] = [];
  const log = (fields: object, line: string) =>
    void logged.push(`${JSON.stringify(fields)} ${line}`);
  const store = {
    commit: async ({ outbox }: { readonly outbox: readonly NewRow[] }) => {
      rows.push(...outbox);
      return { ok: true } as const;
    },
  };
  const news = createOwnerNews({
    ...{ store, clock: time.clock, owner, lang: "en" },
    platforms: () => platforms,
  });
  const home = join(folder, "wechat");
  const tell = createLoginDesk(
    {
      clock: time.clock,
      log: { warn: log as never, info: log as never },
      owner: news,
      show: (code) => void shown.push(code),
    },
    home,
  );
  const said = () =>
    rows.map(({ action, account: by }) => {
      const what = action.kind === "send_text" ? action.text.split(/[:.]/)[0] : "picture";
      return `${by} ${action.to.chat} ${what}`;
    });
  const texts = () =>
    rows.flatMap(({ action }) => (action.kind === "send_text" ? [action.text] : []));
  return { time, rows, shown, logged, tell, home, said, texts };
}
const code = (n: number) => ({ kind: "scan", code: `http://weixin.qq.com/x/${n}` }) as const;

test("a code is a file that only its user can read, on the terminal, and with the owner", async () => {
  const { tell, home, shown, rows, said, logged, time } = openDesk("telegram:7");
  tell("wechat", code(1));
  await time.settle();
  const file = join(home, "login.png");
  expect(readFileSync(file)).toEqual(qrPng(code(1).code));
  expect([statSync(file).mode & 0o777, statSync(home).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(shown).toHaveLength(1);
  expect(said()).toEqual(["telegram 7 wechat", "telegram 7 picture"]);
  expect(rows.map(({ expires, due }) => expires - due)).toEqual([5 * MINUTE, 5 * MINUTE]);
  expect(logged.join()).not.toContain("weixin.qq.com");
  tell("wechat", { kind: "login" });
  expect(readdirSync(home)).toEqual([]);
});

test("of a night's codes the owner gets three, ten minutes apart; the file is always the latest", async () => {
  const { tell, home, said, time } = openDesk("telegram:7");
  tell("wechat", { kind: "logout", atNight: true });
  for (let n = 0; n < 120; n++) {
    tell("wechat", code(n));
    await time.pass(MINUTE);
  }
  expect(said()).toEqual([
    "telegram 7 wechat was logged out of WeChat",
    ...Array<string[]>(3).fill(["telegram 7 wechat", "telegram 7 picture"]).flat(),
  ]);
  expect(readFileSync(join(home, "login.png"))).toEqual(qrPng(code(119).code));
  tell("wechat", { kind: "login" });
  await time.settle();
  expect(said().at(-1)).toBe("telegram 7 wechat is logged in again");
});

test("by day the owner hears what that means", async () => {
  const { tell, texts, time } = openDesk("telegram:7");
  tell("wechat", { kind: "logout", atNight: false });
  await time.settle();
  expect(texts()).toEqual([expect.stringContaining("accounts that it distrusts")]);
});

test("a login at the start is no news", async () => {
  const { tell, said, time } = openDesk("telegram:7");
  tell("wechat", { kind: "login" });
  await time.settle();
  expect(said()).toEqual([]);
});

test("further accounts have files of their own", () => {
  const { tell, home } = openDesk();
  tell("wechat", code(1));
  tell("wechat:shop", code(2));
  expect(readdirSync(home).sort()).toEqual(["login-shop.png", "login.png"]);
});

test.each([
  ["nobody is the owner", undefined, undefined],
  ["the owner is on the account itself", "wechat:wxid_boss", undefined],
  [
    "the other account is lost",
    "telegram:7",
    [account("telegram", "telegram", "TELEGRAM_CONFLICT")],
  ],
])("where %s, nobody is told", async (_name, owner, platforms) => {
  const { tell, said, time } = openDesk(owner, platforms);
  tell("wechat", { kind: "logout", atNight: true });
  tell("wechat", code(1));
  await time.settle();
  expect(said()).toEqual([]);
});

test("a code that can't be shown keeps nobody from going on", async () => {
  const { tell, logged, said, time } = openDesk("telegram:7");
  tell("wechat", { kind: "scan", code: "x".repeat(5_000) });
  tell("wechat", { kind: "logout", atNight: true });
  await time.settle();
  expect(logged.join()).toContain("the code can't be shown");
  expect(said()).toEqual(["telegram 7 wechat was logged out of WeChat"]);
});
