import type { Telegram } from "telegraf";
import type { Action, Receipt } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import { unlessMember } from "./failures.js";
import type { ShimSignal } from "./within.js";

/** Runs one call of the API under the account's deadline; what it throws is a PlatformFailure. */
export type Calling = <T>(method: string, call: (signal: ShimSignal) => Promise<T>) => Promise<T>;

/** Does what an action says. @throws PlatformFailure */
export async function doAction(api: Telegram, calling: Calling, action: Action): Promise<Receipt> {
  const { chat: chat_id, topic } = action.to;
  const to = topic === undefined ? { chat_id } : { chat_id, message_thread_id: Number(topic) };
  switch (action.kind) {
    case "send_text": {
      const { text } = action;
      return calling("sendMessage", async (signal) =>
        receiptOf(await api.callApi("sendMessage", { ...to, text }, { signal })),
      );
    }
    case "send_image": {
      const photo = { source: Buffer.from(action.png, "base64"), filename: "chart.png" };
      return calling("sendPhoto", async (signal) =>
        receiptOf(await api.callApi("sendPhoto", { ...to, photo }, { signal })),
      );
    }
    case "approve_join": {
      const user_id = userId(action.user);
      await calling("approveChatJoinRequest", (signal) =>
        api.callApi("approveChatJoinRequest", { chat_id, user_id }, { signal }).catch(unlessMember),
      );
      return {};
    }
    case "decline_join": {
      const user_id = userId(action.user);
      await calling("declineChatJoinRequest", (signal) =>
        api.callApi("declineChatJoinRequest", { chat_id, user_id }, { signal }),
      );
      return {};
    }
    case "invite_link": {
      const { source: name } = action;
      const asks = { chat_id, creates_join_request: true, ...(name === undefined ? {} : { name }) };
      const made = await calling("createChatInviteLink", (signal) =>
        api.callApi("createChatInviteLink", asks, { signal }),
      );
      return { link: made.invite_link };
    }
    default:
      throw new PlatformFailure({ kind: "unsupported" }, "Telegram has no such action");
  }
}

/** @throws TypeError for an answer that is no message: what became of the send is uncertain then */
function receiptOf(sent: { readonly message_id: number }): Receipt {
  if (!Number.isSafeInteger(sent.message_id)) throw new TypeError("no message");
  return { messageId: String(sent.message_id) };
}

function userId(user: string): number {
  if (/^\d+$/.test(user)) return Number(user);
  throw new PlatformFailure({ kind: "unsupported" }, "only a person can be let in");
}
