import type { UserError } from "../../core/errors.js";
import { EXPERIMENT_ERRORS } from "../../domain/experiment/report/texts.js";

type Sentence = (params: UserError["params"]) => string;
const of = (params: UserError["params"]) => params.id ?? params.group ?? params.schedule ?? "";
const choice = (params: UserError["params"]) => params.known || "-";

const sentences: Readonly<Record<string, { readonly "zh-CN": Sentence; readonly en: Sentence }>> = {
  COMMAND_ARGUMENTS: {
    "zh-CN": (p) => `参数不对，请输入：${p.usage}`,
    en: (p) => `The arguments are wrong. Type: ${p.usage}`,
  },
  COMMAND_NOT_IN_GROUP: {
    "zh-CN": () =>
      "这里不是可用的群：请在群里输入；新群先用 /绑定 <群池>，发言可写明群 id（见 /群）。",
    en: () =>
      "This is not a group it works in: type it in the group (a new one needs /bind <pool> first), or for /say name a group id from /groups.",
  },
  COMMAND_CLIENT_MISSING: {
    "zh-CN": () => "不知道是哪个品牌方，请输入：/绑定 <品牌方> <群池>",
    en: () => "Which client is not known. Type: /bind <client> <pool>",
  },
  COMMAND_BOUND_ELSEWHERE: {
    "zh-CN": () => "这个群已经绑定给别的品牌方，请先由对方在群里输入 /解绑。",
    en: () => "This group is bound to another client. Its owner must type /unbind in it first.",
  },
  COMMAND_POOL_UNKNOWN: {
    "zh-CN": (p) => `没有群池 ${of(p)}，请从这些里选：${choice(p)}。输入 /绑定 <群池>`,
    en: (p) => `There is no pool ${of(p)}. Type /bind <pool> with one of: ${choice(p)}`,
  },
  COMMAND_GROUP_UNKNOWN: {
    "zh-CN": (p) => `没有群 ${of(p)}，输入 /群 查看群 id。`,
    en: (p) => `There is no group ${of(p)}. Type /groups to see the ids.`,
  },
  COMMAND_NO_GROUPS: {
    "zh-CN": () => "还没有群，请先在群里输入 /绑定 <群池>。",
    en: () => "There are no groups yet. Type /bind <pool> in a group first.",
  },
  COMMAND_PERSONA_UNKNOWN: {
    "zh-CN": (p) => `没有人设 ${of(p)}，请从这些里选：${choice(p)}。输入 /人设 使用 <人设 id>`,
    en: (p) => `There is no persona ${of(p)}. Type /persona use with one of: ${choice(p)}`,
  },
  COMMAND_PERSONA_LINES: {
    "zh-CN": (p) => `人设 ${of(p)} 缺少剧本要用的话术：${choice(p)}。请补上后输入 /剧本 重载`,
    en: (p) =>
      `The persona ${of(p)} lacks lines that the playbook says: ${choice(p)}. Add them, then type /playbook reload`,
  },
  COMMAND_BOT_OWNER: {
    "zh-CN": () =>
      "暂停整个机器人会影响所有品牌方，只有 SUANPAN_OWNER 指定的人可以。只停本品牌方，请输入 /暂停 client",
    en: () =>
      "Pausing the whole bot concerns every client; only the account in SUANPAN_OWNER may. For this client alone type /pause client",
  },
  COMMAND_PARKED_UNKNOWN: {
    "zh-CN": (p) => `没有搁置的消息 #${of(p)}，输入 /状态 查看编号。`,
    en: (p) => `Nothing is set aside as #${of(p)}. Type /status to see the numbers.`,
  },
  COMMAND_ORDER_UNKNOWN: {
    "zh-CN": (p) => `没有订单 ${of(p)}，输入 /订单 查看未归属的订单。`,
    en: (p) => `There is no order ${of(p)}. Type /orders to see those that are nobody's yet.`,
  },
  EXPERIMENT_UNKNOWN: {
    "zh-CN": (p) => `没有实验 ${of(p)}，请从这些里选：${choice(p)}`,
    en: (p) => `There is no experiment ${of(p)}. There are: ${choice(p)}`,
  },
  EXPERIMENT_ARM_UNKNOWN: {
    "zh-CN": (p) => `没有组 ${of(p)}，请从这些里选：${choice(p)}`,
    en: (p) => `There is no arm ${of(p)}. There are: ${choice(p)}`,
  },
  EXPERIMENT_RUNNING: {
    "zh-CN": (p) => `实验 ${of(p)} 已经在进行。要重来，先输入 /实验 停止 ${of(p)}`,
    en: (p) =>
      `Experiment ${of(p)} is running already. To begin anew type /experiment stop ${of(p)} first`,
  },
  EXPERIMENT_NOT_RUNNING: {
    "zh-CN": (p) => `实验 ${of(p)} 没有在进行，输入 /实验 查看。`,
    en: (p) => `Experiment ${of(p)} is not running. Type /experiment list to see them.`,
  },
  EXPERIMENT_NOT_STARTED: {
    "zh-CN": (p) => `实验 ${of(p)} 还没开始过，输入 /实验 开始 ${of(p)}`,
    en: (p) => `Experiment ${of(p)} was never started. Type /experiment start ${of(p)}`,
  },
  EXPERIMENT_CHANGED: {
    "zh-CN": (p) => `实验 ${of(p)} 刚被别人改过，请再试一次。`,
    en: (p) => `Experiment ${of(p)} was changed by somebody else just now. Try again.`,
  },
  FACT_UNREADABLE: {
    "zh-CN": (p) =>
      `数据库里 ${p.client} 的事实第 ${p.row} 行（facts.seq）坏了，读不出来，可能被手工改过。请从备份里恢复这一行。`,
    en: (p) =>
      `Row ${p.row} of the facts of ${p.client} in the database (facts.seq) is damaged and can't be read; it may have been edited by hand. Restore it from a backup.`,
  },
  EXPERIMENT_TAMPERED: {
    "zh-CN": (p) => `实验 ${of(p)} 结论作废，记录和登记对不上：\n${p.detail}`,
    en: (p) => `Experiment ${of(p)} is void: its records are not what was registered.\n${p.detail}`,
  },
  COMMAND_TYPED_UNKNOWN: {
    "zh-CN": (p) => `没有等待确认的订单 ${of(p)}，输入 /点单 查看编号。`,
    en: (p) => `No typed order waits as ${of(p)}. Type /order list to see the numbers.`,
  },
  COMMAND_ORDER_UNREADABLE: {
    "zh-CN": (p) =>
      `第 ${p.line} 行看不懂：${p.text}。请写成 姓名|商品|金额，例如 小雨|茉莉青x2|36`,
    en: (p) =>
      `Line ${p.line} can't be read: ${p.text}. Write name|item|amount, such as Ann|jasmine x2|36`,
  },
  COMMAND_BUYER_UNKNOWN: {
    "zh-CN": (p) => `没有成员 ${of(p)}，请输入成员的账号 id（不是昵称）。`,
    en: (p) => `There is no member ${of(p)}. Type the account id, not a name.`,
  },
  COMMAND_PROMO_UNKNOWN: {
    "zh-CN": (p) => `没有促销 ${of(p)}，请从这些里选：${choice(p)}`,
    en: (p) => `There is no promo ${of(p)}. There are: ${choice(p)}`,
  },
  COMMAND_COUPON_UNKNOWN: {
    "zh-CN": (p) => `没有券 ${of(p)}，请从这些里选：${choice(p)}`,
    en: (p) => `There is no coupon ${of(p)}. There are: ${choice(p)}`,
  },
  COMMAND_COUPON_SPENT: {
    "zh-CN": (p) => `券 ${of(p)} 已经发完，或它的促销关着。输入 /券 查看`,
    en: (p) => `No coupon ${of(p)} is left, or its promo is off. Type /coupon stats`,
  },
  COMMAND_CODE_UNKNOWN: {
    "zh-CN": (p) => `没有券码 ${of(p)}，或已经核销。`,
    en: (p) => `There is no code ${of(p)}, or it has been used.`,
  },
  COMMAND_TOO_LONG: {
    "zh-CN": (p) => `太长了：${p.length} 个字，最多 ${p.limit} 个。请分成几条。`,
    en: (p) => `Too long: ${p.length} characters, ${p.limit} at most. Split it.`,
  },
  COMMAND_CLIENT_UNKNOWN: {
    "zh-CN": (p) => `没有品牌方 ${of(p)}，或不归您管。您的品牌方：${choice(p)}`,
    en: (p) => `There is no client ${of(p)}, or it isn't yours. Yours: ${choice(p)}`,
  },
  COMMAND_CLIENT_UNCLEAR: {
    "zh-CN": (p) => `您管着几个品牌方，请写明是哪个，例如：/状态 @${p.first}。有：${choice(p)}`,
    en: (p) =>
      `You serve several clients; say which, such as /status @${p.first}. There are: ${choice(p)}`,
  },
  COMMAND_NOTHING_TO_CONFIRM: {
    "zh-CN": () => "没有等待确认的内容，或已过两分钟。请重新输入命令。",
    en: () => "Nothing waits to be confirmed, or two minutes have passed. Type the command again.",
  },
  COMMAND_UNKNOWN: {
    "zh-CN": (p) =>
      `没有命令 ${p.text}${p.guess ? `，是不是想输入 /${p.guess}？` : "，"}输入 /帮助 查看全部命令。`,
    en: (p) =>
      `There is no command ${p.text}.${p.guess ? ` Did you mean /${p.guess}?` : ""} Type /help for all of them.`,
  },
  COMMAND_SCRIPT_UNKNOWN: {
    "zh-CN": (p) => `没有流程 ${of(p)}，请从这些里选：${choice(p)}。输入 /流程 开始 <流程> <成员>`,
    en: (p) =>
      `There is no script ${of(p)}. Type /script start <script> <member> with one of: ${choice(p)}`,
  },
  COMMAND_MEMBER_UNKNOWN: {
    "zh-CN": (p) => `本群没有成员 ${of(p)}，请输入成员的名字或账号 id：/流程 开始 <流程> <成员>`,
    en: (p) =>
      `No member ${of(p)} is in this group. Type the name or account id: /script start <script> <member>`,
  },
  COMMAND_SCHEDULE_UNKNOWN: {
    "zh-CN": (p) => `没有定时 ${of(p)}，输入 /定时 查看。`,
    en: (p) => `There is no schedule ${of(p)}. Type /schedule list to see them.`,
  },
  COMMAND_ROLE: {
    "zh-CN": (p) => `需要 ${p.role} 角色，输入 /我是谁 查看你的角色。`,
    en: (p) => `That needs the role ${p.role}. Type /whoami to see yours.`,
  },
};

