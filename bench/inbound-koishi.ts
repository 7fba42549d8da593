import { createRequire } from "node:module";
import { print, round } from "./statistics.js";
import { said } from "./traffic.js";

// Its plugins are CommonJS: imported as a module, koishi would be there twice.
const require = createRequire(import.meta.url);
const koishi = require("koishi") as typeof import("koishi");
const mock = require("@koishijs/plugin-mock") as typeof import("@koishijs/plugin-mock");
type Plugin = (context: InstanceType<typeof koishi.Context>, config: object) => void;
const memory = require("@koishijs/plugin-database-memory") as { readonly default: Plugin };

const BATCH = 100;
const COOLDOWN_MS = 600_000;
const HOURS = /几点(开门|关门|打烊)|营业时间/;
const RULES = [/优惠|满减|打折|活动/, HOURS, /外卖|配送|送到/, /点单|怎么买|下单/];

/** A bot that answers the same keywords with cooldowns like ours, remembered in memory. */
async function openBot(database: boolean) {
  const app = new koishi.Context({ autoAssign: true, autoAuthorize: 1 });
  app.plugin(mock.default, { selfId: mock.DEFAULT_SELF_ID });
  if (database) app.plugin(memory.default, {});
  const answered = new Map<string, number>();
  app.middleware((session, next) => {
    const text = session.content ?? "";
    const rule = RULES.find((one) => one.test(text));
    if (!rule) return next();
    const key = `${rule.source}/${session.channelId}/${rule === HOURS ? "" : session.userId}`;
    const now = Date.now();
    if (now - (answered.get(key) ?? 0) < COOLDOWN_MS) return;
    answered.set(key, now);
    return "眼下的优惠都写在群公告里咧。拿不准就@店员，俺不敢乱讲。";
  });
  await app.start();
  return app;
}

/** Events a second; one client speaks for everybody, because each client costs every event a hook. */
async function measure(events: number, database: boolean): Promise<number> {
  const app = await openBot(database);
  const client = app.mock.client("1", "1");
  const say = (n: number) => {
    const { group, user, text } = said(n);
    const place = { id: `group${group}` };
    client.event = {
      ...client.event,
      user: { id: `user${user}`, name: `小雨${user}` },
      guild: place,
      channel: { type: 0, ...client.event.channel, ...place },
    };
    return client.receive(text);
  };
  const start = performance.now();
  for (let n = 0; n < events; n += BATCH) {
    await Promise.all(Array.from({ length: BATCH }, (_, i) => say(n + i)));
  }
  return round(events / ((performance.now() - start) / 1_000));
}

print(await measure(Number(process.argv[2] ?? 8_000), process.argv[3] === "database"));
process.exit(0);
