import { plainText } from "../../core/asked-text.js";
import type { OptOut } from "./schema.js";

/** What people say around a word that opts out. */
const BEFORE = /^(?:(?:我(?:要|想)?|请|麻烦|帮我|给我|please)[\s,,。]*)+/u;
const AFTER = /(?:[\s,。!]*(?:吧|了|啦|啊|呀|谢谢|please|now|thanks))+$/u;
/** Whoever says this wants to be left alone, whatever words a playbook has. */
const ALWAYS =
  /^(?:(?:回复?)?(?:td|t)?(?:退订|取消订阅)|回复?(?:td|t)|(?:td|t)回复|unsubscribe|stop|(?:别|不要|不用|不想|请勿)(?:再|给我|再给我|再收到?|收到?)?(?:发|打扰|烦|消息|信息|广告|推送)(?:我|消息|信息|广告|推送)?(?:给我)?)$/u;
/** Between the parts of what is said in one go. */
const PARTS = /[\s,，.。!！;；、~～…]+/u;

/** @returns true when the whole message is one of the words, however it is put. */
export function asksToStop(optOut: OptOut | undefined, text: string): boolean {
  if (!optOut) return false;
  const said = plainText(text);
  const words = optOut.words.map(plainText).filter((word) => word !== "");
  const stops = (one: string) => {
    const core = coreOf(one);
    return ALWAYS.test(core) || words.includes(one) || words.includes(core);
  };
  // Said twice in one message, it is said all the same.
  const parts = said.split(PARTS).filter((part) => coreOf(part) !== "");
  return stops(said) || (parts.length > 1 && parts.every(stops));
}

const coreOf = (said: string): string => plainText(said.replace(BEFORE, "").replace(AFTER, ""));
