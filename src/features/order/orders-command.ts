import { UserError } from "../../core/errors.js";
import { cleanText } from "../../core/outside-text.js";
import { refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { type Assigned, type Owner, orderOperations } from "./operations.js";
import { text } from "./texts.js";

const SHOWN = 20;
/** An order's id is the shop's own word. */
const shownId = (id: string): string => cleanText(id, 120);

/** The order that is shown under an id; the id itself where none is. */
async function orderShownAs(call: Call, shown: string): Promise<string> {
  const orders = await orderOperations(call.deps).unmatchedOrders(call.client);
  return orders.find(({ key }) => shownId(key) === shown)?.key ?? shown;
}

/** `/orders unmatched`: orders that no explicit id leads to a member. */
export const ordersUnmatchedCommand: CommandSpec = {
  name: "orders unmatched",
  aliases: ["orders", "订单", "订单 未归属"],
  role: "operator",
  usage: usageOf(text, "unmatched.usage"),
  async run(call) {
    const orders = await orderOperations(call.deps).unmatchedOrders(call.client);
    const lines = orders
      .slice(0, SHOWN)
      .map(({ key: id, amount: known, currency = "", foreign }) => {
        const key = shownId(id);
        const amount = known ?? text(call.locale, "unmatched.amount-unknown");
        return foreign
          ? text(call.locale, "unmatched.foreign", { key, amount, currency })
          : text(call.locale, "unmatched.line", { key, amount });
      });
    if (orders.length > SHOWN) lines.push(text(call.locale, "unmatched.more"));
    return { text: lines.join("\n") || text(call.locale, "unmatched.none") };
  },
};

/** `/orders assign`: says whose an order is. */
export const ordersAssignCommand: CommandSpec = {
  name: "orders assign",
  aliases: ["订单 归属"],
  role: "operator",
  usage: usageOf(text, "assign.usage"),
  async run(call) {
    const [typed, member, ...more] = words(call);
    if (!typed || !member || more.length > 0) refuse(ordersAssignCommand.usage, call);
    const order = await orderShownAs(call, typed);
    const { client, confirmed, id: seed } = call;
    const outcome = await orderOperations(call.deps).assignOrder({
      client,
      order,
      member,
      confirmed,
      seed,
    });
    if (outcome === "no_order") throw new UserError("COMMAND_ORDER_UNKNOWN", { id: order });
    const along = outcome.along.map(shownId);
    return assignedAnswer(call, { ...outcome, along, order: shownId(order) });
  },
};

/** What was done, or would be after /yes. */
function assignedAnswer(call: Call, of: Assigned & { order: string }): Answer {
  const { order, along, done } = of;
  const person = ({ user, name }: Owner) =>
    name === undefined ? user : text(call.locale, "assign.person", { user, name });
  const from = of.from ? person(of.from) : "";
  const to = person(of.to);
  const others = along.slice(0, SHOWN).join(" ") + (along.length > SHOWN ? " …" : "");
  if (call.confirmed) {
    const orders = along.length === 0 ? order : `${order} ${others}`;
    return { text: text(call.locale, "assign.done", { orders, member: to }) };
  }
  const lines = [
    done
      ? text(call.locale, "assign.done", { orders: order, member: to })
      : text(call.locale, "assign.owned", { order, from, to }),
  ];
  if (along.length > 0)
    lines.push(text(call.locale, "assign.along", { n: along.length, orders: others }));
  const confirm = !done || along.length > 0;
  if (confirm) lines.push(text(call.locale, "assign.confirm"));
  return { text: lines.join("\n"), confirm };
}
