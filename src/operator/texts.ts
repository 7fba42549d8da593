import type { UserError } from "../core/errors.js";

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
    "zh-CN": () => "不知道是哪个客户，请输入：/绑定 <客户> <群池>",
    en: () => "Which client is not known. Type: /bind <client> <pool>",
  },
  COMMAND_BOUND_ELSEWHERE: {
    "zh-CN": (p) => `这里属于客户 ${p.client}，请先在该群输入 /解绑。`,
    en: (p) => `This belongs to the client ${p.client}. Type /unbind in the group first.`,
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

/** What is wrong with a command and what to type instead. */
export function commandErrorText(error: UserError, locale: "zh-CN" | "en"): string {
  const sentence = sentences[error.code];
  if (sentence) return sentence[locale](error.params);
  return locale === "zh-CN"
    ? `做不到（${error.code}），输入 /帮助 查看命令。`
    : `That can't be done (${error.code}). Type /help for the commands.`;
}
