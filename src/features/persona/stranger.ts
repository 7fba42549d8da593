import type { MessageEvent } from "../../core/event.js";
import { langOf } from "../../core/text/lang-of.js";
import { ANSWER_LIVES_MS } from "../../domain/guard/turn.js";
import { asksIfBot } from "../../domain/persona/asks-if-bot.js";
import type { Deps } from "../../engine/feature.js";
import { plainRow } from "../../engine/plain-row.js";
import { SYSTEM } from "../../store/port.js";
import { text } from "./texts.js";

/** Once in so long is enough for somebody who goes on asking. */
const ONCE_MS = 10 * 60_000;

/**
 * Who is nobody's member and asks directly whether it is a bot is told so, in words of no client's: nobody learns
 * who is served here.
 */
export async function discloseToStranger(
  { store, clock }: Deps,
  seq: number,
  { account, place, person, text: said }: MessageEvent,
): Promise<boolean> {
  if (!asksIfBot(said)) return false;
  if ((await store.get(SYSTEM, "setting", "bot"))?.value.paused) return false;
  const now = clock.now();
  const row = plainRow({
    key: `is-bot:${account}:${person.user}:${Math.floor(now / ONCE_MS)}`,
    action: { kind: "send_text", to: place, text: text(langOf(said) ?? "zh-CN", "is-bot") },
    ...{ account, now, livesMs: ANSWER_LIVES_MS },
  });
  // No operator's: as many strangers as like may ask.
  const outbox = [{ ...row, rank: 2 } as const];
  await store.commit({ client: SYSTEM, handles: seq, changes: [], outbox, facts: [] });
  return true;
}
