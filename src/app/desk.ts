import { UserError } from "../core/errors.js";
import type { Place } from "../core/event.js";
import type { GroupRecord } from "../domain/group/record.js";
import { compiledFor } from "../engine/arms.js";
import type { Desk, GroupLine } from "../engine/commands/command.js";
import { commitWithRetry } from "../engine/commit-with-retry.js";
import { chatKey, loadContext } from "../engine/context.js";
import { act, addFact, closeDecision, openDecision, placeOf } from "../engine/decision.js";
import { allowedFrom } from "../engine/outbound/send-window.js";
import { countUnasked } from "../engine/say.js";
import { typedDesk } from "../features/chat-order/operations.js";
import { couponDesk } from "../features/coupon/operations.js";
import type { Draw } from "../features/experiment/deps.js";
import { frozenBy } from "../features/experiment/freeze.js";
import { experimentDesk } from "../features/experiment/operations.js";
import { type BindDeps, bindGroup } from "../features/group/bind.js";
import { creditDesk } from "../features/order/attribution-operations.js";
import { orderDesk } from "../features/order/operations.js";
import { priceDesk } from "../features/promo/operations.js";
import { startScript } from "../features/script/scripts.js";
import { lineUses } from "../playbook/check/uses.js";
import type { PlaybookVersion } from "../playbook/versions/version.js";
import { type Accepted, type Change, SYSTEM } from "../store/port.js";

export type Files = {
  /** Reads the files again; the editions are there when no error was found. */
  readonly check: () => Promise<{
    readonly ok: boolean;
    readonly lines: readonly string[];
    readonly versions: readonly PlaybookVersion[];
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
  const { store, playbooks, clock } = deps;
  const put = async (client: string, ...changes: Change[]) => {
    await store.commit({ client, changes, outbox: [], facts: [] });
  };
  const setting = async (client: string, key: string) =>
    (await store.get(client, "setting", key))?.value ?? {};
  const stageOf = async (client: string, groupId: string) => {
    const chosen = await setting(client, "client");
    return compiledFor(playbooks, client, { groupId, setting: chosen, at: clock.now() });
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
  ) => loadContext(deps, { client, groupId, memberId, now: clock.now(), seed, spent });
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
    pools: (client) => Object.keys(playbooks.current(client)?.playbook.groups.pools ?? {}),
    scripts: (client) => Object.keys(playbooks.current(client)?.playbook.scripts ?? {}),
    personas: (client) =>
      (playbooks.current(client)?.personas ?? []).map(({ id, name }) => ({ id, name })),
    persona: async (client) =>
      (await setting(client, "client")).persona ??
      playbooks.current(client)?.playbook.persona ??
      "",
    linesMissing(client, persona) {
      const version = playbooks.current(client);
      const lines = version?.personas.find(({ id }) => id === persona)?.lines ?? {};
      const used = version ? lineUses(version.playbook).map(({ id }) => id) : [];
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
        await commitWithRetry(store, async (spent) => {
          const context = await view(of.client, of.group, of.seed, key, spent);
          if (context?.seat?.value.status !== "in") return undefined;
          const decision = openDecision(context);
          startScript(decision, of.script, true);
          started = true;
          return closeDecision(decision);
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
      const contexts = await Promise.all(groups.map((group) => view(client, group, "preview")));
      const decisions = contexts.flatMap((context) => (context ? [openDecision(context)] : []));
      return decisions.map((decision) => allowedFrom(decision, now));
    },
    async say(client, groups, text, seed) {
      for (const group of groups) {
        await commitWithRetry(store, async () => {
          const context = await view(client, group, `${seed}:${group}`);
          if (!context) return undefined;
          const decision = openDecision(context);
          const delayMs = allowedFrom(decision, clock.now()) - clock.now();
          const due = clock.now() + delayMs;
          const action = { kind: "send_text", to: placeOf(decision.group), text } as const;
          act(decision, action, { unasked: true, delayMs });
          addFact(decision, "said_text", { line: "/say", due });
          countUnasked(decision, due);
          return closeDecision(decision);
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
    version: (client) => playbooks.current(client)?.hash ?? "",
    check: deps.files.check,
    async reload() {
      const { ok, lines, versions } = await deps.files.check();
      if (!ok) return { ok, lines };
      const frozen = await frozenBy(store, versions);
      if (frozen.length > 0) return { ok: false, lines: frozen };
      playbooks.replace(versions);
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
