import { UserError } from "../core/errors.js";
import type { Place } from "../core/event.js";
import type { GroupRecord } from "../core/record.js";
import type { Desk, GroupLine } from "../operator/command.js";
import type { Edition } from "../playbook/edition.js";
import { lineUses } from "../playbook/uses.js";
import { type Accepted, type Change, SYSTEM } from "../store/port.js";
import { groupStage } from "./arms.js";
import { attempt } from "./attempt.js";
import { type BindDeps, bindGroup } from "./bind.js";
import { couponDesk } from "./coupon-desk.js";
import { creditDesk } from "./credit-desk.js";
import { act, addFact, closeDraft, openDraft, placeOf } from "./draft.js";
import { experimentDesk } from "./experiment-desk.js";
import { frozenLines } from "./frozen.js";
import { allowedFrom } from "./hold.js";
import { orderDesk } from "./order-desk.js";
import type { Draw } from "./picture.js";
import { priceDesk } from "./price-desk.js";
import { countUnasked, withNotice } from "./say.js";
import { startScript } from "./scripts.js";
import { typedDesk } from "./typed-desk.js";
import { chatKey, loadView } from "./view.js";

export type Files = {
  /** Reads the files again; the editions are there when no error was found. */
  readonly check: () => Promise<{
    readonly ok: boolean;
    readonly lines: readonly string[];
    readonly editions: readonly Edition[];
  }>;
};
type Deps = BindDeps & {
  readonly files: Files;
  readonly draw?: Draw | undefined;
  /** Takes what is new in the playbooks into the store: chats, schedules, versions. */
  readonly settleIn: () => Promise<void>;
  readonly retry: (accepted: Accepted) => void;
};

