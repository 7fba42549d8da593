import { moment, tell } from "../../engine/commands/ask.js";
import { noteText } from "../../engine/commands/texts.js";
import type { CommandSpec } from "../../engine/feature.js";
import { botOperations } from "./operations.js";

const SHOWN = 5;

/** `/status`: how the bot is doing for this client. */
export const statusCommand: CommandSpec = {
  name: "status",
  aliases: ["状态"],
  role: "viewer",
  usage: { "zh-CN": "/状态 - 查看运行情况", en: "/status - how the bot is doing" },
  async run(call) {
    const { accounts, paused, deadLetters, ...counts } = await botOperations(call.deps).status(
      call.client,
      call.overall,
    );
    const lines = accounts.map(({ account, ok, lastPollAt, notes }) => {
      const poll =
        lastPollAt === undefined ? tell(call, "从未", "never") : moment(call, lastPollAt);
      const state = ok ? tell(call, "正常", "ok") : tell(call, "异常", "not working");
      const heard = tell(call, `最近连接：${poll}`, `last poll: ${poll}`);
      return [
        `${account}: ${state}`,
        heard,
        ...notes.map((note) => noteText(note, call.locale)),
      ].join(" | ");
    });
    lines.push(
      tell(
        call,
        `待发 ${counts.waiting}，失败 ${counts.failed}，跳过 ${counts.skipped}，未处理 ${counts.unhandled}`,
        `waiting ${counts.waiting}, failed ${counts.failed}, skipped ${counts.skipped}, unhandled ${counts.unhandled}`,
      ),
    );
    if (paused.bot) lines.push(tell(call, "整个机器人已暂停", "the whole bot is paused"));
    if (paused.client) lines.push(tell(call, "本品牌方已暂停", "this client is paused"));
    for (const { seq, why } of deadLetters.slice(0, SHOWN)) {
      const said = why.slice(0, 120);
      lines.push(tell(call, `搁置 #${seq}：${said}`, `set aside #${seq}: ${said}`));
    }
    if (deadLetters.length > 0) {
      const n = deadLetters.length;
      lines.push(
        tell(call, `共搁置 ${n} 条，/重试 <编号> 再处理一次`, `${n} set aside; /retry <number>`),
      );
    }
    return { text: lines.join("\n") };
  },
};
