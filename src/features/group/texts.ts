export type Locale = "zh-CN" | "en";
type Params = Readonly<Record<string, string | number>>;

/** What operators and people at the door are told about seats. */
const texts = {
  nearly_full: [
    "【{group}】已有 {taken}/{capacity} 人，新人将进入「{next}」。",
    "[{group}] has {taken}/{capacity} people; newcomers will go to “{next}”.",
  ],
  nearly_full_last: [
    "【{group}】已有 {taken}/{capacity} 人，群池 {pool} 没有下一个群了。请新建一个群，把机器人设为管理员，在群里发 /绑定 {client} {pool}",
    "[{group}] has {taken}/{capacity} people and the pool {pool} has no next group. Create a group, make the bot an admin there, and type /bind {client} {pool} in it.",
  ],
  pool_full: [
    "群池 {pool} 满了：【{group}】{taken}/{capacity} 人，新人在门外排队。请新建一个群，把机器人设为管理员，在群里发 /绑定 {client} {pool}",
    "The pool {pool} is full: [{group}] has {taken}/{capacity} people, newcomers wait at the door. Create a group, make the bot an admin there, and type /bind {client} {pool} in it.",
  ],
  rights_lost: [
    "【{group}】机器人不是管理员，或没有邀请权限，新人无法入群。请打开群设置 → 管理员 → 机器人，勾选「通过链接邀请用户」。",
    "[{group}] The bot is no admin or may not invite, so nobody can be let in. Open the group's settings → Administrators → the bot, and switch on “Invite users via link”.",
  ],
  not_in: [
    "剧本里写了群 {chat}（{group}），机器人还不在里面。请把机器人加进群并设为管理员；群号写错了，就改剧本里的 groups.chats。",
    "The playbook names the chat {chat} ([{group}]), and the bot is not in it. Add the bot and make it an admin, or correct the id under groups.chats.",
  ],
  removed: [
    "【{group}】机器人被移出群或被禁言，这个群不再有人答话。请把机器人加回群里并设为管理员；不再用这个群，就不用管。",
    "[{group}] The bot was removed from the group or muted and can't speak there. Add it back and make it an admin, or leave it if the group is given up.",
  ],
  sent_on: ["{group}已满，请加入{next}：{link}", "{group} is full. Please join {next}: {link}"],
  waitlisted: [
    "{group}现在满了，已为您排队，有空位就放您进来。",
    "{group} is full right now. You are in line and will be let in when a seat is free.",
  ],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>>;

/** A sentence about seats in a client's language. */
export function seatText(code: keyof typeof texts, locale: Locale, params: Params): string {
  const text = texts[code][locale === "en" ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => String(params[name] ?? ""));
}
