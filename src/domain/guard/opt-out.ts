import { plainText } from "../../core/asked-text.js";
import type { OptOut } from "./schema.js";

/** What people say around a word that opts out. */
const BEFORE = /^(?:(?:我(?:要|想)?|请|麻烦|帮我|给我|please)[\s,,。]*)+/u;
const AFTER = /(?:[\s,。!]*(?:吧|了|啦|啊|呀|谢谢|please|now|thanks))+$/u;
/** Whoever says this wants to be left alone, whatever words a playbook has. */
const ALWAYS =
  /^(?:退订|取消订阅|unsubscribe|stop|(?:别|不要|不用|请勿)(?:再|给我|再给我)?(?:发|打扰|烦我|发消息|打扰我|发广告))$/u;

/** @returns true when the whole message is one of the words, however it is put. */
export function asksToStop(optOut: OptOut | undefined, text: string): boolean {
  if (!optOut) return false;
  const said = plainText(text);
  const core = plainText(said.replace(BEFORE, "").replace(AFTER, ""));
  if (ALWAYS.test(core)) return true;
  return optOut.words.map(plainText).some((word) => word !== "" && [said, core].includes(word));
}
