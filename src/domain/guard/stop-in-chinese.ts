import { oneOf } from "../../core/text/clauses.js";

/*
 * What somebody says who wants no more messages, as a clause: courtesy; an end put to the messages ("unsubscribe"),
 * or a negation of what the bot does to them ("don't send"); what the messages are called; particles. A clause is
 * one of these from its first sign to its last, or none: an object of another kind, another person, a negation or a
 * question makes it something else.
 */
const COURTESY = oneOf(
  "请你 请您 请 麻烦你 麻烦您 麻烦 拜托你们 拜托你 拜托 求求你们 求求你 求求 求你们 求你 唔该 你们 你哋 你 您 亲 好吧 好 那就 那 就 也 都 以后 从此 今后 从今以后 真的 赶紧 快 立刻 马上 现在 从现在起 帮我 帮忙 给我 你好 您好 拜托拜托 算我求你 还是 其实 反正 统统 通通 全部 全都 再也",
);
const SELF = oneOf("我们 我哋 我 俺 咱 本人 老子 人家");
const WISH = oneOf("想要 想 要 需要 希望 申请 决定 要求 请求 强烈要求 希望你们 想请你们");
/** A request in the form of a question. */
const MAY = oneOf("能不能 可不可以 可唔可以 能否 可否 能 可以 可不可");
/** At the end of a request, questions among them: 别发了好吗. */
const PARTICLES = oneOf(
  "一下 下 了 啦 喇 咯 喽 啊 呀 哦 噢 喔 哈 吧 嘛 呢 吗 么 好吗 好不好 好么 行吗 行不行 行么 可以吗 可不可以 谢谢你 谢谢您 谢谢 谢了 多谢 唔该 拜托 please ok",
);
/** Those that leave 退订 no question about it. */
const ENDINGS = oneOf(
  "一下 下 掉 了 啦 喇 咯 喽 啊 呀 哦 噢 喔 哈 吧 嘛 好吗 行吗 可以吗 好不好 谢谢你 谢谢您 谢谢 谢了 多谢 唔该 拜托 please",
);

const WHICH = oneOf(
  "你们家的 你们家 你们的 你们 你哋嘅 你的 你家的 你家 店里的 群里的 这个群的 本群的 本店的 这些 这种 这类 那些 任何 所有的 所有 全部 一切 各种 什么 啥 其他 其它 垃圾 营销 推广 促销 优惠 活动 广告 推送 群发 的 嘅",
);
const NEWS = oneOf(
  "消息 讯息 短讯 信息 短信 资讯 广告 广播 推送 推广 推销 传销 营销 垃圾 群发 私信 私聊 邮件 消息提醒 消息推送 消息通知 通知 提醒",
);
/** What is so called only where it is sent. */
const STUFF = oneOf("内容 东西 嘢 这些 这种 这类 这个 那些");
const HERE = oneOf("本群 这个群 此群 你们家 你们");

/** Said to whoever sends. */
const DO_NOT = oneOf("别 甭 不要 请勿 勿 莫 唔好 唔要 停止");
/** Said of what isn't needed, which may be anything that isn't named. */
const NO_NEED = oneOf("不用 不必 不需要 无需 没必要 用不着 唔使 唔需要 唔驶");
const NO_WISH = oneOf("不想要 不想 不愿意 不愿 不希望 不再 唔想 不要 拒绝 不");
const AGAIN = oneOf(
  "再 老是 老 总是 总 天天 每天 整天 一直 继续 随便 乱 又 要 有 来 过来 跑来 动不动就 没事",
);
const TO_ME = `(?:${oneOf("给 跟 向 对 往 在 俾 畀 比")}${SELF}(?:这里|这边|这儿|这)?)`;
const SEND = oneOf(
  "发送 推送 推销 转发 群发 发 传送 传讯 发讯 传 推 send 私信 打电话 来电话 寄(?=讯|消|信|广|短|简)",
);
const BOTHER = oneOf("打扰到 打扰 骚扰到 骚扰 打搅 滋扰 轰炸");
/** Whom, or it is said of anything: 不用找了. */
const CALL = oneOf(
  "烦着 烦 吵着 吵 嘈 缠着 缠 通知 联系 联络 找 搵 提醒 艾特 圈 @ at call 叫 私聊 私信 折磨",
);
const RECEIVE = oneOf("接收到 接收 接受 收到 收 看到 见到 看见 接到");

