import { textsBeside } from "../../core/i18n.js";

/** What operators read of experiments, in chat and on the terminal. */
export const text = textsBeside(import.meta.url);
