import { UserError } from "../core/errors.js";
import type { GroupRecord } from "../core/record.js";
import type { Desk, GroupLine } from "../operator/command.js";
import type { Platform } from "../platform/port.js";
import { type Change, type Store, SYSTEM } from "../store/port.js";
import type { Book } from "./book.js";
import type { Clock } from "./clock.js";
import { act, closeDraft, openDraft, placeOf } from "./draft.js";
import { startScript } from "./scripts.js";
import { chatKey, loadView } from "./view.js";

export type Files = {
  readonly check: () => Promise<{ ok: boolean; lines: readonly string[] }>;
  readonly reload: () => Promise<{ ok: boolean; lines: readonly string[] }>;
};
type Deps = {
  readonly store: Store;
  readonly book: Book;
  readonly clock: Clock;
  readonly platforms: readonly Platform[];
  readonly files: Files;
};

/** The runtime's side of the operators' commands. */
export function createDesk(deps: Deps): Desk {
  const { store, book, clock } = deps;
  const put = async (client: string, ...changes: Change[]) => {
    await store.commit({ client, changes, outbox: [], facts: [] });
  };
  const line = (client: string, id: string, group: GroupRecord): GroupLine => ({
    id,
    client,
    title: group.title,
    pool: group.pool,
    taken: group.taken,
    capacity: book.edition(client)?.playbook.groups.capacity ?? 0,
    paused: group.paused ?? false,
    ...(group.admin === undefined ? {} : { admin: group.admin }),
  });
  const setting = async (client: string, key: string) =>
    (await store.get(client, "setting", key))?.value ?? {};
  const view = (client: string, groupId: string, seed: string, memberId?: string) =>
    loadView(deps, { client, groupId, memberId, now: clock.now(), seed });

  return {
    groups: async (client) =>
      (await store.list(client, "group")).map(({ key, value }) => line(client, key, value)),
    async status(client) {
      const counts = await store.counts();
      const parked = await store.parked();
      return {
        platforms: deps.platforms.map((platform) => ({ id: platform.id, ...platform.health() })),
        waiting: counts.waiting,
        failed: counts.failed,
        skipped: counts.skipped,
        unhandled: counts.unhandled,
        parked: parked.map(({ seq, parked: why }) => ({ seq, why: why ?? "" })),
        paused: {
          bot: (await setting(SYSTEM, "bot")).paused ?? false,
          client: (await setting(client, "client")).paused ?? false,
        },
      };
    },
    pools: (client) => Object.keys(book.edition(client)?.playbook.groups.pools ?? {}),
    scripts: (client) => Object.keys(book.edition(client)?.playbook.scripts ?? {}),
    personas: () => book.personas().map(({ id, name }) => ({ id, name })),
    persona: async (client) =>
      (await setting(client, "client")).persona ?? book.edition(client)?.playbook.persona ?? "",
    async usePersona(client, id) {
      await put(client, {
        op: "put",
        kind: "setting",
        key: "client",
        value: { ...(await setting(client, "client")), persona: id },
      });
    },
    async pause(client, what, paused) {
      if (what === "bot" || what === "client") {
        const owner = what === "bot" ? SYSTEM : client;
        const value = { ...(await setting(owner, what)), paused };
        return put(owner, { op: "put", kind: "setting", key: what, value });
      }
      const group = await store.get(client, "group", what);
      if (!group) throw new UserError("COMMAND_GROUP_UNKNOWN", { group: what });
      await put(client, { op: "put", kind: "group", key: what, value: { ...group.value, paused } });
    },
    async bind(client, pool, place) {
      const { id, group } = await bindGroup(deps, {
        client,
        pool,
        platform: place.platform,
        chat: place.chat,
      });
      return line(client, id, group);
    },
    async unbind(place) {
      await put(SYSTEM, {
        op: "remove",
        kind: "binding",
        key: chatKey(place.platform, place.chat),
      });
    },
    async startScript(client, group, script, who) {
      const members = await store.list(client, "member");
      const found = members.find(({ value }) => value.user === who || value.name === who);
      const seen = found && (await view(client, group, `command:${clock.now()}`, found.key));
      if (seen?.seat?.value.status !== "in") return false;
      const draft = openDraft(seen);
      startScript(draft, script, true);
      await store.commit(closeDraft(draft));
      return true;
    },
    schedules: async (client) =>
      (await store.list(client, "schedule")).map(({ key, value, due }) => ({
        id: key,
        paused: value.paused ?? false,
        ...(due === undefined ? {} : { next: due }),
      })),
    async pauseSchedule(client, id, paused) {
      const known = await store.get(client, "schedule", id);
      if (!known) throw new UserError("COMMAND_SCHEDULE_UNKNOWN", { schedule: id });
      const { due, value } = known;
      await put(client, {
        op: "put",
        kind: "schedule",
        key: id,
        value: { ...value, paused },
        ...(due === undefined ? {} : { due }),
      });
    },
    async say(client, groups, text) {
      for (const group of groups) {
        const seen = await view(client, group, `say:${clock.now()}:${group}`);
        if (!seen) continue;
        const draft = openDraft(seen);
        act(draft, { kind: "send_text", to: placeOf(draft.group), text }, { unasked: true });
        await store.commit(closeDraft(draft));
      }
    },
    version: (client) => book.edition(client)?.version ?? "",
    check: deps.files.check,
    reload: deps.files.reload,
  };
}

/** Attaches a chat to a client's pool; a known group keeps its history. @throws UserError when it belongs to another client. */
export async function bindGroup(
  deps: Pick<Deps, "store" | "book">,
  of: { client: string; pool: string; platform: string; chat: string },
): Promise<{ id: string; group: GroupRecord }> {
  const { store, book } = deps;
  const key = chatKey(of.platform, of.chat);
  const bound = await store.get(SYSTEM, "binding", key);
  if (bound && bound.value.client !== of.client) {
    throw new UserError("COMMAND_BOUND_ELSEWHERE", { client: bound.value.client });
  }
  const id = bound?.value.group ?? key;
  const known = await store.get(of.client, "group", id);
  const playbook = book.edition(of.client)?.playbook;
  const siblings = (await store.list(of.client, "group")).filter(
    ({ value }) => value.pool === of.pool,
  );
  const n =
    known?.value.pool === of.pool
      ? known.value.n
      : Math.max(0, ...siblings.map(({ value }) => value.n)) + 1;
  const title = (playbook?.groups.pools[of.pool]?.title ?? of.pool).replace(
    /\{\{\s*n\s*\}\}/,
    String(n),
  );
  const group: GroupRecord = {
    taken: 1,
    cooldowns: {},
    unasked: [],
    variants: {},
    ...known?.value,
    platform: of.platform,
    account: of.platform,
    chat: known?.value.chat ?? of.chat,
    pool: of.pool,
    n,
    title,
  };
  await store.commit({
    client: of.client,
    outbox: [],
    facts: [],
    changes: [{ op: "put", kind: "group", key: id, value: group }],
  });
  await store.commit({
    client: SYSTEM,
    outbox: [],
    facts: [],
    changes: [{ op: "put", kind: "binding", key, value: { client: of.client, group: id } }],
  });
  return { id, group };
}