const GRIEF = `(?:${oneOf("真的 真 好 太 很 都")}{0,4}${oneOf("烦 吵 够 受够 受不了 讨厌 无语 服")}(?:死|透|人|我){0,4}(?:了|啦|啊|呀|真的){0,3})`;
const END = oneOf(
  "退订 退定 推订 取消(?:一下|下|掉)?(?:订阅|推送|接收|通知) 退出订阅 拒收 拒绝接收 终止订阅 停止订阅 解除订阅",
);
const GONE = oneOf(
  "删掉 删除 删了 删 移除 移出 移走 移掉 去掉 去除 剔除 划掉 拉黑 踢掉 踢出 屏蔽 取消",
);
const SHUT = oneOf(
  "关闭 关掉 关了 关 停掉 停了 停一下 停 停止 暂停 取消掉 取消 屏蔽掉 屏蔽 终止 结束 退出 去掉",
);
const REFUSE = oneOf("拒绝 谢绝 抵制 不接受 不接收");
const LIST = `(?:${oneOf("你们的 你们 推送 群发 发送 通知 订阅 短信 消息 广告")}{0,4}(?:名单|列表)(?:里面|里|中|上)?)`;
const BEGIN = `(?:${SELF}|${MAY}|${COURTESY}){0,4}`;
const CODES = [
  `(?:回复?|发送?)?(?:t ?d|${END})(?:回复?|发送?)?(?:t ?d|t|${END})?(?:回复)?`,
  `(?:回复?|发送?)t(?:${END})?`,
  `t(?:${END})`,
];
/** A reason that runs into what is asked for: 都说了别发了. Not who else is spoken of or to, nor what is for now. */
const REASON =
  "(?:(?:(?!他|她|它|谁|小|老|爸|妈|哥|姐|弟|妹|友|同|大家|先|今|明|快递|货|单|会).){1,10}[了啦啊呀吧呢])";

/** What is ended, as regular expressions. */
type Ended = {
  /** What it is called. */
  readonly news: string;
  /** What it is called where it says that it is sent. */
  readonly stuff: string;
  /** What it is called where nothing says that it is sent: 不要优惠 may be about a price. */
  readonly alone: string;
  /** It need not be called anything. */
  readonly bare: boolean;
};

function clauses({ news, stuff, alone, bare }: Ended): readonly string[] {
  const some = bare ? "?" : "";
  const sent = `(?:(?:${TO_ME}|${SELF})?${stuff}${some}(?:过来|来|到)?${TO_ME}?)`;
  const send = `(?:${AGAIN}){0,4}${TO_ME}?(?:${AGAIN}){0,4}${SEND}${sent}`;
  const named = `(?:${AGAIN}){0,4}(?:${TO_ME}(?:${AGAIN}){0,4}${SEND}(?:${stuff})?|${SEND}${TO_ME}?${stuff}(?:过来|来|到)?${TO_ME}?)`;
  const bother = `(?:${AGAIN}){0,4}(?:${BOTHER}${SELF}?|${CALL}${SELF})`;
  const receive = `(?:${AGAIN}){0,4}${RECEIVE}${news}`;
  const look = `(?:${AGAIN}){0,4}(?:${RECEIVE}|看|听)${news}`;
  const without = `(?:${AGAIN}|${TO_ME}){0,4}${alone}`;
  const what = bare ? `(?:${news}|${HERE})?` : news;
  return [
    `(?:${SELF}|${MAY}帮我|${COURTESY}|${WISH}){0,4}(?:${END}${what}|取消${news})${ENDINGS}{0,4}`,
    `${BEGIN}${DO_NOT}(?:${send}|${receive}|${without})${PARTICLES}{0,4}`,
    `${BEGIN}${news}${BEGIN}${DO_NOT}(?:${AGAIN}){0,4}${TO_ME}?(?:${AGAIN}){0,4}${SEND}${TO_ME}?${PARTICLES}{0,4}`,
    `${BEGIN}${NO_NEED}(?:${named}|${without.replaceAll("|通知|提醒", "")})${PARTICLES}{0,4}`,
    `${BEGIN}(?:${SHUT}${news}|(?:把|将)?${news}(?:给我)?${SHUT})(?:掉|一下)?${ENDINGS}{0,4}`,
    `${BEGIN}(?:有.{1,4}(?:也|都))${DO_NOT}(?:${send}|(?:${AGAIN}){0,4}${CALL}${SELF})${PARTICLES}{0,4}`,
    `${BEGIN}${NO_WISH}(?:${look}|${without})${PARTICLES}{0,4}`,
    ...(bare
      ? [
          `${BEGIN}(?:${DO_NOT}|${NO_NEED})${bother}${PARTICLES}{0,4}`,
          `${BEGIN}${NO_NEED}再${SEND}${TO_ME}?${PARTICLES}{0,4}`,
          `${BEGIN}${NO_WISH}(?:${AGAIN}){0,2}被(?:你们|你|您)?(?:${BOTHER}|${CALL})${PARTICLES}{0,4}`,
          `${BEGIN}${REFUSE}${WHICH}{0,3}(?:${NEWS}|${BOTHER})${PARTICLES}{0,4}`,
          `(?:${SELF}|${COURTESY}|${WISH}){0,4}(?:停止|终止)(?:${send}|(?:${AGAIN})?${BOTHER}${SELF}?)${PARTICLES}{0,4}`,
          `${BEGIN}(?:${GONE}|去掉)${SELF}的?(?:手机号码?|号码|电话号码|电话|联系方式|信息|资料|微信)${PARTICLES}{0,4}`,
          `${BEGIN}(?:谁)?再(?:给我)?(?:${SEND}|${BOTHER}|${CALL}${SELF})(?:${NEWS})?(?:我)?(?:就|我就|直接|我直接)(?:举报|拉黑|投诉|退群|屏蔽|报警).{0,3}`,
          `${REASON}(?:${DO_NOT}(?:${send}|${bother})|${END})${PARTICLES}{0,4}`,
          `${BEGIN}(?:${WISH})?(?:把|将)${SELF}(?:从${LIST})?${GONE}(?:${LIST})?${PARTICLES}{0,4}`,
          `${BEGIN}从${LIST}${GONE}${SELF}${PARTICLES}{0,4}`,
          ...CODES.map((code) => `${COURTESY}{0,4}${code}${ENDINGS}{0,4}`),
        ]
      : []),
  ];
}

