import type { Instant } from "../../core/event.js";
import { EFFECT_LIVES_MS } from "../../engine/decision.js";
import type { Deps, Due } from "../../engine/feature.js";
import { plainRow } from "../../engine/plain-row.js";
import type { Ended } from "../../store/port.js";
import { text } from "./texts.js";
import { whereAndWhy } from "./where-and-why.js";

declare module "../../core/record.js" {
  interface Records {
    /** A text that an operator sends to groups; looked at until it has ended in all of them. */
    broadcast: BroadcastRecord;
  }
}

export type BroadcastRecord = {
  readonly made: Instant;
  /** Who hears what became of it, by the account that they wrote to. */
  readonly by: { readonly platform: string; readonly account: string; readonly user: string };
  readonly locale: "zh-CN" | "en";
  /** Where it has not ended yet, as far as is known. */
  readonly open: readonly { readonly group: string; readonly title: string }[];
};

const LOOK_AGAIN_MS = 30_000;
/** By then the command that says it has put every row into the outbox, or never will. */
const SURELY_DECIDED_MS = 60_000;

/** The first look at a broadcast: most have ended by then. */
export const firstLook = (made: Instant): Instant => made + LOOK_AGAIN_MS / 2;

/** Tells whoever said it in which groups a broadcast did not arrive, and why; looks again while it waits in some. */
export async function followBroadcast(deps: Deps, due: Due<"broadcast">): Promise<void> {
  const { client, key, rev, value } = due;
  const { by, locale, open, made } = value;
  const now = deps.clock.now();
  // As the decision that says it there names its row.
  const keyOf = (group: string) => `${key}:${group}:0`;
  const ended = await deps.store.outcomes(
    client,
    open.map(({ group }) => keyOf(group)),
  );
  const stateOf = (group: string): Ended =>
    ended.get(keyOf(group)) ??
    (now - made > SURELY_DECIDED_MS ? { state: "skipped", why: "unbound" } : { state: "waiting" });
  const left = open.filter(({ group }) => stateOf(group).state === "waiting");
  const missed = open.flatMap(({ group, title }) => {
    const { state, why = state } = stateOf(group);
    return state === "waiting" || state === "sent" ? [] : [{ group, title, why }];
  });
  const told = text(locale, "broadcast.missed", { n: missed.length });
  const to = { platform: by.platform, chat: by.user, direct: true };
  const row = plainRow({
    key: `${key}:missed:${rev}`,
    action: { kind: "send_text", to, text: [told, ...whereAndWhy(locale, missed)].join("\n") },
    account: by.account,
    now,
    livesMs: EFFECT_LIVES_MS,
  });
  const again = { ...value, open: left };
  await deps.store.commit({
    client,
    changes: [
      left.length === 0
        ? { op: "remove", kind: "broadcast", key }
        : { op: "put", kind: "broadcast", key, value: again, due: now + LOOK_AGAIN_MS, rev },
    ],
    outbox: missed.length === 0 ? [] : [row],
    facts: [],
  });
}
