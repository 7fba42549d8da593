import { UserError } from "../../core/errors.js";
import type { CommandSpec } from "../command.js";
import { refuse, tell, words } from "./ask.js";

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
    const orders = await call.desk.unmatchedOrders(call.client);
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
    const outcome = await call.desk.assignOrder({
      client: call.client,
      order,
      member,
      seed: call.id,
    });
    if (outcome === "no_order") throw new UserError("COMMAND_ORDER_UNKNOWN", { id: order });
    if (outcome === "owned") throw new UserError("COMMAND_ORDER_OWNED", { id: order });
    if (outcome === "no_member") throw new UserError("COMMAND_BUYER_UNKNOWN", { id: member });
    return { text: tell(call, `已把 ${order} 记到 ${member} 名下`, `${order} is ${member}'s now`) };
  },
};
