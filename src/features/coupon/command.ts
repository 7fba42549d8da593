import { UserError } from "../../core/errors.js";
import { known, refuse, tell, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { couponOperations } from "./operations.js";

/** `/coupon grant`: a coupon for one member, whose code the operator hands over. */
export const couponGrantCommand: CommandSpec = {
  name: "coupon grant",
  aliases: ["券 发", "发券"],
  role: "operator",
  usage: {
    "zh-CN": "/发券 <券> <成员账号> - 给成员一张券",
    en: "/coupon grant <coupon> <member id> - grants a member a coupon",
  },
  async run(call) {
    const [coupon, member, ...more] = words(call);
    if (!coupon || !member || more.length > 0) refuse(couponGrantCommand.usage, call);
    const { client, id: seed } = call;
    const ids = (await couponOperations(call.deps).coupons(client)).map(({ id }) => id);
    known("COMMAND_COUPON_UNKNOWN", coupon, ids);
    const code = await couponOperations(call.deps).grantCoupon({ client, coupon, member, seed });
    if (code === "no_member") throw new UserError("COMMAND_BUYER_UNKNOWN", { id: member });
    if (code === "none_left") throw new UserError("COMMAND_COUPON_SPENT", { id: coupon });
    const given = tell(call, `已给 ${member}：${code.code}`, `For ${member}: ${code.code}`);
    const { spent } = code;
    if (spent === undefined) return { text: given };
    const zh = `注意：促销 ${spent} 的预算或次数不够再减一次，这张券现在用不了。请在剧本里调高 budget 或 limits`;
    const en = `Mind: the promo ${spent} has too little budget or too few uses left for one more, so the coupon can't be used now. Raise its budget or limits in the playbook`;
    return { text: `${given}\n${tell(call, zh, en)}` };
  },
};

/** `/coupon void`: a coupon that was not used yet can't be used any more. */
export const couponVoidCommand: CommandSpec = {
  name: "coupon void",
  aliases: ["券 作废", "作废券"],
  role: "operator",
  usage: { "zh-CN": "/作废券 <券码> - 作废一张券", en: "/coupon void <code> - voids a coupon" },
  async run(call) {
    const [code, ...more] = words(call);
    if (!code || more.length > 0) refuse(couponVoidCommand.usage, call);
    if (!(await couponOperations(call.deps).voidCoupon(call.client, code))) {
      throw new UserError("COMMAND_CODE_UNKNOWN", { id: code });
    }
    return { text: tell(call, `已作废：${code}`, `Void: ${code}`) };
  },
};

const STATES = [
  ["granted", "未用", "unused"],
  ["reserved", "占用", "reserved"],
  ["redeemed", "核销", "used"],
  ["returned", "退回", "returned"],
  ["expired", "过期", "expired"],
  ["void", "作废", "void"],
] as const;

/** `/coupon stats`: how many of each coupon are in which state. */
export const couponStatsCommand: CommandSpec = {
  name: "coupon stats",
  aliases: ["coupon", "券", "券 统计"],
  role: "viewer",
  usage: {
    "zh-CN": "/券 - 各种券发了多少，各在什么状态",
    en: "/coupon stats - how many were granted, and in which state they are",
  },
  async run(call) {
    const lines = (await couponOperations(call.deps).coupons(call.client)).map(
      ({ id, max, states }) => {
        const all = Object.values(states).reduce((sum, n) => sum + n, 0);
        const counts = STATES.map(
          ([state, zh, en]) => `${tell(call, zh, en)} ${states[state] ?? 0}`,
        ).join(tell(call, "，", ", "));
        return tell(
          call,
          `${id} | 发 ${all}/${max}，其中${counts}`,
          `${id} | granted ${all}/${max}, of them ${counts}`,
        );
      },
    );
    return { text: lines.join("\n") || tell(call, "还没有券", "No coupons yet") };
  },
};
