import { textsBeside } from "../../core/i18n.js";

/** What is said about accounts and their limits. */
export const text = textsBeside(import.meta.url);
