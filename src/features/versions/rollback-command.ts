import { UserError } from "../../core/errors.js";
import { operatorOf, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import type { Canary } from "../../engine/playbooks.js";
import { type Typed, typedAs, typedIn } from "./choice.js";
import { versionsOperations } from "./operations.js";
import { previewLines } from "./preview.js";
import { text } from "./texts.js";

/** `/playbook rollback [n]`: back to the version before, or to one of the history; while a group tries one out, that ends. */
export const playbookRollbackCommand: CommandSpec = {
  name: "playbook rollback",
  aliases: ["剧本 回退"],
  role: "owner",
  usage: usageOf(text, "rollback.usage"),
  async run(call) {
    const typed = typedIn(words(call));
    const [word, ...more] = typed.rest;
    if (more.length > 0 || (word !== undefined && !/^#?\d{1,6}$/.test(word)))
      refuse(playbookRollbackCommand.usage, call);
    const n = word === undefined ? undefined : Number(word.replace("#", ""));
    const canary = call.deps.playbooks.canary(call.client);
    return n === undefined && canary ? giveUp(call, typed, canary) : goBack(call, typed, n);
  },
};

async function giveUp(call: Call, { scripts, own }: Typed, canary: Canary): Promise<Answer> {
  const { client, locale: lang, deps } = call;
  const operations = versionsOperations(deps);
  const tried = await operations.named(canary.version);
  const title = (await deps.store.get(client, "group", canary.group))?.value.title ?? canary.group;
  if (!call.confirmed) {
    const [before, now] = [canary.version, operations.current(client)];
    const group = { id: canary.group, title };
    const lines = await previewLines(deps, { client, before, now, group, scripts, lang });
    const ask = text(lang, "rollback.ask-trial", { group: title });
    return {
      text: lines.join("\n"),
      ask,
      confirm: true,
      args: typedAs(scripts, tried.own, ""),
    };
  }
  if (own !== tried.own) throw new UserError("VERSION_CHANGED_SINCE");
  await operations.giveUpTrial(client, { by: operatorOf(call), scripts });
  return { text: text(lang, "rollback.trial-over", { group: title }) };
}

async function goBack(
  call: Call,
  { scripts, own }: Typed,
  given: number | undefined,
): Promise<Answer> {
  const { client, locale: lang, deps } = call;
  const operations = versionsOperations(deps);
  const last = (await operations.history(client)).at(-1);
  if (given === undefined && last && "arm" in last && last.arm !== "" && !call.confirmed)
    throw new UserError("VERSION_LAST_ADOPTED", { id: last.experiment, arm: last.arm });
  const { n, version, own: target } = await operations.past(client, given);
  const before = operations.current(client);
  if (await operations.same(version, before)) return { text: text(lang, "rollback.same", { n }) };
  const objections = await operations.objections(version);
  if (objections.length > 0)
    return { text: [text(lang, "rollback.refused", { n }), ...objections].join("\n") };
  if (!call.confirmed) {
    const lines = await previewLines(deps, { client, before, now: version, scripts, lang });
    const ask = text(lang, "rollback.ask", { n });
    return {
      text: lines.join("\n"),
      ask,
      confirm: true,
      args: typedAs(scripts, target, String(n)),
    };
  }
  if (own !== target) throw new UserError("VERSION_CHANGED_SINCE");
  await operations.take({ client, version, scripts, by: operatorOf(call), why: "rollback" });
  return { text: text(lang, "rollback.done", { n }) };
}
