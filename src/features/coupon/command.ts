import { UserError } from "../../core/errors.js";
import { known, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { couponOperations } from "./operations.js";
import { text } from "./texts.js";

/** `/coupon grant`: a coupon for one member, whose code the operator hands over. */
export const couponGrantCommand: CommandSpec = {
  name: "coupon grant",
  aliases: ["券 发", "发券"],
  role: "operator",
  usage: usageOf(text, "grant.usage"),
  async run(call) {
    const [coupon, member, ...more] = words(call);
    if (!coupon || !member || more.length > 0) refuse(couponGrantCommand.usage, call);
    const { client, id: seed } = call;
    const ids = (await couponOperations(call.deps).coupons(client)).map(({ id }) => id);
    known("COMMAND_COUPON_UNKNOWN", coupon, ids);
    const granted = await couponOperations(call.deps).grantCoupon({ client, coupon, member, seed });
    if (granted === "none_left") throw new UserError("COMMAND_COUPON_SPENT", { id: coupon });
    const { code, spent: promo } = granted;
    const lines = [text(call.locale, "grant.done", { member, code })];
    if (promo !== undefined) lines.push(text(call.locale, "grant.spent", { promo }));
    return { text: lines.join("\n") };
  },
};

/** `/coupon void`: a coupon that was not used yet can't be used any more. */
export const couponVoidCommand: CommandSpec = {
  name: "coupon void",
  aliases: ["券 作废", "作废券"],
  role: "operator",
  usage: usageOf(text, "void.usage"),
  async run(call) {
    const [code, ...more] = words(call);
    if (!code || more.length > 0) refuse(couponVoidCommand.usage, call);
    if (!(await couponOperations(call.deps).voidCoupon(call.client, code))) {
      throw new UserError("COMMAND_CODE_UNKNOWN", { id: code });
    }
    return { text: text(call.locale, "void.done", { code }) };
  },
};

/** `/coupon stats`: how many of each coupon are in which state. */
export const couponStatsCommand: CommandSpec = {
  name: "coupon stats",
  aliases: ["coupon", "券", "券 统计"],
  role: "viewer",
  usage: usageOf(text, "stats.usage"),
  async run(call) {
    const coupons = await couponOperations(call.deps).coupons(call.client);
    const lines = coupons.map(({ id, max, states }) =>
      text(call.locale, "stats.line", {
        id,
        all: Object.values(states).reduce((sum, n) => sum + n, 0),
        max,
        granted: states.granted,
        reserved: states.reserved,
        redeemed: states.redeemed,
        returned: states.returned,
        expired: states.expired,
        void: states.void,
      }),
    );
    return { text: lines.join("\n") || text(call.locale, "stats.none") };
  },
};
