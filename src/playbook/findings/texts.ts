import { textsBeside } from "../../core/i18n.js";

/** What a finding says, by its code, and under `CODE.fix` what to do about it, where that is known. */
export const text = textsBeside(import.meta.url);
