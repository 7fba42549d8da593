import { textsBeside } from "../../core/i18n.js";

/** What operators are told of coupons. */
export const text = textsBeside(import.meta.url);
