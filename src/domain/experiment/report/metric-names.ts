import type { Primary } from "../design/metrics.js";
import type { Lang } from "./figures.js";

const NAMES: Readonly<Record<Primary, readonly [zh: string, en: string]>> = {
  margin_per_member: ["人均毛利", "margin per member"],
  revenue_per_member: ["人均营业额", "revenue per member"],
  orders_per_member: ["人均订单", "orders per member"],
  reply_rate: ["回复率", "reply rate"],
  active_rate: ["活跃率", "active rate"],
};

/** A metric in plain words. */
export const metricName = (primary: Primary, lang: Lang): string =>
  NAMES[primary][lang === "en" ? 1 : 0];
