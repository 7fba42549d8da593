// The fake's process dies, stands still, and comes back with what it knew.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { startFakeWechat } from "../../../support/fake-wechat/client.js";
import { connect } from "../../../support/fake-wechat/grpc-client.js";
import { noWechaty } from "../../../support/fake-wechat/here.js";
import { until } from "../../../support/until.js";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start() {
  const fake = await startFakeWechat();
  closers.push(fake.kill);
  return fake;
}

describe.skipIf(noWechaty)(`the fake WeChat's process (${noWechaty ?? "all there"})`, () => {
  test("killed and started again at the same place it knows what it knew, and tells it again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fake-wechat-state-"));
    closers.push(() => rm(folder, { recursive: true }));
    const state = join(folder, "state.json");
    const fake = await start();
    const wechat = await fake.open({ state, settings: { spurious: false } });
    const room = await wechat.do<string>({ deed: "room", topic: "茶野福利1群" });
    await wechat.do({ deed: "join", room, persons: ["alice"] });
    const first = await connect(wechat);
    closers.push(first.close);
    const id = await first.puppet.messageSendText(room, "hi");
    await fake.kill();
    await until("the stream's end is heard", () => first.of("error").length > 0);
    await expect(first.puppet.messageSendText(room, "hi")).rejects.toThrow("14 UNAVAILABLE");

    const again = await start();
    const [, port] = wechat.endpoint.split(":");
    const back = await again.open({ state, port: Number(port), settings: { replays: 9 } });
    expect(back.endpoint).toBe(wechat.endpoint);
    const second = await connect(back);
    closers.push(second.close);
    await second.settled();
    expect(second.of("room-join")).toMatchObject([{ roomId: room }]);
    expect(second.of("message")).toEqual([{ messageId: id }]);
    expect(await second.puppet.roomMemberList(room)).toHaveLength(2);
    expect(await back.sent()).toMatchObject([{ to: room, text: "hi" }]);
  });

  test("frozen it answers nothing and breaks nothing; thawed it goes on", async () => {
    const fake = await start();
    const wechat = await fake.open();
    const client = await connect(wechat);
    closers.push(client.close);
    await client.settled();
    fake.freeze();
    client.puppet.ding("anybody?");
    let listed = false;
    const list = client.puppet.roomList().finally(() => {
      listed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([listed, client.dongs().includes("anybody?"), client.of("error")]).toEqual([
      ...[false, false],
      [],
    ]);
    fake.thaw();
    expect(await list).toEqual([]);
    await until("the ding is answered", () => client.dongs().includes("anybody?"));
  });
});
