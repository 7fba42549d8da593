import { textsBeside } from "../../core/i18n.js";

export const text = textsBeside(import.meta.url);
