import { type Clause, clausesOf, oneOf } from "../../core/text/clauses.js";
import { foldText } from "../../core/text/fold.js";
import { asksInEnglish } from "./asks-in-english.js";

/*
 * Who is spoken to, then a kind of being, then what makes a question of it; each clause from its first sign to its
 * last. Whoever else is spoken of or to before it, and whatever the kind is only a part of, makes it something else.
 */
const MACHINE = oneOf(
  "智能机器人 聊天机器人 ai机器人 机器人 机械人 机器 人工智能 智能助手 人机 电脑 系统 程序 软件 ai bot robot chatgpt gpt deepseek 豆包 文心一言 通义千问 kimi claude gemini siri 自动程序",
);
const HUMAN = oneOf("真的人 真实的人 真人 活人 人类 大活人 人工");
const KIND = `(?:(?:${MACHINE}|${HUMAN}|智能)(?:的?(?:客服|助手|店员|回复))?)`;
/** 人 alone is part of many a word, and asked of with a question only. */
const BEING = `(?:${KIND}|人)`;
const ARTICLE = oneOf("一个 一台 一种 什么 那种 个 台 一");
const IS = oneOf(
  "是不是 会不会是 不会是 该不会是 怕不是 莫不是 别是 不就是 就是 不是 是 系唔系 系咪 唔系 系",
);
const ADVERB = oneOf(
  "到底 究竟 其实 该 真的 真 应该 莫非 难道 难不成 不会 也 就 都 还 现在 说到底 原来 确定 应该 八成 多半 恐怕 可能 好像 肯定 不就 真就 怕 真就",
);
const PARTICLE = oneOf(
  "吗 吧 么 嘛 呢 啊 呀 哦 嚟 架 㗎 咩 的吗 的吧 嘅 对吧 对吗 对不对 是吗 是吧 哈 诶 不是 不啊 不呀 不 否 没错吧 喇 嗎",
);
const INTRO = oneOf(
  "请问一下 请问 问一下 问一句 想问 嘿 喂 哎 诶 那么 那 所以 话说 对了 我觉得 觉得 感觉 我怀疑 怀疑 回答我 说实话 老实说 你好 您好 亲 难道 莫非 我想知道 告诉我 搞半天 闹了半天 原来 请如实回答 请回答 如实回答 老实交代 我想问 想问下 请告诉我 别骗我 我猜 突然好奇",
);
const OR = oneOf("还是 定系 定 或者 或 是 还");
const TALK = oneOf("说话 聊天 对话 讲话 沟通 聊 回复 回话 回消息 回 打字");

