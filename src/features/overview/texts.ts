import { textsBeside } from "../../core/i18n.js";

/** What the overview of clients says. */
export const text = textsBeside(import.meta.url);
