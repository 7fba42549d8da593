import { type TestAPI, test } from "vitest";
import { personId, roomId } from "./fake-wechat/ids.js";

/** Where the stories take place in this run: vitest.config.js lists those that are told on WeChat as well. */
export const PLATFORM = process.env.SUANPAN_STORIES_ON === "wechat" ? "wechat" : "telegram";

const onWechat = PLATFORM === "wechat";

/** What the platform calls somebody; stories call people by numbers. */
export const userId = (user: number): string => (onWechat ? personId(`${user}`) : String(user));
/** What the platform calls a group; stories call groups by numbers below zero. */
export const chatId = (chat: number): string => (onWechat ? roomId(`${chat}`) : String(chat));
/** What the bot calls them. */
export const memberId = (user: number): string => `${PLATFORM}:${userId(user)}`;
export const groupId = (chat: number): string => `${PLATFORM}:${chatId(chat)}`;

/** A story of a link by which people come in, which groups on WeChat don't have. */
export const storyOfLinks: TestAPI | (() => void) = onWechat ? () => {} : test;

const NUMBERS = Array.from({ length: 99 }, (_, n) => -1_001_000_000_001 - n);
/** A group by what the bot calls it, as stories call it. */
export const chatIn = (group: string): number =>
  NUMBERS.find((chat) => groupId(chat) === group) ?? Number.NaN;

/** A playbook that is written for Telegram, with the same people and groups on the stories' platform. */
export function onThePlatform(text: string): string {
  if (!onWechat) return text;
  return text
    .replace(
      /platform: telegram, (.*?)chat: "(-\d+)"/g,
      (_, more: string, chat: string) => `platform: wechat, ${more}chat: "${chatId(Number(chat))}"`,
    )
    .replace(/\btelegram: "(\d+)"/g, (_, user: string) => `wechat: "${userId(Number(user))}"`);
}
