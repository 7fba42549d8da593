import { askedText, askedWords } from "../../core/text/fold.js";

/** What a member asks of their points; `coupon` is what they typed after 兑换. */
export type PointsAsk =
  | { readonly kind: "check_in" | "balance" | "board" | "history" }
  | { readonly kind: "exchange"; readonly coupon: string };

const WORDS: Readonly<Record<string, Exclude<PointsAsk["kind"], "exchange">>> = {
  签到: "check_in",
  打卡: "check_in",
  "check in": "check_in",
  我的积分: "balance",
  积分: "balance",
  "my points": "balance",
  积分明细: "history",
  "points history": "history",
  积分榜: "board",
  积分排行: "board",
  积分排行榜: "board",
  leaderboard: "board",
};
/** Longer than any question with the marks that people put around it; most of what is said is. */
const LONGEST = 200;

/** 兑换 alone or with what can be a coupon's id. */
const EXCHANGE = /^\/?(?:兑换\s*|redeem(?:\s+|$))([a-z][\w-]*)?$/iu;

/** Reads a message as a question about points; undefined for any other. Spelling is folded, a sentence is none. */
export function pointsAskOf(text: string): PointsAsk | undefined {
  if (text.length > LONGEST) return undefined;
  const plain = askedWords(text);
  const kind = Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined;
  if (kind) return { kind };
  const [all, coupon = ""] = EXCHANGE.exec(askedText(text)) ?? [];
  return all === undefined ? undefined : { kind: "exchange", coupon };
}
