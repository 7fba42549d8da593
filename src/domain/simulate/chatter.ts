import type { Random } from "../stats/random.js";

const CHATTER = [
  "早啊",
  "今天好冷",
  "刚下班",
  "哈哈哈",
  "这家的茉莉青不错",
  "有人一起拼吗",
  "周末去哪",
  "困了",
  "下雨了",
  "晚上吃啥",
] as const;
/** What the shipped playbooks have replies for; where one has none, it is chatter too. */
const QUESTIONS = ["有优惠吗", "几点关门", "能送外卖吗"] as const;
const ANSWERS = ["来一杯", "好呀", "我喝乌龙", "已经喝上了", "哈哈说得对", "收到"] as const;

/** A message, and whether it asks something: one in ten does. */
export function chatter(random: Random): { readonly text: string; readonly asks: boolean } {
  const asks = random.below(10) === 0;
  return { text: pick(random, asks ? QUESTIONS : CHATTER), asks };
}

export const answer = (random: Random): string => pick(random, ANSWERS);

const pick = (random: Random, texts: readonly string[]): string =>
  texts[random.below(texts.length)] as string;