const anyOf = (forms: readonly string[]): RegExp =>
  new RegExp(`^${GRIEF}?(?:${forms.join("|")})$`, "u");

/** A clause that wants all messages to end. */
export const STOPS_ALL = anyOf(
  clauses({
    news: `(?:${WHICH}{0,4}${NEWS}(?:类|服务|功能)?)`,
    stuff: `(?:${WHICH}{0,4}(?:${NEWS}|${STUFF})(?:类)?)`,
    alone: `(?:${WHICH}{0,4}${NEWS}(?:类|服务|功能)?)`,
    bare: true,
  }),
);

/** A clause that wants those to end that are about something. @param topic words for it, as a regular expression */
export function stopsAbout(topic: string): RegExp {
  const named = `${WHICH}{0,4}(?:${topic})(?:的|嘅|类|方面的?){0,2}`;
  const news = `(?:${named}(?:${NEWS}|${STUFF})?)`;
  return anyOf(clauses({ news, stuff: news, alone: `(?:${named}${NEWS})`, bare: false }));
}

const BACK = oneOf(
  "重新订阅 恢复订阅 重新接收 恢复接收 恢复推送 重新推送 继续接收 继续订阅 再订阅 取消退订 撤销退订 撤回退订 不退订",
);

/** A clause that wants messages to come again. @param topic words for what they are about, as a regular expression */
export const startsAgain = (topic?: string): RegExp => {
  const news =
    topic === undefined
      ? `(?:${WHICH}{0,4}${NEWS})?`
      : `${WHICH}{0,4}(?:${topic})(?:的|类){0,4}${NEWS}?`;
  return new RegExp(
    `^(?:${SELF}|${MAY}|${COURTESY}|${WISH}){0,4}${BACK}${news}${PARTICLES}{0,4}$`,
    "u",
  );
};

/** What opts out with courtesy around it, for words that a playbook adds. */
export const withCourtesy = (words: string): RegExp =>
  new RegExp(`^(?:${SELF}|${COURTESY}|${WISH}){0,4}(?:${words})${ENDINGS}{0,4}$`, "u");

const COMPLAINS =
  /烦|吵|够了|受够|受不了|太多|扰|骚|刷屏|垃圾|广告|推送|消息|讯息|信息|短信|不要了|不需要|唔需要|没用|没兴趣|不感兴趣|不想看|消停|安静|清净|没完|放过|饶了|退群|再说一遍|说过|无聊|无语|投诉|举报|拉黑|发.*多|[天直老还在]发|抱歉|不好意思|对不起|谢|拜拜/u;
const POLITE = new RegExp(`^(?:${COURTESY}|${SELF}|${WISH}|${PARTICLES}){1,8}$`, "u");

/** What goes with such a wish in other clauses: courtesy, and why. */
export const goesWith = (said: string): boolean => POLITE.test(said) || COMPLAINS.test(said);
