import { UserError } from "../../core/errors.js";
import { formatMoney } from "../../core/money.js";
import { evenText } from "../../core/text/fold.js";
import { parseOrderText } from "../../domain/order/text.js";
import { moment, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { type ChatOrderLine, chatOrderOperations } from "./operations.js";
import { text } from "./texts.js";

const SHOWN = 20;

/** `/order list`: orders typed in chat that wait for an operator. */
export const orderListCommand: CommandSpec = {
  name: "order list",
  aliases: ["order", "点单", "点单 列表"],
  role: "operator",
  usage: usageOf(text, "list.usage"),
  async run(call) {
    const orders = await chatOrderOperations(call.deps).typedOrders(call.client);
    if (orders.length === 0) return { text: text(call.locale, "list.none") };
    const lines = orders.slice(0, SHOWN).map((one) => listLine(call, one));
    if (orders.length > SHOWN) lines.push(text(call.locale, "list.more"));
    lines.push(text(call.locale, "list.next"));
    return { text: lines.join("\n") };
  },
};

function listLine(call: Call, order: ChatOrderLine): string {
  const { group, at, by: member, gone, confirmed = [] } = order;
  const parts = [contentOf(order), `${group} ${moment(call, at)}`];
  if (member !== undefined) parts.push(text(call.locale, "list.from", { member }));
  if (gone) parts.push(text(call.locale, "list.gone"));
  const numbers = confirmed.join(" ");
  if (numbers !== "") parts.push(text(call.locale, "list.confirmed", { numbers }));
  return parts.join(" | ");
}

/** `/order confirm`: typed orders become orders. */
export const orderConfirmCommand: CommandSpec = {
  name: "order confirm",
  aliases: ["点单 确认", "确认点单"],
  role: "operator",
  usage: usageOf(text, "confirm.usage"),
  async run(call) {
    const match = /^([\d\s,，]+?)(?:\s*(?:给|for)\s*(\S+))?$/iu.exec(evenText(call.args));
    const numbers = match?.[1]?.split(/[\s,，]+/).filter((word) => word !== "") ?? [];
    if (numbers.length === 0) refuse(orderConfirmCommand.usage, call);
    const { client, id: seed } = call;
    const member = match?.[2];
    return each(call, numbers, async (n) => {
      const outcome = await chatOrderOperations(call.deps).confirmTyped({
        client,
        n,
        member,
        seed: `${seed}:${n}`,
      });
      if (outcome === "no_order" || !("done" in outcome)) return outcome;
      const { by } = outcome.done;
      const order = contentOf(outcome.done);
      return {
        line:
          by === undefined
            ? text(call.locale, "confirm.unowned", { order })
            : text(call.locale, "confirm.done", { order, member: by }),
      };
    });
  },
};

/** `/order drop`: typed orders that are none. */
export const orderDropCommand: CommandSpec = {
  name: "order drop",
  aliases: ["点单 作废", "作废点单"],
  role: "operator",
  usage: usageOf(text, "drop.usage"),
  async run(call) {
    const numbers = words(call);
    if (numbers.length === 0) refuse(orderDropCommand.usage, call);
    return each(call, numbers, async (n) => {
      const outcome = await chatOrderOperations(call.deps).dropTyped(call.client, n);
      if (outcome === "no_order" || !("done" in outcome)) return outcome;
      return { line: text(call.locale, "drop.done", { order: contentOf(outcome.done) }) };
    });
  },
};

/** What an operator confirms: its number, name, items and amount. */
const contentOf = ({ n, name, items, amount }: ChatOrderLine): string =>
  `${n} | ${name} | ${items.join("+")} | ${amount}`;

type Told = { readonly line: string } | { readonly changed: ChatOrderLine } | "no_order";

async function each(
  call: Call,
  numbers: readonly string[],
  act: (n: string) => Promise<Told>,
): Promise<Answer> {
  const done: string[] = [];
  const changed: string[] = [];
  const missing: string[] = [];
  for (const n of new Set(numbers)) {
    const told = await act(n);
    if (told === "no_order") missing.push(n);
    else if ("line" in told) done.push(told.line);
    else {
      const order = contentOf(told.changed);
      changed.push(text(call.locale, "changed", { n, order }));
    }
  }
  const none = missing.join(" ");
  if (done.length + changed.length === 0)
    throw new UserError("COMMAND_TYPED_UNKNOWN", { id: none });
  if (none !== "") changed.push(text(call.locale, "none-waits", { numbers: none }));
  return { text: [...done, ...changed].join("\n") };
}

/** `/order add`: an order that came neither from a shop nor from the group. */
export const orderAddCommand: CommandSpec = {
  name: "order add",
  aliases: ["记单", "点单 添加"],
  role: "operator",
  usage: usageOf(text, "add.usage"),
  async run(call) {
    const [, member, rows = ""] = FORM.exec(call.args) ?? [];
    const { drafts, unreadable } = parseOrderText(rows, call.currency);
    const [wrong] = unreadable;
    if (wrong) {
      throw new UserError("COMMAND_ORDER_UNREADABLE", {
        line: String(wrong.line),
        text: wrong.text,
      });
    }
    if (drafts.length === 0) refuse(orderAddCommand.usage, call);
    const lines = drafts.map(({ name, items, amount }) => {
      const bought = items.map(({ title, qty }) => (qty === 1 ? title : `${title}x${qty}`));
      return `${name} | ${bought.join("+")} | ${formatMoney(amount, call.currency)}`;
    });
    const { client, id: seed } = call;
    // Without orders only the member is looked up: who confirms knows that the account is right.
    const wanted = call.confirmed ? drafts : [];
    const added = await chatOrderOperations(call.deps).addOrders({
      client,
      drafts: wanted,
      member,
      seed,
    });
    if (!call.confirmed) {
      lines.push(
        member === undefined
          ? text(call.locale, "add.confirm-unowned")
          : text(call.locale, "add.confirm", { member }),
      );
      return { text: lines.join("\n"), confirm: true };
    }
    return { text: text(call.locale, "add.done", { orders: added.orders.join(" ") }) };
  },
};

/** An account id, which is ASCII, before a line with bars. */
const FORM = /^(?:([!-{}~]+)\s+(?=[^\n]*[|｜]))?([\s\S]*)$/u;
