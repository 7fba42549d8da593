// What the packages do of their own accord, and the product's line switches off or works around.
import { afterEach, describe, expect, test } from "vitest";
import { noWechaty } from "../../../support/fake-wechat/here.js";
import { openLine } from "../../../support/fake-wechat/line.js";
import { sharedFakeWechat } from "../../../support/fake-wechat/shared.js";

const PNG = Buffer.from("89504e470d0a1a0a", "hex");
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(puppet: string) {
  const wechat = await (await sharedFakeWechat()).open();
  closers.push(wechat.close);
  const room = await wechat.do<string>({ deed: "room", topic: "HQ" });
  const line = await openLine(wechat, puppet);
  closers.push(line.disconnect);
  await line.puppet.start();
  return { wechat, room, line };
}

// A picture from @juzi's ends a server of the other, which the fake is.
describe.skipIf(noWechaty).each(["wechaty-puppet-service"])(
  `by %s (${noWechaty ?? "all there"})`,
  (name) => {
    // Above 20 KB a picture goes by an upload of its own.
    test.each([8, 20_480, 20_481, 1_000_000])(
      "a picture of %i bytes arrives whole",
      async (size) => {
        const { wechat, room, line } = await open(name);
        const bytes = Buffer.concat([PNG, Buffer.alloc(size - PNG.length, "x")]);
        await line.puppet.messageSendFile(room, line.fileOf(bytes, "chart.png"));
        const [sent] = await wechat.sent();
        expect(Buffer.from(sent?.image ?? "", "base64").equals(bytes)).toBe(true);
      },
    );

    test("a picture whose answer is lost is not sent once more", async () => {
      const { wechat, room, line } = await open(name);
      await wechat.do({ deed: "fault", method: "messageSendFile", kind: "regret" });
      await expect(line.puppet.messageSendFile(room, line.fileOf(PNG, "a.png"))).rejects.toThrow();
      expect(await wechat.sent()).toHaveLength(1);
    });

    test("a line that is let go of stops nothing, and the next one is heard", async () => {
      const { wechat, room, line } = await open(name);
      line.disconnect();
      await wechat.left();
      const next = await openLine(wechat, name);
      closers.push(next.disconnect);
      const logins: string[] = [];
      const joins: string[] = [];
      next.puppet.on("login", ({ contactId }) => logins.push(contactId));
      next.puppet.on("room-join", ({ roomId }) => joins.push(roomId));
      await next.puppet.start();
      await next.fenceAfter([{ deed: "join", room, persons: ["alice"] }]);
      expect([logins.length, joins]).toEqual([1, [room]]);
    });

    test("who hears of a logout doesn't log out", async () => {
      const { wechat, line } = await open(name);
      await line.fenceAfter([{ deed: "logout" }]);
      await line.fenceAfter([{ deed: "login" }]);
      const calls = await wechat.do<readonly { readonly method: string }[]>({ deed: "calls" });
      expect(calls.filter(({ method }) => method === "logout")).toEqual([]);
    });
  },
);
