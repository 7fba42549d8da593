import type { Action } from "../../core/action.js";
import type { Act, Served } from "../../core/ledger-entry.js";
import { textHash } from "../../domain/governor/same-text.js";
import type { OutboxRow } from "../../store/port.js";

type Said = Pick<OutboxRow, "client" | "unasked" | "rank"> & { readonly action: Spoken };
/** Of an action only what is counted. */
type Spoken = Pick<Action, "kind" | "to"> & { readonly text?: string };

/** What the account does for its limits when a row leaves. */
export function actOf({ client, unasked, rank, action }: Said): Act {
  const { kind, to, text } = action;
  return {
    kind: kindOf(kind),
    for: servedBy({ kind, unasked, rank }),
    client,
    ...(to.direct ? {} : { chat: to.chat }),
    ...(text === undefined || to.direct ? {} : { text: textHash(text) }),
  };
}

function kindOf(kind: Action["kind"]): string {
  if (kind === "send_text") return "text";
  return kind === "send_image" ? "image" : kind;
}

/** Rank 0 is what commands answer and what operators are told by the bot as a whole; and effects, which are not for them. */
function servedBy(row: Pick<OutboxRow, "unasked" | "rank"> & Pick<Action, "kind">): Served {
  if (row.unasked) return "nobody";
  const isSaid = row.kind === "send_text" || row.kind === "send_image";
  return row.rank === 0 && isSaid ? "operators" : "members";
}
