import { expect, test } from "vitest";
import { parseCommand } from "../../support/commands.js";

test.each([
  ["/help", "help", ""],
  ["／help", "help", ""],
  ["/HELP", "help", ""],
  ["/help@my_bot", "help", ""],
  ["/帮助@my_bot", "help", ""],
  ["/bind acme vip", "bind", "acme vip"],
  ["/绑定vip", "bind", "vip"],
  ["/绑定 vip", "bind", "vip"],
  ["/persona list", "persona list", ""],
  ["/persona@My_Bot use mia", "persona use", "mia"],
  ["/人设", "persona list", ""],
  ["/人设 使用 mia", "persona use", "mia"],
  ["／人设使用mia", "persona use", "mia"],
  ["/流程开始 onboarding 小明", "script start", "onboarding 小明"],
  ["/流程 onboarding 小明", "script start", "onboarding 小明"],
  ["/定时 暂停 morning", "schedule pause", "morning"],
  ["/剧本重载", "playbook reload", ""],
  ["/say all one\ntwo", "say", "all one\ntwo"],
  ["/say @other_bot hi", "say", "@other_bot hi"],
  ["/yes", "yes", ""],
  ["/确认", "yes", ""],
  ["/確認", "yes", ""],
  ["\u200b／ＨＥＬＰ", "help", ""],
  ["/暫\u2060停 全部", "pause", "全部"],
  ["/发言 ＶＩＰ 👨‍👩‍👧", "say", "ＶＩＰ 👨‍👩‍👧"],
  ["/綁定 群報時", "bind", "群報時"],
  ["／暫停", "pause", ""],
  ["/劇本重載", "playbook reload", ""],
  ["/幫助 發言", "help", "發言"],
  ["/确认一下", "", "/确认一下"],
  ["/helpme", "", "/helpme"],
  ["/persona", "persona list", ""],
  ["/dance now", "", "/dance now"],
])("%j is %j with %j", (text, name, args) => {
  expect(parseCommand(text, "my_bot")).toEqual({ name, args });
});

test.each(["help", "", "see /help", "/help@other_bot"])("%j is no command of ours", (text) => {
  expect(parseCommand(text, "my_bot")).toBeUndefined();
});
