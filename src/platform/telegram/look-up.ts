import { Telegram } from "telegraf";
import { UserError } from "../../core/errors.js";
import { answerCode, refusesToken, toFailure } from "./failures.js";
import { agentForWholeAnswers } from "./whole-answers.js";
import { within } from "./within.js";

const PATIENCE_MS = 10_000;
/** So many groups are asked for: one call each. */
const MOST_CHATS = 20;

type Right = "admin" | "member" | "outside";

/**
 * Who a bot is, and what it may do in these chats; nothing is changed, and no bot that runs is disturbed.
 * @returns its name; whether it hears all that is said in groups; its rights in the first twenty
 * @throws UserError TELEGRAM_TOKEN_REFUSED; PlatformFailure where there is no answer, without the token
 */
export async function lookUpBot(
  { token, apiRoot }: { readonly token: string; readonly apiRoot?: string | undefined },
  chats: readonly string[],
) {
  const api = new Telegram(token, apiRoot === undefined ? {} : { apiRoot });
  api.options.agent = agentForWholeAnswers(apiRoot);
  const me = await within(PATIENCE_MS, undefined, (signal) =>
    api.callApi("getMe", {}, { signal }),
  ).catch((error: unknown) => {
    throw refusesToken(error)
      ? new UserError("TELEGRAM_TOKEN_REFUSED")
      : toFailure(error, "getMe", token);
  });
  const rights = new Map<string, Right>();
  for (const chat of chats.slice(0, MOST_CHATS)) {
    const right = await rightIn(api, chat, me.id);
    if (right) rights.set(chat, right);
  }
  return { name: me.username, hearsAll: me.can_read_all_group_messages !== false, rights };
}

/** Undefined when there is no answer: it is no answer about the chat. */
async function rightIn(api: Telegram, chat: string, user: number): Promise<Right | undefined> {
  try {
    const { status } = await within(PATIENCE_MS, undefined, (signal) =>
      api.callApi("getChatMember", { chat_id: chat, user_id: user }, { signal }),
    );
    if (status === "administrator" || status === "creator") return "admin";
    return status === "left" || status === "kicked" ? "outside" : "member";
  } catch (error) {
    const code = answerCode(error);
    return code === 400 || code === 403 ? "outside" : undefined;
  }
}
