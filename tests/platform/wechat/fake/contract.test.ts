// The platform's contract on the product's own line to a fake WeChat in another process.
import { describe } from "vitest";
import type { Action } from "../../../../src/core/action.js";
import type { Refusal } from "../../../../src/core/errors.js";
import { createWechatPlatform } from "../../../../src/platform/wechat/platform.js";
import type { Deed } from "../../../support/fake-wechat/deeds.js";
import type { Fault } from "../../../support/fake-wechat/faults.js";
import { noWechaty } from "../../../support/fake-wechat/here.js";
import { openLine } from "../../../support/fake-wechat/line.js";
import { sharedFakeWechat } from "../../../support/fake-wechat/shared.js";
import { GROUP, type Opened, platformContract } from "../../contract.js";

const to = { platform: "wechat", chat: GROUP, direct: false };
const text: Action = { kind: "send_text", to, text: "hi" };

/** What is wrong with a send that is refused so. */
const FAULTS: Partial<Record<Refusal["kind"], Omit<Fault, "method">>> = {
  rate_limited: { kind: "reject", message: "send too often SECRETtoken" },
  forbidden: { kind: "reject", message: "not a member of this room" },
  unsupported: { kind: "reject", message: "Wechaty Puppet Unsupported API Error." },
  too_long: { kind: "reject", message: "the text is too long" },
  offline: { kind: "lost" },
  unknown: { kind: "regret", message: "it hurts" },
};

async function openWechat(): Promise<Opened> {
  const fake = await sharedFakeWechat();
  const wechat = await fake.open();
  await wechat.do({ deed: "room", id: GROUP, topic: "HQ" });
  let ahead = 0;
  // In the order in which they are called, each once the one before is done.
  let last: Promise<unknown> = Promise.resolve();
  const act = (...deeds: readonly Deed[]): void => {
    last = last.then(() => wechat.doAll(deeds));
  };
  const person = (id: string): Deed => ({ ...{ deed: "person", id }, name: id });
  const says = (user: string, said: { text: string; type?: number }): void =>
    act(
      person(user),
      // Whoever isn't in has come unseen.
      { deed: "join", room: GROUP, persons: [user], silent: true },
      { deed: "say", from: user, room: GROUP, ...said },
    );
  const platform = createWechatPlatform({
    open: () => openLine(wechat),
    clock: { now: () => Date.now() + ahead, monotonic: () => performance.now() },
    random: () => 0.5,
    onFatal: () => {},
    secrets: ["SECRETtoken"],
    timings: { backOffMinMs: 1, backOffMaxMs: 1 },
  });

  async function provoke(refusal: Refusal): Promise<Action> {
    if (refusal.kind === "gone") return { ...text, to: { ...to, chat: "1@chatroom" } };
    const delivered = "delivered" in refusal ? refusal.delivered : undefined;
    const fault = FAULTS[refusal.kind];
    if (refusal.kind === "offline" && delivered === "no") await shut();
    else if (fault) await wechat.do({ deed: "fault", method: "messageSendText", ...fault });
    return text;
  }
  /** Nobody answers there any more, and the line knows it: the first call may have been on its way. */
  async function shut(): Promise<void> {
    await wechat.do({ deed: "shut" });
    for (let why = ""; !why.includes("ECONNREFUSED"); )
      why = await platform.count(to).then(String, (error: Error) => error.message);
  }

  return {
    platform,
    say: (user, words) => says(user, { text: words }),
    edit: () => {},
    pass: (user, words) => says(user, { text: words, type: 4 }),
    join: (user) => act(person(user), { deed: "join", room: GROUP, persons: [user] }),
    leave: (user) => act({ deed: "leave", room: GROUP, person: user }),
    ask: () => {},
    arrived: async () => (await wechat.sent()).length,
    forward: (ms) => {
      ahead += ms;
    },
    provoke,
    close: async () => {
      await platform.stop();
      await wechat.close();
    },
  };
}

describe.skipIf(noWechaty)(`over gRPC (${noWechaty ?? "all there"})`, () => {
  platformContract({
    id: "wechat",
    open: openWechat,
    lacks: ["edits", "seats asked for", "links", "channel", "anonymous", "via_bot", "bot"],
    neverSays: [
      { kind: "rate_limited", retryAfterMs: 4_000 },
      { kind: "gone", newId: "-1002" },
      { kind: "unknown", delivered: "no" },
    ],
  });
});
