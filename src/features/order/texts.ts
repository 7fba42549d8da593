import { textsBeside } from "../../core/i18n.js";

/** What operators are told of orders and of their import. */
export const text = textsBeside(import.meta.url);
