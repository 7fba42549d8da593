import type { Action } from "../../core/action.js";
import type { NewRow, OutboxRow, Waiting } from "../port.js";
import { idOf } from "./names.js";
import { fitting } from "./size.js";
import type { RowDoc } from "./tables.js";

/** What of a row is only read as a whole; the rest are fields. */
type Body = Pick<NewRow, "action" | "onUncertain" | "group" | "version" | "watched">;

/** A new row as it is stored; its picture stands beside the rest. */
export function rowDoc(client: string, row: NewRow, seq: number): RowDoc {
  const { key, action, account, made, due, expires, unasked, rank } = row;
  const { onUncertain, group, version, watched } = row;
  const { png, ...shown } = action.kind === "send_image" ? action : { ...action, png: undefined };
  const body = JSON.stringify({ action: shown, onUncertain, group, version, watched });
  fitting(`message ${key}`, body + (png ?? ""));
  return {
    ...{ _id: idOf(client, key), seq, client, key, account, chat: action.to.chat },
    ...{ made, due, expires, unasked, rank },
    ...{ state: "waiting", tries: 0, uncertain: false, issued: false, body },
    ...(png !== undefined && { png }),
  };
}

/** A stored row, under the chat where it goes by now. */
export function toRow(doc: RowDoc): OutboxRow {
  const { seq, client, key, account, made, due, expires, unasked, rank, tries, uncertain } = doc;
  const { action, ...rest } = bodyOf(doc);
  return {
    ...{ seq, client, key, account, made, due, expires, unasked, rank, tries, uncertain },
    ...rest,
    action,
  };
}

/** A stored row as one that waits. */
export function toWaiting(doc: RowDoc): Waiting {
  const { client, due, expires, unasked, rank, why } = doc;
  const { action } = bodyOf(doc);
  return {
    ...{ client, due, expires, unasked, rank, kind: action.kind, to: action.to },
    ...(action.kind === "send_text" && { text: action.text }),
    ...(why !== undefined && { why }),
  };
}

function bodyOf({ body, chat, png }: RowDoc): Body {
  const { action, ...rest } = JSON.parse(body) as Body;
  const to = { ...action.to, chat };
  return { ...rest, action: { ...action, to, ...(png !== undefined && { png }) } as Action };
}
