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
const TRADITIONAL: Readonly<Record<string, string>> = {
  簽: "签",
  積: "积",
  兌: "兑",
  換: "换",
  細: "细",
};
/** Longer than any question with the marks that people put around it; most of what is said is. */
const LONGEST = 200;

/** What stands around words: quotes, marks, blanks. */
const AROUND = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}_-]+$/gu;
/** 兑换 with what is to be had: after a blank any one word, right behind it only what can be a coupon's id. */
const EXCHANGE = /^(?:兑换|redeem(?=\s|$))(?:\s+(\S+)|([a-z][\w-]*))?$/iu;

/** Reads a message as a question about points; undefined for any other. Spelling is folded, a sentence is none. */
export function pointsAskOf(text: string): PointsAsk | undefined {
  if (text.length > LONGEST) return undefined;
  const said = text
    .normalize("NFKC")
    .replace(/[簽積兌換細]/gu, (sign) => TRADITIONAL[sign] ?? sign);
  const plain = said
    .replace(/[\p{P}\p{S}\s]+/gu, " ")
    .trim()
    .toLowerCase();
  const kind = Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined;
  if (kind) return { kind };
  const [all, apart, behind] = EXCHANGE.exec(said.replace(AROUND, "")) ?? [];
  return all === undefined ? undefined : { kind: "exchange", coupon: apart ?? behind ?? "" };
}
