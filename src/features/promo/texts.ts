import { textsBeside } from "../../core/i18n.js";

/** What is said about prices: to operators, and to members where the persona has no line of its own. */
export const text = textsBeside(import.meta.url);