const YOU = `(?:(?:你们的|你们|你的|您的|这个|这位|这里的)?(?:客服|小助手|助手|群主|管理员|店员|小二|回复|消息)|你们|你哋|你|您|对面|这边|这个?)`;
const IT = `(?:这里|这个|这|那边|现在)`;
const TALKING = `(?:在?(?:跟|和|同|与)我${TALK}的|回复?我(?:消息)?的|在?${TALK}的)`;
const BEGIN = `(?:${INTRO}){0,3}`;
const SUBJECT = `(?:${YOU}){1,2}(?:${ADVERB}){0,3}`;
const EITHER = `(?:${OR}(?:${ARTICLE})?${BEING})`;
const FORMS = [
  // 你是AI吧, 你是机器人, 你是人还是机器, 你到底是人是机器人还是人
  `${BEGIN}${SUBJECT}${IS}(?:${ARTICLE})?${BEING}${EITHER}{1,2}(?:嚟)?${PARTICLE}{0,2}`,
  `${BEGIN}${SUBJECT}${IS}(?:${ARTICLE})?(?:用)?${KIND}(?:在)?(?:${TALK})?(?:我)?(?:的)?(?:嚟)?${PARTICLE}{0,2}`,
  `${BEGIN}${SUBJECT}${IS}(?:${ARTICLE})?人(?:嚟)?${PARTICLE}{1,2}`,
  `${BEGIN}${SUBJECT}(?:是不是|系咪|系唔系)人`,
  // 机器人吗你是
  `${KIND}${PARTICLE}{1,2}(?:${YOU})(?:是)?`,
  `有(?:真人|人)在?吗?(?:${OR})(?:${ARTICLE})?${MACHINE}(?:在?(?:${TALK}))?${PARTICLE}{0,2}`,
  `(?:.{1,20}[吗呢])${SUBJECT}${IS}(?:${ARTICLE})?${KIND}${PARTICLE}{1,2}`,
  // 自动回复
  `${BEGIN}(?:${YOU}|${IT})?(?:${ADVERB}){0,2}${IS}(?:系统|机器)?自动(?:回复|应答|答复|回)?(?:的)?${PARTICLE}{1,2}`,
  // 是不是人, 真人吗, 这是机器人吗, 是机器人在回复吗: of nobody but who is there
  `${BEGIN}(?:${IT}|${TALKING})?(?:${ADVERB}){0,2}(?:${IS})?(?:${ARTICLE})?${BEING}(?:在(?:${TALK}))?(?:我)?(?:消息)?${PARTICLE}{1,2}`,
  `${BEGIN}(?:${IT})?(?:${ADVERB}){0,2}(?:是不是|系咪|系唔系)(?:${ARTICLE})?${BEING}(?:在(?:${TALK})(?:我)?)?`,
  `${BEGIN}(?:${IT}|${TALKING})?(?:${ADVERB}){0,2}(?:${IS})?(?:${ARTICLE})?${BEING}${EITHER}{1,2}${PARTICLE}{0,2}`,
  // 我在跟机器人说话吗, 我是不是在跟机器人聊天
  `${BEGIN}我?(?:现在)?是不是(?:在|正在)?(?:跟|和|同|与)(?:${ARTICLE})?${KIND}${TALK}`,
  `${BEGIN}我?(?:现在)?(?:是不是|是)?(?:在|正在)?(?:跟|和|同|与)(?:${ARTICLE})?${KIND}${TALK}${PARTICLE}{1,2}`,
];

const IN_CHINESE = new RegExp(`^(?:${FORMS.join("|")})$`, "u");

const LONGEST = 500;
const LONGEST_CLAUSE = 60;
/** What every such question has in it; most messages have none. */
const SPEAKS_OF =
  /人|机|ai|程序|软件|系统|电脑|自动|bot|gpt|deepseek|豆包|文心|通义|kimi|claude|gemini|siri|any|human|person|real|machine|automat/u;

/**
 * Whether a message asks the bot if it is one. Speaking of bots is no question, nor is one about or to others.
 * @param name the persona's, by which it may be called
 */
export function asksIfBot(text: string, name = ""): boolean {
  if (text.length > LONGEST || /^\s*[@＠]/u.test(text) || !SPEAKS_OF.test(foldText(text)))
    return false;
  const own = foldText(name);
  return clausesOf(text).some((clauses) =>
    clauses.some((clause, n) => asks(called(tagged(clause, clauses[n + 1]), own))),
  );
}

/** What stands behind a statement and makes a question of it. */
const TAG =
  /^(?:right|correct|yes|no|is(?:nt)? it|are(?:nt)? (?:you|u)|是吗|是吧|是不是|对吗|对吧|对不对|不是吗|没错吧|嗯)$/u;

const tagged = (clause: Clause, next: Clause | undefined): Clause =>
  next && TAG.test(next.said) ? { ...clause, asks: true } : clause;

/** A mark that asks does what 吗 does. */
function asks({ said, asks: marked }: Clause): boolean {
  if (said.length > LONGEST_CLAUSE) return false;
  if (IN_CHINESE.test(said) || (marked && IN_CHINESE.test(`${said}吗`))) return true;
  return asksInEnglish(said, marked);
}

/** By its name it is called as by 你. */
const called = (clause: Clause, name: string): Clause =>
  name !== "" && clause.said.startsWith(name)
    ? { ...clause, said: `你${clause.said.slice(name.length).trim()}` }
    : clause;
