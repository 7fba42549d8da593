import { UserError } from "../../core/errors.js";
import { formatMoney } from "../../core/money.js";
import { parseOrderText } from "../../domain/order/text.js";
import { moment, refuse, tell, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { type ChatOrderLine, chatOrderOperations } from "./operations.js";

const SHOWN = 20;

/** `/order list`: orders typed in chat that wait for an operator. */
export const orderListCommand: CommandSpec = {
  name: "order list",
  aliases: ["order", "点单", "点单 列表"],
  role: "operator",
  usage: {
    "zh-CN": "/点单 - 列出群里手打、等待确认的订单",
    en: "/order list - orders typed in chat that wait for you",
  },
  async run(call) {
    const orders = await chatOrderOperations(call.deps).typedOrders(call.client);
    const lines = orders.slice(0, SHOWN).map((one) => {
      const { group, at, by, gone, confirmed = [] } = one;
      const notes = [
        by === undefined ? "" : tell(call, `发自 ${by}`, `from ${by}`),
        gone ? tell(call, "最新的接龙里没有了", "no longer in the list") : "",
        confirmed.length === 0
          ? ""
          : tell(
              call,
              `同一接龙同名已确认：${confirmed.join(" ")}`,
              `same list and name confirmed: ${confirmed.join(" ")}`,
            ),
      ].filter((note) => note !== "");
      return [contentOf(one), `${group} ${moment(call, at)}`, ...notes].join(" | ");
    });
    if (lines.length === 0) return { text: tell(call, "没有等待确认的订单", "No orders wait") };
    if (orders.length > SHOWN) lines.push(tell(call, "……还有更多", "… and more"));
    const next = tell(
      call,
      "确认：/点单 确认 <编号> [给 <成员账号>]；不要：/点单 作废 <编号>",
      "Confirm: /order confirm <number> [for <member id>]; discard: /order drop <number>",
    );
    return { text: [...lines, next].join("\n") };
  },
};

/** `/order confirm`: typed orders become orders. */
export const orderConfirmCommand: CommandSpec = {
  name: "order confirm",
  aliases: ["点单 确认", "确认点单"],
  role: "operator",
  usage: {
    "zh-CN": "/点单 确认 <编号…> [给 <成员账号>] - 确认手打的订单",
    en: "/order confirm <number…> [for <member id>] - confirms typed orders",
  },
  async run(call) {
    const match = /^([\d\s,，]+?)(?:\s*(?:给|for)\s*(\S+))?$/iu.exec(call.args.normalize("NFKC"));
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
      if (outcome === "no_member")
        throw new UserError("COMMAND_BUYER_UNKNOWN", { id: member ?? "" });
      if (outcome === "no_order" || !("done" in outcome)) return outcome;
      const { by } = outcome.done;
      const whose =
        by === undefined
          ? tell(call, "暂不归属", "nobody's yet")
          : tell(call, `归 ${by}`, `${by}'s`);
      return {
        line: `${tell(call, "已确认 ", "Confirmed ")}${contentOf(outcome.done)} | ${whose}`,
      };
    });
  },
};

/** `/order drop`: typed orders that are none. */
export const orderDropCommand: CommandSpec = {
  name: "order drop",
  aliases: ["点单 作废", "作废点单"],
  role: "operator",
  usage: {
    "zh-CN": "/点单 作废 <编号…> - 不要这些手打的订单",
    en: "/order drop <number…> - discards typed orders",
  },
  async run(call) {
    const numbers = words(call);
    if (numbers.length === 0) refuse(orderDropCommand.usage, call);
    return each(call, numbers, async (n) => {
      const outcome = await chatOrderOperations(call.deps).dropTyped(call.client, n);
      if (outcome === "no_order" || !("done" in outcome)) return outcome;
      return { line: tell(call, "已作废 ", "Dropped ") + contentOf(outcome.done) };
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
  const not: string[] = [];
  for (const n of new Set(numbers)) {
    const told = await act(n);
    if (told === "no_order") not.push(n);
    else if ("line" in told) done.push(told.line);
    else changed.push(changedLine(call, n, told.changed));
  }
  if (done.length + changed.length === 0)
    throw new UserError("COMMAND_TYPED_UNKNOWN", { id: not.join(" ") });
  const none = tell(call, `没有等待确认的 ${not.join(" ")}`, `None waits as ${not.join(" ")}`);
  return { text: [...done, ...changed, ...(not.length > 0 ? [none] : [])].join("\n") };
}

const changedLine = (call: Call, n: string, now: ChatOrderLine): string =>
  tell(
    call,
    `${n} 没有处理：接龙里改过了。现在是 ${contentOf(now)}，请用新编号`,
    `${n} was left: it was changed in the list. Now it is ${contentOf(now)}; use the new number`,
  );

/** `/order add`: an order that came neither from a shop nor from the group. */
export const orderAddCommand: CommandSpec = {
  name: "order add",
  aliases: ["记单", "点单 添加"],
  role: "operator",
  usage: {
    "zh-CN": "/记单 [成员账号] 姓名|商品|金额 - 记下订单，可以一次多行",
    en: "/order add [member id] name|item|amount - notes orders, several lines at once",
  },
  async run(call) {
    const [, member, text = ""] = FORM.exec(call.args) ?? [];
    const { drafts, unreadable } = parseOrderText(text, call.currency);
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
    if (added === "no_member") throw new UserError("COMMAND_BUYER_UNKNOWN", { id: member ?? "" });
    if (!call.confirmed) {
      const whose = member ?? tell(call, "暂不归属", "nobody yet");
      const last = `归属：${whose}。确认请输入 /确认`;
      lines.push(tell(call, last, `Whose: ${whose}. Type /yes to note them`));
      return { text: lines.join("\n"), confirm: true };
    }
    const keys = added.orders.join(" ");
    return { text: tell(call, `已记下：${keys}`, `Noted: ${keys}`) };
  },
};

/** An account id, which is ASCII, before a line with bars. */
const FORM = /^(?:([!-{}~]+)\s+(?=[^\n]*[|｜]))?([\s\S]*)$/u;
