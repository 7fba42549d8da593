import { textsBeside } from "../../core/i18n.js";

/** What operators and members are told of orders that are typed in a group. */
export const text = textsBeside(import.meta.url);
