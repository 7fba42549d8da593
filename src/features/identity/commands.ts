import { refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { CommandSpec } from "../../engine/feature.js";
import { type AccountLine, identityOperations } from "./operations.js";
import { text } from "./texts.js";

const SHOWN = 20;
const listed = (accounts: readonly AccountLine[]): string =>
  accounts.map(({ key, name }) => `${name} (${key})`).join(", ");

/** `/person`: a person's accounts; without a member those that orders take for one person's. */
export const personCommand: CommandSpec = {
  name: "person",
  aliases: ["同人"],
  role: "viewer",
  usage: usageOf(text, "person.usage"),
  async run({ args: member, locale, client, deps }) {
    const operations = identityOperations(deps);
    if (member !== "") return { text: listed(await operations.accounts(client, member)) };
    const found = await operations.suggestions(client);
    if (found.length === 0) return { text: text(locale, "person.none") };
    const lines = found
      .slice(0, SHOWN)
      .map(({ order, accounts }) =>
        text(locale, "person.suggested", { order, accounts: listed(accounts) }),
      );
    if (found.length > SHOWN) lines.push("…");
    return { text: [...lines, text(locale, "person.how")].join("\n") };
  },
};

/** `/link`: makes two accounts one person's; a preview first. */
export const linkCommand: CommandSpec = {
  name: "link",
  aliases: ["关联"],
  role: "operator",
  usage: usageOf(text, "link.usage"),
  async run(call) {
    const [one, other, ...more] = words(call);
    if (one === undefined || other === undefined || more.length > 0)
      refuse(linkCommand.usage, call);
    const { client, locale, confirmed, deps } = call;
    const operations = identityOperations(deps);
    if (confirmed) {
      await operations.link(client, one, other);
      return {
        text: text(locale, "link.operator", {
          accounts: listed(await operations.accounts(client, one)),
        }),
      };
    }
    const both = { one: listed(await operations.accounts(client, one)) };
    const others = listed(await operations.accounts(client, other));
    return { text: text(locale, "link.preview", { ...both, other: others }), confirm: true };
  },
};

/** `/unlink`: makes an account a person of its own again; a preview first. */
export const unlinkCommand: CommandSpec = {
  name: "unlink",
  aliases: ["取消关联"],
  role: "operator",
  usage: usageOf(text, "unlink.usage"),
  async run(call) {
    const [one, ...more] = words(call);
    if (one === undefined || more.length > 0) refuse(unlinkCommand.usage, call);
    const { client, locale, confirmed, deps } = call;
    const operations = identityOperations(deps);
    if (confirmed) {
      await operations.unlink(client, one);
      return { text: text(locale, "unlink.done", { one }) };
    }
    const { key, others } = await operations.apart(client, one);
    return {
      text: text(locale, "unlink.preview", { one: listed([key]), others: listed(others) }),
      confirm: true,
    };
  },
};
