import { PlatformFailure } from "../../src/core/errors.js";
import type { KnownChat } from "../../src/platform/port.js";
import type { Sandbox } from "../../src/platform/sandbox/platform.js";

export type ListedChats = ReturnType<typeof listedChats>;

/**
 * A platform that lists who is in a chat and which chats there are, whose ids are not for ever, and which doesn't
 * tell of everybody who comes and goes.
 */
export function listedChats() {
  const people = new Map<string, Map<string, string>>();
  const chats = new Map<string, KnownChat>();
  const asked: string[] = [];
  let fails = false;
  const of = (chat: string) => {
    const known = people.get(chat) ?? new Map<string, string>();
    people.set(chat, known);
    return known;
  };
  const look = (what: string) => {
    asked.push(what);
    if (fails) throw new PlatformFailure({ kind: "offline", delivered: "no" }, "away");
  };
  return {
    /** What was asked of the platform. */
    asked,
    /** Who is in a chat: ids, and names where they differ. */
    of,
    chats,
    /** The platform doesn't answer, or does again. */
    away: (is: boolean) => {
      fails = is;
    },
    adapt: (sandbox: Sandbox): Sandbox => ({
      ...sandbox,
      capabilities: new Set([
        ...[...sandbox.capabilities].filter((one) => one !== "stable_ids"),
        "member_list",
      ]),
      join: async (chat, name) => {
        of(chat).set(name, name);
        await sandbox.join(chat, name);
      },
      leave: async (chat, name) => {
        of(chat).delete(name);
        await sandbox.leave(chat, name);
      },
      count: async ({ chat }) => of(chat).size + 1,
      members: async ({ chat }) => {
        look(chat);
        return [...of(chat)].map(([user, name]) => ({ user, name }));
      },
      chats: async () => {
        look("chats");
        return [...chats.values()];
      },
    }),
  };
}