/** The runtime's side of the operators' commands. */
export function createDesk(deps: Deps): Desk {
  const { store, book, clock } = deps;
  const put = async (client: string, ...changes: Change[]) => {
    await store.commit({ client, changes, outbox: [], facts: [] });
  };
  const setting = async (client: string, key: string) =>
    (await store.get(client, "setting", key))?.value ?? {};
  const stageOf = async (client: string, groupId: string) => {
    const chosen = await setting(client, "client");
    return groupStage(book, client, { groupId, setting: chosen, at: clock.now() });
  };
  const groupsOf = async (client: string) =>
    (await store.list(client, "group")).filter(({ value }) => !value.unbound);
  const line = async (client: string, id: string, group: GroupRecord): Promise<GroupLine> => ({
    id,
    client,
    title: group.title,
    pool: group.pool,
    taken: group.taken,
    capacity: (await stageOf(client, id))?.playbook.groups.capacity ?? 0,
    paused: group.paused ?? false,
    gone: group.gone ?? false,
    ...(group.admin === undefined ? {} : { admin: group.admin }),
    ...(group.link === undefined ? {} : { link: group.link }),
  });
  const view = (
    client: string,
    groupId: string,
    seed: string,
    memberId?: string,
    spent?: ReadonlySet<string>,
  ) => loadView(deps, { client, groupId, memberId, now: clock.now(), seed, spent });
  /** Set aside in this client's groups; what was never bound to anybody only the overall owner sees. */
  const parkedOf = async (client: string, overall: boolean) => {
    const mine: Accepted[] = [];
    for (const accepted of await store.parked()) {
      const { platform, place } = accepted.event;
      const bound = await store.get(SYSTEM, "binding", chatKey(platform, place.chat));
      if (overall || bound?.value.client === client) mine.push(accepted);
    }
    return mine;
  };

  return {
    groups: async (client) =>
      Promise.all((await groupsOf(client)).map(({ key, value }) => line(client, key, value))),
    async status(client, overall) {
      const { waiting, failed, skipped, unhandled } = await store.counts();
      const parked = await parkedOf(client, overall);
      return {
        platforms: deps.platforms.map((platform) => ({ id: platform.id, ...platform.health() })),
        waiting,
        failed,
        skipped,
        // The command that asks is one of them.
        unhandled: Math.max(0, unhandled - 1),
        parked: parked.map(({ seq, parked: why }) => ({ seq, why: why ?? "" })),
        paused: {
          bot: (await setting(SYSTEM, "bot")).paused ?? false,
          client: (await setting(client, "client")).paused ?? false,
        },
      };
    },
    async retry(client, seq, overall) {
      const mine = (await parkedOf(client, overall)).some((accepted) => accepted.seq === seq);
      const accepted = mine ? await store.unpark(seq) : undefined;
      if (accepted) deps.retry(accepted);
      return accepted !== undefined;
    },
    pools: (client) => Object.keys(book.edition(client)?.playbook.groups.pools ?? {}),
    scripts: (client) => Object.keys(book.edition(client)?.playbook.scripts ?? {}),
    personas: (client) =>
      (book.edition(client)?.personas ?? []).map(({ id, name }) => ({ id, name })),
    persona: async (client) =>
      (await setting(client, "client")).persona ?? book.edition(client)?.playbook.persona ?? "",
    linesMissing(client, persona) {
      const edition = book.edition(client);
      const lines = edition?.personas.find(({ id }) => id === persona)?.lines ?? {};
      const used = edition ? lineUses(edition.playbook).map(({ id }) => id) : [];
      return [...new Set(used)].filter((id) => !Object.hasOwn(lines, id));
    },
    async usePersona(client, id) {
      const value = { ...(await setting(client, "client")), persona: id };
      await put(client, { op: "put", kind: "setting", key: "client", value });
    },
    async pause(client, what, paused) {
      if (what === "bot" || what === "client") {
        const owner = what === "bot" ? SYSTEM : client;
        const value = { ...(await setting(owner, what)), paused };
        return put(owner, { op: "put", kind: "setting", key: what, value });
      }
      for (;;) {
        const group = await store.get(client, "group", what);
        if (!group) throw new UserError("COMMAND_GROUP_UNKNOWN", { group: what });
        const value = { ...group.value, paused };
        const change: Change = { op: "put", kind: "group", key: what, value, rev: group.rev };
        const done = await store.commit({ client, changes: [change], outbox: [], facts: [] });
        if (done.ok) return;
      }
    },
    async bind(client, pool, { platform, chat }) {
      const { id, group } = await bindGroup(deps, { client, pool, platform, chat });
      return line(client, id, group);
    },
    unbind: (client, place) => unbind(deps, client, place),
    async startScript(of) {
      const members = await store.list(of.client, "member");
      const named = members.filter(({ value }) => value.user === of.who || value.name === of.who);
      for (const { key } of named) {
        let started = false;
        await attempt(store, async (spent) => {
          const seen = await view(of.client, of.group, of.seed, key, spent);
          if (seen?.seat?.value.status !== "in") return undefined;
          const draft = openDraft(seen);
          startScript(draft, of.script, true);
          started = true;
          return closeDraft(draft);
        });
        if (started) return true;
      }
      return false;
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
      const next = due === undefined ? {} : { due };
      const change = { op: "put", kind: "schedule", key: id, value: { ...value, paused } } as const;
      await put(client, { ...change, ...next });
    },
    async sayFrom(client, groups, now) {
      const views = await Promise.all(groups.map((group) => view(client, group, "preview")));
      const drafts = views.flatMap((seen) => (seen ? [openDraft(seen)] : []));
      return drafts.map((draft) => allowedFrom(draft, now));
    },
    async say(client, groups, text, seed) {
      for (const group of groups) {
        await attempt(store, async () => {
          const seen = await view(client, group, `${seed}:${group}`);
          if (!seen) return undefined;
          const draft = openDraft(seen);
          const delayMs = allowedFrom(draft, clock.now()) - clock.now();
          const due = clock.now() + delayMs;
          const to = placeOf(draft.group);
          const action = { kind: "send_text", to, text: withNotice(draft, text) } as const;
          act(draft, action, { unasked: true, delayMs });
          addFact(draft, "said_text", { line: "/say", due });
          countUnasked(draft, due);
          return closeDraft(draft);
        });
      }
    },
    ...priceDesk(deps),
    ...orderDesk(deps),
    ...creditDesk(deps),
    ...typedDesk(deps),
    ...experimentDesk(deps),
    ...couponDesk(deps),
    async switchPromo(client, id, on) {
      const before = await setting(client, "client");
      const rest = (before.promosOff ?? []).filter((one) => one !== id);
      const value = { ...before, promosOff: on ? rest : [...rest, id] };
      await put(client, { op: "put", kind: "setting", key: "client", value });
    },
    version: (client) => book.edition(client)?.version ?? "",
    check: deps.files.check,
    async reload() {
      const { ok, lines, editions } = await deps.files.check();
      if (!ok) return { ok, lines };
      const frozen = await frozenLines(store, editions);
      if (frozen.length > 0) return { ok: false, lines: frozen };
      book.replace(editions);
      await deps.settleIn();
      return { ok, lines };
    },
  };
}

/** Releases a chat. The group keeps its history, but nothing of the client reaches the chat any more. */
async function unbind({ store }: BindDeps, client: string, place: Place): Promise<void> {
  const key = chatKey(place.platform, place.chat);
  const bound = await store.get(SYSTEM, "binding", key);
  const group = bound && (await store.get(client, "group", bound.value.group));
  if (group) {
    const value = { ...group.value, unbound: true };
    const changes = [{ op: "put", kind: "group", key: group.key, value } as const];
    await store.commit({ client, changes, outbox: [], facts: [] });
  }
  const changes = [{ op: "remove", kind: "binding", key } as const];
  await store.commit({ client: SYSTEM, changes, outbox: [], facts: [] });
}
