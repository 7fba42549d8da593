import { textsBeside } from "../../core/i18n.js";

/** What lists of orders and reports of credits say. */
export const text = textsBeside(import.meta.url);
