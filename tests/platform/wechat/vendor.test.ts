import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { FileBox } from "file-box";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MESSAGE, SCAN } from "../../../src/platform/wechat/puppet.js";
import type { Resume } from "../../../src/platform/wechat/resume.js";
import { checkOptions, openService } from "../../../src/platform/wechat/vendor.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-puppet-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = (part: object = {}) => ({
  puppet: "wechaty-puppet-service",
  token: "puppet_workpro_1234",
  tls: true,
  home: join(folder, "data", "wechat"),
  ...part,
});

const refused: readonly (readonly [object, object])[] = [
  [{ puppet: "" }, { code: "WECHATY_PUPPET_UNSET" }],
  [{ puppet: "wechaty-puppet-wechat4u" }, { code: "WECHATY_PUPPET_UNKNOWN" }],
  [{ puppet: "constructor" }, { code: "WECHATY_PUPPET_UNKNOWN" }],
  [{ token: "" }, { code: "WECHATY_TOKEN_INVALID" }],
  [{ token: "1234" }, { code: "WECHATY_TOKEN_INVALID" }],
  [{ token: "_1234" }, { code: "WECHATY_TOKEN_INVALID" }],
  [{ token: "puppet_12 34" }, { code: "WECHATY_TOKEN_INVALID" }],
  [{ endpoint: "127.0.0.1" }, { code: "WECHATY_ENDPOINT_INVALID" }],
  [{ endpoint: "http://127.0.0.1:80" }, { code: "WECHATY_ENDPOINT_INVALID" }],
];

describe("what can't be used", () => {
  test.each(refused)("%j is refused before anything is loaded", (part, error) => {
    expect(() => checkOptions(options(part))).toThrow(expect.objectContaining(error));
  });

  test.each([{}, { endpoint: "gateway.local:8788" }, { endpoint: "[::1]:8788" }])(
    "%j may be",
    (part) => expect(() => checkOptions(options(part))).not.toThrow(),
  );
});

test("kinds of messages and of scans are numbered as the packages number them", async () => {
  const [{ types }, juzi] = await Promise.all([
    import("wechaty-puppet"),
    import("@juzi/wechaty-puppet"),
  ]);
  const { Unknown, ChatHistory, Image, Text, Recalled } = types.Message;
  expect(MESSAGE).toEqual({
    ...{ unknown: Unknown, chatHistory: ChatHistory, image: Image, text: Text },
    ...{ recalled: Recalled, system: juzi.types.Message.System },
  });
  for (const { Waiting, Scanned, Confirmed, Timeout } of [types.ScanStatus, juzi.types.ScanStatus])
    expect(SCAN).toEqual({
      ...{ waiting: Waiting, scanned: Scanned, confirmed: Confirmed, timeout: Timeout },
    });
});

describe.each(["wechaty-puppet-service", "@juzi/wechaty-puppet-service"])("%s", (puppet) => {
  const open = () => openService(options({ puppet, endpoint: "127.0.0.1:9", tls: false }));

  test("keeps what it keeps in a folder of its own, and the process's home is what it was", async () => {
    const home = process.env.HOME;
    const { disconnect } = await open();
    expect(process.env.HOME).toBe(home);
    const data = join(folder, "data", "wechat");
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const one of readdirSync(data)) expect(one).toBe(".wechaty");
    disconnect();
  });

  test("opens no database there, and answers from none after a login", async () => {
    const { puppet: opened, disconnect } = await open();
    const inside = opened as unknown as {
      login(user: string): void;
      _payloadStore: { room?: object; contact?: object; miscellaneous: Resume };
    };
    inside.login("wxid_bot");
    await turn();
    const { room, contact, miscellaneous } = inside._payloadStore;
    expect([room, contact]).toEqual([undefined, undefined]);
    await miscellaneous.set("lastEventSeq", "7");
    await turn();
    const data = join(folder, "data", "wechat");
    const files = readdirSync(data, { recursive: true, withFileTypes: true });
    const [file, ...others] = files.filter((one) => one.isFile()).map(({ name }) => name);
    expect([file, others]).toEqual([expect.stringMatching(/^resume-[\da-f]{12}\.json$/), []]);
    expect(statSync(join(data, file ?? "")).mode & 0o777).toBe(0o600);
    disconnect();
  });

  test("a picture is one of its files", async () => {
    const { fileOf, disconnect } = await open();
    const file = fileOf(Buffer.from("png"), "chart.png");
    expect(FileBox.valid(file)).toBe(true);
    expect([file.name, await file.toBase64()]).toEqual(["chart.png", "cG5n"]);
    disconnect();
  });

  test("what would stop or log out the other end does neither", async () => {
    const opened = await open();
    const asked = vi.fn((_request: object, answer: (error: null, reply: object) => void) => {
      answer(null, {});
    });
    const line = {
      client: { stop: asked, logout: asked },
      stopStream: vi.fn(),
      destroyClient: vi.fn(),
    };
    const inside = opened.puppet as unknown as {
      _grpcManager: object;
      reset(): Promise<void>;
      onStop(): Promise<void>;
      login(user: string): void;
      logout(reason?: string): Promise<void>;
      messageSendFileStream(to: string, file: object): Promise<unknown>;
    };
    inside._grpcManager = line;
    const heard: string[] = [];
    opened.puppet.on("logout", ({ contactId }) => heard.push(contactId));
    inside.login("wxid_bot");
    await inside.logout("by phone");
    expect(heard).toEqual(["wxid_bot"]);
    await inside.reset();
    await expect(inside.messageSendFileStream("room", {})).rejects.toThrow("not answered");
    expect(line.stopStream).not.toHaveBeenCalled();
    await inside.onStop();
    opened.disconnect();
    expect(line.stopStream).toHaveBeenCalled();
    expect(asked).not.toHaveBeenCalled();
  });
});
