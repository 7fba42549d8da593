import { parseLine } from "../platform/sandbox/line.js";
import type { Heard, Sandbox } from "../platform/sandbox/platform.js";

/** The longest a bot line may take after it is expected: pacing is capped well below. */
const PATIENCE_MS = 30_000;

export type Stage = {
  readonly sandbox: Sandbox;
  readonly said: Heard[];
  /** Moves the fake clock and does all that falls due on the way. */
  readonly forward: (ms: number) => Promise<void>;
  readonly clock: (at: number) => Promise<void>;
  readonly restart: () => Promise<Stage>;
};

/**
 * Replays a transcript line by line.
 * @returns a sentence per expectation that was not met, with its line number; empty when all came.
 */
export async function replay(
  text: string,
  open: Stage,
  firstChat: string,
): Promise<readonly string[]> {
  const problems: string[] = [];
  let compiled = open;
  let chat = firstChat;
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    const line = parseLine(source);
    const group = "chat" in line && line.chat ? line.chat : chat;
    switch (line.kind) {
      case "nothing":
        break;
      case "unclear":
        problems.push(`${index + 1}: ? ${source}`);
        break;
      case "group":
        chat = line.chat;
        break;
      case "join":
      case "leave":
      case "ask":
        await compiled.sandbox[line.kind](group, line.who);
        await compiled.forward(0);
        break;
      case "say": {
        const chatOf = line.direct ? line.who : group;
        await compiled.sandbox.say(
          { platform: "sandbox", chat: chatOf, direct: line.direct },
          line.who,
          line.text,
        );
        await compiled.forward(0);
        break;
      }
      case "forward":
        await compiled.forward(line.ms);
        break;
      case "clock":
        await compiled.clock(Date.parse(line.at));
        break;
      case "restart":
        compiled = await compiled.restart();
        break;
      case "silence": {
        await compiled.forward(PATIENCE_MS);
        const extra = compiled.said.splice(0)[0];
        if (extra)
          problems.push(
            `${index + 1}: expected silence, but bot@${extra.place.chat}: ${extra.text}`,
          );
        break;
      }
      case "expect": {
        const wanted = (heard: Heard) =>
          heard.place.chat === (line.to ?? group) && heard.text.includes(line.text);
        if (!compiled.said.some(wanted)) await compiled.forward(PATIENCE_MS);
        const at = compiled.said.findIndex(wanted);
        if (at < 0) {
          const came = compiled.said
            .map(({ place, text: words }) => `bot@${place.chat}: ${words}`)
            .join(" | ");
          problems.push(
            `${index + 1}: did not come: ${source.trim()}${came ? `; instead: ${came}` : ""}`,
          );
        } else {
          // What was said before it in the same chat has gone by; other chats keep theirs.
          const met = compiled.said[at]?.place.chat;
          const rest = compiled.said.filter(({ place }, i) => i > at || place.chat !== met);
          compiled.said.splice(0, compiled.said.length, ...rest);
        }
        break;
      }
    }
  }
  return problems;
}
