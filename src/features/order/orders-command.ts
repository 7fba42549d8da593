import { UserError } from "../../core/errors.js";
import { refuse, tell, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { type Assigned, orderOperations } from "./operations.js";

const SHOWN = 20;

/** `/orders unmatched`: orders that no explicit id leads to a member. */
export const ordersUnmatchedCommand: CommandSpec = {
  name: "orders unmatched",
  aliases: ["orders", "订单", "订单 未归属"],
  role: "operator",
  usage: {
    "zh-CN": "/订单 - 列出找不到主人的订单",
    en: "/orders unmatched - orders that are nobody's yet",
  },
  async run(call) {
    const orders = await orderOperations(call.deps).unmatchedOrders(call.client);
    const lines = orders.slice(0, SHOWN).map(({ key, amount, foreign }) => {
      const sum = amount ?? tell(call, "金额未知", "amount unknown");
      const note = foreign ? tell(call, "（外币，不计入金额）", " (foreign, no revenue)") : "";
      return `${key} | ${sum}${note}`;
    });
    if (orders.length > SHOWN) lines.push(tell(call, "……还有更多", "… and more"));
    return {
      text: lines.join("\n") || tell(call, "没有未归属的订单", "Every order has its member"),
    };
  },
};

/** `/orders assign`: says whose an order is. */
export const ordersAssignCommand: CommandSpec = {
  name: "orders assign",
  aliases: ["订单 归属"],
  role: "operator",
  usage: {
    "zh-CN": "/订单 归属 <订单> <成员账号> - 把订单记到成员名下",
    en: "/orders assign <order> <member id> - says whose an order is",
  },
  async run(call) {
    const [order, member, ...more] = words(call);
    if (!order || !member || more.length > 0) refuse(ordersAssignCommand.usage, call);
    const { client, confirmed, id: seed } = call;
    const outcome = await orderOperations(call.deps).assignOrder({
      client,
      order,
      member,
      confirmed,
      seed,
    });
    if (outcome === "no_order") throw new UserError("COMMAND_ORDER_UNKNOWN", { id: order });
    if (outcome === "no_member") throw new UserError("COMMAND_BUYER_UNKNOWN", { id: member });
    return assignedAnswer(call, { ...outcome, order, member });
  },
};

/** What was done, or would be after /yes. */
function assignedAnswer(call: Call, of: Assigned & { order: string; member: string }): Answer {
  const { order, member, along, done, from = "", to } = of;
  const others = along.slice(0, SHOWN).join(" ") + (along.length > SHOWN ? " …" : "");
  const n = String(along.length);
  if (call.confirmed) {
    const all = along.length === 0 ? order : `${order} ${others}`;
    return { text: tell(call, `已把 ${all} 记到 ${to} 名下`, `${all}: now ${to}'s`) };
  }
  const lines = [
    done
      ? tell(call, `已把 ${order} 记到 ${member} 名下`, `${order} is ${member}'s now`)
      : tell(
          call,
          `${order} 现在是 ${from} 的，还没有改。次数、券和功劳会一起改到 ${to}`,
          `${order} is ${from}'s, nothing was changed yet. Limits, coupons and credits would go to ${to} with it`,
        ),
  ];
  if (along.length > 0) {
    const zh = `同一个手机号或 union id 的还有 ${n} 笔，会一起记：${others}`;
    lines.push(tell(call, zh, `${n} more have the same phone or union id and go along: ${others}`));
  }
  const confirm = !done || along.length > 0;
  if (confirm) lines.push(tell(call, "确认请输入 /确认", "Type /yes to do so"));
  return { text: lines.join("\n"), confirm };
}