const notes: Readonly<Record<string, { readonly "zh-CN": string; readonly en: string }>> = {
  TELEGRAM_TOKEN_REFUSED: {
    "zh-CN": "Telegram 不认这个令牌。请向 @BotFather 核对令牌，改好后重启",
    en: "Telegram refuses the token. Check it with @BotFather, correct it and restart",
  },
  TELEGRAM_CONFLICT: {
    "zh-CN": "另一个程序在用同一个令牌收消息，已停用。请停掉那个程序，再重启",
    en: "Another program polls with the same token, so this account was given up. Stop that program and restart",
  },
  TELEGRAM_PRIVACY_MODE: {
    "zh-CN":
      "隐私模式开着：机器人不是管理员的群里听不到普通消息。请向 @BotFather 发 /setprivacy，选 Disable，再把机器人移出群重新加入",
    en: "Privacy mode is on: in groups where the bot is no admin it hears no ordinary messages. Send /setprivacy to @BotFather, choose Disable, then remove the bot from the group and add it again",
  },
};

/** What a platform wants operators to know. */
export const noteText = (code: string, locale: "zh-CN" | "en"): string =>
  notes[code]?.[locale] ?? code;

/** What is wrong with a command and what to type instead. */
export function commandErrorText(error: UserError, locale: "zh-CN" | "en"): string {
  const sentence = sentences[error.code];
  if (sentence) return sentence[locale](error.params);
  const shared = EXPERIMENT_ERRORS[error.code]?.[locale === "zh-CN" ? 0 : 1];
  if (shared !== undefined) {
    return shared.replace(/\{(\w+)\}/g, (_all, name: string) => String(error.params[name] ?? ""));
  }
  return locale === "zh-CN"
    ? `做不到（${error.code}），输入 /帮助 查看命令。`
    : `That can't be done (${error.code}). Type /help for the commands.`;
}
