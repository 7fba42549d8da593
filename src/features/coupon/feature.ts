import type { Feature } from "../../engine/feature.js";
import { couponGrantCommand, couponStatsCommand, couponVoidCommand } from "./command.js";
import { tellCodes } from "./coupons.js";
import { text } from "./texts.js";

import "./records.js";

/** Coupons: granted, typed in chat, voided. What orders do with them stands with orders. */
export const coupon: Feature = {
  name: "coupon",
  complete: tellCodes,
  commands: [couponStatsCommand, couponGrantCommand, couponVoidCommand],
  texts: [text],
  about: { coupon: ({ value }, { is }) => (is(value.member) ? "gone" : value) },
};
