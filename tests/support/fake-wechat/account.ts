import type { Event } from "../../../src/core/event.js";
import { createWechatPlatform } from "../../../src/platform/wechat/platform.js";
import type { LoginNews } from "../../../src/platform/wechat/session.js";
import { createManualTime } from "../manual-time.js";
import { until } from "../until.js";
import type { Wechat } from "./client.js";
import { openLine } from "./line.js";

/** The product's account on a fake WeChat; its waits pass by hand, the network takes the time that it takes. */
export function openAccount(wechat: Wechat) {
  const time = createManualTime(Date.now());
  const heard: Event[] = [];
  const fatal: string[] = [];
  const news: LoginNews["kind"][] = [];
  const platform = createWechatPlatform({
    ...{ clock: time.clock, later: time.later, random: () => 0.5 },
    open: () => openLine(wechat),
    onFatal: (code) => void fatal.push(code),
    onLogin: ({ kind }) => void news.push(kind),
  });
  return {
    ...{ time, platform, heard, fatal, news },
    start: async (since?: string) => {
      const take = async (events: readonly Event[]) => void heard.push(...events);
      await platform.start(take, since);
      await until("it is well", () => platform.health().ok);
    },
    /** What was heard, each as its kind and text or person. */
    told: () =>
      heard.map((event) => {
        if (event.kind === "message") return `${event.person.name}: ${event.text}`;
        if (event.kind === "overheard") return `${event.person.name}, late: ${event.late?.text}`;
        return "person" in event ? `${event.kind}: ${event.person.name}` : event.kind;
      }),
  };
}
