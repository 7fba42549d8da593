import { expect, test } from "vitest";
import { features } from "../../src/app/features.js";
import { createStrangers } from "../../src/app/strangers.js";
import type { MessageEvent } from "../../src/core/event.js";
import { createPlaybooks } from "../../src/engine/playbooks.js";

const said = (user: string, text: string, direct = true): MessageEvent => ({
  ...{ kind: "message", id: `${user} ${text}`, platform: "wechat", account: "wechat", at: 0 },
  place: { platform: "wechat", chat: direct ? user : "1@chatroom", direct },
  person: { user, name: user },
  ...{ text, messageId: "1", toBot: true },
});

function listen(owner?: string) {
  const told: string[] = [];
  const strangers = createStrangers({
    ...{ playbooks: createPlaybooks(), features, owner },
    onStranger: (account, who) => void told.push(`${account} ${who}`),
  });
  return { told, strangers };
}

test("who asks in private who they are and is no operator is told of, once", () => {
  const { told, strangers } = listen("wechat:wxid_boss");
  strangers([
    said("wxid_boss", "/我是谁"),
    said("wxid_ana", "/whoami"),
    said("wxid_ana", "/whoami"),
  ]);
  strangers([
    said("wxid_ana", "／我是谁"),
    said("wxid_ben", "/status"),
    said("wxid_ben", "我是谁"),
  ]);
  strangers([said("wxid_ben", "/whoami", false)]);
  expect(told).toEqual(["wechat wechat:wxid_ana"]);
});

test("many who ask don't fill a log", () => {
  const { told, strangers } = listen();
  for (let n = 0; n < 300; n++) strangers([said(`wxid_${n}`, "/whoami")]);
  expect(told).toHaveLength(100);
});
