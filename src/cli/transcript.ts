import type { Lang } from "../core/i18n.js";
import { parseLine } from "../platform/sandbox/line.js";
import type { Heard, Sandbox } from "../platform/sandbox/platform.js";
import { text } from "./texts.js";

/** The longest a bot line may take after it is expected: pacing is capped well below. */
const PATIENCE_MS = 30_000;

export type TranscriptRun = {
  readonly sandbox: Sandbox;
  readonly said: Heard[];
  /** Moves the fake clock and does all that falls due on the way. */
  readonly forward: (ms: number) => Promise<void>;
  readonly clock: (at: number) => Promise<void>;
  readonly restart: () => Promise<TranscriptRun>;
};

/**
 * Replays a transcript line by line.
 * @returns a sentence per expectation that was not met, with its line number; empty when all came.
 */
export async function replay(
  transcript: string,
  open: TranscriptRun,
  { chat: firstChat, lang }: { readonly chat: string; readonly lang: Lang },
): Promise<readonly string[]> {
  const problems: string[] = [];
  let run = open;
  let chat = firstChat;
  for (const [index, source] of transcript.split(/\r?\n/).entries()) {
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
        await run.sandbox[line.kind](group, line.who);
        await run.forward(0);
        break;
      case "say":
      case "edit": {
        const { who, direct, text } = line;
        const at = { platform: "sandbox", chat: direct ? who : group, direct };
        if (line.kind === "edit") await run.sandbox.edit(at, who, text);
        else await run.sandbox.say(at, who, text, line.origin);
        await run.forward(0);
        break;
      }
      case "forward":
        await run.forward(line.ms);
        break;
      case "clock":
        await run.clock(Date.parse(line.at));
        break;
      case "restart":
        run = await run.restart();
        break;
      case "silence": {
        await run.forward(PATIENCE_MS);
        const extra = run.said.splice(0)[0];
        if (extra)
          problems.push(`${index + 1}: ${text(lang, "transcript.noise", { came: said(extra) })}`);
        break;
      }
      case "expect": {
        const wanted = (heard: Heard) =>
          heard.place.chat === (line.to ?? group) && heard.text.includes(line.text);
        if (!run.said.some(wanted)) await run.forward(PATIENCE_MS);
        const at = run.said.findIndex(wanted);
        if (at < 0) {
          const wish = source.trim();
          const came = run.said.map(said).join(" | ");
          const problem =
            came === ""
              ? text(lang, "transcript.missing", { wanted: wish })
              : text(lang, "transcript.instead", { wanted: wish, came });
          problems.push(`${index + 1}: ${problem}`);
        } else {
          // What was said before it in the same chat has gone by; other chats keep theirs.
          const met = run.said[at]?.place.chat;
          const rest = run.said.filter(({ place }, i) => i > at || place.chat !== met);
          run.said.splice(0, run.said.length, ...rest);
        }
        break;
      }
    }
  }
  return problems;
}

const said = ({ place, text: words }: Heard): string => `bot@${place.chat}: ${words}`;
