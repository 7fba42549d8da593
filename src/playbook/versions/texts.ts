import { textsBeside } from "../../core/i18n.js";

/** How operators are told in what two versions differ. */
export const text = textsBeside(import.meta.url);
