import { textsBeside } from "../../core/i18n.js";

/** What promos say of themselves: why they did not apply, quotes and replays in words, mistakes in their files. */
export const text = textsBeside(import.meta.url);
