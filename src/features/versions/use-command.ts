import { UserError } from "../../core/errors.js";
import { operatorOf, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { checkTrial, groupNamed, typedAs, typedIn } from "./choice.js";
import { type Choosable, versionsOperations } from "./operations.js";
import { changedLines, previewLines, trialLine } from "./preview.js";
import { text } from "./texts.js";

/** `/playbook diff`: in what the files differ from what is in use. */
export const playbookDiffCommand: CommandSpec = {
  name: "playbook diff",
  aliases: ["剧本 对比"],
  role: "operator",
  usage: usageOf(text, "diff.usage"),
  async run(call) {
    if (words(call).length > 0) refuse(playbookDiffCommand.usage, call);
    const { client, locale: lang, deps } = call;
    const operations = versionsOperations(deps);
    const { version, lines } = await operations.draft(client);
    if (!version) return { text: [text(lang, "draft.broken"), ...lines].join("\n") };
    const before = operations.current(client);
    const canary = deps.playbooks.canary(client);
    const tried = canary ? [await trialLine(deps, client, { canary, lang })] : [];
    if (await operations.same(version, before))
      return { text: [text(lang, "diff.same", { client }), ...tried].join("\n") };
    const isTried = canary !== undefined && (await operations.same(version, canary.version));
    const changed = await changedLines(deps, { before, now: version, lang });
    const objections = await operations.objections(version);
    return {
      text: [
        text(lang, "diff.head", { client }),
        ...changed,
        ...tried,
        ...(canary ? [text(lang, isTried ? "diff.tried" : "diff.not-tried")] : []),
        ...(objections.length > 0
          ? [text(lang, "diff.refused"), ...objections]
          : [text(lang, "diff.next")]),
      ].join("\n"),
    };
  },
};

/** `/playbook use [group] [finish|stop]`: takes the files into use, shown first; for one group alone as a trial. */
export const playbookUseCommand: CommandSpec = {
  name: "playbook use",
  aliases: ["剧本 启用"],
  role: "owner",
  usage: usageOf(text, "use.usage"),
  async run(call) {
    const { client, locale: lang, deps } = call;
    const { rest, scripts, own } = typedIn(words(call));
    const operations = versionsOperations(deps);
    const word = rest.join(" ");
    const group = word === "" ? undefined : await groupNamed(deps, client, word);
    const draft = await operations.draft(client);
    if (!draft.version || draft.own === undefined)
      return { text: [text(lang, "draft.broken"), ...draft.lines].join("\n") };
    const { version } = draft;
    const before = operations.current(client);
    if (await nothingNew(call, version, group?.id)) return { text: text(lang, "use.same") };
    if (group) checkTrial(before.playbook, version.playbook);
    const objections = await operations.objections(version);
    if (objections.length > 0)
      return { text: [text(lang, "use.refused"), ...objections].join("\n") };
    if (!call.confirmed) {
      const seen = { client, before, now: version, group, scripts, lang };
      const lines = await previewLines(deps, seen);
      const ask = text(lang, group ? "use.ask-trial" : "use.ask");
      const ends = await otherTrial(call, draft.own, group?.id);
      const args = typedAs(scripts, draft.own, word);
      return { text: [...lines, ...ends].join("\n"), ask, confirm: true, args };
    }
    if (own !== draft.own) throw new UserError("VERSION_CHANGED_SINCE");
    const by = operatorOf(call);
    const why = group ? "try" : "use";
    await operations.take({ client, version, group: group?.id, scripts, by, why });
    return {
      text: group
        ? text(lang, "use.tried", { group: group.title })
        : text(lang, "use.done", { client }),
    };
  },
};

/** Whether what is meant to get a version has it. */
async function nothingNew(
  { client, deps }: Call,
  version: Choosable["version"],
  group: string | undefined,
): Promise<boolean> {
  const operations = versionsOperations(deps);
  const { playbooks } = deps;
  const canary = playbooks.canary(client);
  if (group !== undefined && canary?.group === group)
    return operations.same(version, canary.version);
  return operations.same(version, operations.current(client));
}

/** That a trial ends by this, where it is one of something else or somewhere else. */
async function otherTrial(
  { client, deps, locale: lang }: Call,
  own: string,
  group: string | undefined,
): Promise<readonly string[]> {
  const canary = deps.playbooks.canary(client);
  if (!canary || canary.group === group) return [];
  const line = await trialLine(deps, client, { canary, lang });
  const { own: tried } = await versionsOperations(deps).named(canary.version);
  return [
    line,
    text(lang, group === undefined && tried === own ? "use.ends-trial" : "use.drops-trial"),
  ];
}
