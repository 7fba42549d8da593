import { PlatformFailure, UserError } from "../../core/errors.js";
import { cleanText } from "../../core/outside-text.js";
import { refuse, usageOf } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { groupOperations } from "../group/operations.js";
import type { Likeness } from "./likeness.js";
import { rebindOperations } from "./rebind.js";
import { text } from "./texts.js";

const LONGEST_TITLE = 60;

/**
 * `/rebind`: a group goes on in another chat. Alone it lists the groups whose chats are gone, with proposals;
 * `/rebind 2` takes the second; in a new chat `/rebind <group>` takes that chat. A preview first, always.
 */
export const rebindCommand: CommandSpec = {
  name: "rebind",
  aliases: ["重绑"],
  role: "owner",
  usage: usageOf(text, "rebind.usage"),
  async run(call) {
    if (call.args === "") return list(call);
    const isNumber = /^\d{1,2}$/.test(call.args);
    return isNumber ? takeProposed(call, Number(call.args)) : takeHere(call);
  },
};

async function list(call: Call): Promise<Answer> {
  const { locale, client, deps } = call;
  const { found, unlike } = await asked(() => rebindOperations(deps).proposals(client));
  if (found.length + unlike.length === 0) return { text: text(locale, "rebind.none") };
  const lines = found.map(({ title, chatTitle, like, unsure }, n) => {
    const shown = cleanText(chatTitle, LONGEST_TITLE);
    const line = text(locale, "rebind.line", { n: n + 1, title, chat: shown });
    const parts = [line, reasons(call, like), ...(unsure ? [text(locale, "rebind.unsure")] : [])];
    return parts.join(" | ");
  });
  if (found.length > 0) lines.push(text(locale, "rebind.how"));
  for (const title of unlike) lines.push(text(locale, "rebind.unlike", { title }));
  return { text: lines.join("\n") };
}

/** What speaks for it, in words. */
function reasons({ locale }: Call, like: Likeness | undefined): string {
  if (!like) return text(locale, "rebind.unseen");
  const { common, of, sameTitle, sameOwner } = like;
  return [
    text(locale, "rebind.common", { common, of }),
    ...(sameTitle ? [text(locale, "rebind.title")] : []),
    ...(sameOwner ? [text(locale, "rebind.owner")] : []),
  ].join(" | ");
}

async function takeProposed(call: Call, n: number): Promise<Answer> {
  const { client, deps, locale, confirmed } = call;
  const operations = rebindOperations(deps);
  const of = await operations.proposed(client, n);
  if (confirmed) return take(call, of);
  const like = await operations.like(client, of);
  const shown = text(locale, "rebind.ask", { title: of.title, chat: of.chat });
  return { text: [shown, reasons(call, like)].join("\n"), confirm: true };
}

async function takeHere(call: Call): Promise<Answer> {
  const { client, deps, locale, place, account, confirmed } = call;
  if (place.direct) refuse(rebindCommand.usage, call);
  const groups = await groupOperations(deps).groups(client);
  const named = groups.filter(({ id, title }) => id === call.args || title === call.args);
  const [group, ...more] = named;
  if (!group || more.length > 0) throw new UserError("REBIND_GROUP", { id: call.args });
  // A group that is where it was has nowhere to go.
  if (call.group !== undefined) throw new UserError("COMMAND_BOUND_ELSEWHERE");
  const of = { group: group.id, account, chat: place.chat };
  if (confirmed) return take(call, { ...of, title: group.title });
  const like = await rebindOperations(deps).like(client, of);
  const shown = text(locale, "rebind.ask", { title: group.title, chat: place.chat });
  return { text: [shown, reasons(call, like)].join("\n"), confirm: true };
}

async function take(
  { client, deps, locale }: Call,
  { title, ...of }: { group: string; account: string; chat: string; title: string },
): Promise<Answer> {
  await rebindOperations(deps).take(client, of);
  return { text: text(locale, "rebind.done", { title }) };
}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error;
    throw new UserError("REBIND_UNREACHABLE");
  }
}
