import { accountId } from "../../core/account-id.js";
import { UserError } from "../../core/errors.js";
import type { GroupRecord } from "../../domain/group/record.js";
import { render } from "../../domain/persona/render.js";
import { bindingKey } from "../../engine/context.js";
import { EFFECT_LIVES_MS, placeOf } from "../../engine/decision.js";
import type { Deps, Objection } from "../../engine/feature.js";
import { plainRow } from "../../engine/plain-row.js";
import { text } from "../../playbook/findings/texts.js";
import type { Playbook } from "../../playbook/schema.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import { type NewRow, SYSTEM } from "../../store/port.js";

export type BindDeps = Pick<Deps, "store" | "playbooks" | "clock" | "platforms">;
type Of = {
  readonly client: string;
  readonly pool: string;
  readonly platform: string;
  readonly account: string;
  readonly chat: string;
};

/**
 * Attaches a chat to a client's pool, and asks the platform for the link by which people ask to join. A
 * known group keeps its history.
 * @throws UserError COMMAND_BOUND_ELSEWHERE when it belongs to another client
 */
export async function bindGroup(
  deps: BindDeps,
  of: Of,
): Promise<{ readonly id: string; readonly group: GroupRecord }> {
  const { store, playbooks } = deps;
  const key = bindingKey(of.account, of.chat);
  const bound = await store.get(SYSTEM, "binding", key);
  if (bound && bound.value.client !== of.client) {
    throw new UserError("COMMAND_BOUND_ELSEWHERE");
  }
  const id = bound?.value.group ?? key;
  const known = await store.get(of.client, "group", id);
  const playbook = playbooks.current(of.client)?.playbook;
  const siblings = (await store.list(of.client, "group")).filter(
    ({ key: other, value }) => value.pool === of.pool && other !== id,
  );
  const next = Math.max(0, ...siblings.map(({ value }) => value.n)) + 1;
  const n = known?.value.pool === of.pool ? known.value.n : next;
  const title = playbook?.groups.pools[of.pool]?.title ?? of.pool;
  const group: GroupRecord = {
    taken: 1,
    cooldowns: {},
    unasked: [],
    variants: {},
    ...known?.value,
    unbound: false,
    platform: of.platform,
    account: of.account,
    chat: known?.value.chat ?? of.chat,
    pool: of.pool,
    n,
    title: render(title, { n, brand: playbook?.brand ?? "" }),
  };
  const rev = known?.rev ?? 0;
  const asks = group.link ? undefined : linkRow(deps, id, group);
  const value = asks ? { ...group, linkAsked: asks.key } : group;
  const stored = await store.commit({
    client: of.client,
    outbox: asks ? [asks] : [],
    facts: [],
    changes: [{ op: "put", kind: "group", key: id, value, rev }],
  });
  if (!stored.ok) return bindGroup(deps, of);
  await store.commit({
    client: SYSTEM,
    outbox: [],
    facts: [],
    changes: [{ op: "put", kind: "binding", key, value: { client: of.client, group: id } }],
  });
  return { id, group };
}

/** Asks for the link by which people come into a group; undefined where the platform has none. */
export function linkRow(
  { clock, platforms }: BindDeps,
  id: string,
  group: GroupRecord,
): NewRow | undefined {
  const platform = platforms.find(({ account }) => account === group.account);
  if (platform && !platform.capabilities.has("invite_link")) return undefined;
  const now = clock.now();
  const action = { kind: "invite_link", to: placeOf(group) } as const;
  const { account } = group;
  return plainRow({
    key: `bind:${id}:${group.chat}:${now}`,
    action,
    account,
    group: id,
    now,
    livesMs: EFFECT_LIVES_MS,
  });
}

/** Binds the chats that a client's playbook names and that nobody has bound yet. */
export async function bindPlaybookChats(deps: BindDeps, client: string): Promise<void> {
  const chats = deps.playbooks.current(client)?.playbook.groups.chats ?? {};
  for (const one of Object.values(chats)) {
    const { platform, chat, pool } = one;
    const [first] = meantBy(deps, one);
    // By whichever of them it was bound in chat, that one keeps it.
    if (!first || (await clientsAt(deps, one)).length > 0) continue;
    await bindGroup(deps, { client, pool, platform, account: first.account, chat });
  }
}

type Chat = Playbook["groups"]["chats"][string];

/** Chats that versions name and that are bound to the client of another of them. */
export async function boundElsewhere(
  deps: Pick<BindDeps, "store" | "platforms">,
  { playbook }: PlaybookVersion,
  clients: readonly string[],
): Promise<readonly Objection[]> {
  const all: Objection[] = [];
  const { client, locale, groups } = playbook;
  const others = clients.filter((one) => one !== client);
  for (const chat of Object.values(groups.chats)) {
    const other = (await clientsAt(deps, chat)).find((one) => others.includes(one));
    if (other === undefined) continue;
    const fix = text(locale, "PLAYBOOK_CHAT_SHARED.fix");
    const params = { chat: chat.chat, client };
    all.push({
      says: `${text(locale, "PLAYBOOK_CHAT_SHARED", { ...params, other })} → ${fix}`,
      apart: `${text(locale, "PLAYBOOK_CHAT_SHARED.apart", params)} → ${fix}`,
    });
  }
  return all;
}

/** The accounts that a playbook means: the one it names, or any of the platform. */
const meantBy = ({ platforms }: Pick<BindDeps, "platforms">, { platform, account: name }: Chat) =>
  platforms.filter(({ id, account }) => {
    return id === platform && (!name || account === accountId(platform, name));
  });

/** The clients to which a chat is bound by the accounts that are meant. */
async function clientsAt(
  deps: Pick<BindDeps, "store" | "platforms">,
  chat: Chat,
): Promise<readonly string[]> {
  const keys = meantBy(deps, chat).map(({ account }) => bindingKey(account, chat.chat));
  const bound = await deps.store.find(SYSTEM, "binding", keys);
  return [...bound.values()].map(({ value }) => value.client);
}
