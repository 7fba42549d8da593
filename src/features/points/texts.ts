import { textsBeside } from "../../core/i18n.js";

/** What is said about points. */
export const text = textsBeside(import.meta.url);
