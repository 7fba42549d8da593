import type { NewRow } from "../store/port.js";
import { EFFECT_LIVES_MS } from "./decision.js";
import type { Deps } from "./feature.js";
import { plainRow } from "./plain-row.js";

type OnDeps = Pick<Deps, "store" | "playbooks" | "platforms" | "clock">;
type Told = {
  readonly client: string;
  readonly text: string;
  /** Names what is told: told twice it is heard once. */
  readonly key: string;
  /** By another account where an operator has one. */
  readonly notBy?: string;
};

/** Tells a client's operators and owners something, each directly, wherever they have an account. */
export async function operatorsRows(deps: OnDeps, told: Told): Promise<NewRow[]> {
  const { client, text, key } = told;
  const operators = deps.playbooks.current(client)?.playbook.operators ?? {};
  const rows: NewRow[] = [];
  for (const [name, operator] of Object.entries(operators)) {
    if (operator.role === "viewer") continue;
    const by = await voiceFor(deps, told, operator);
    const chat = by && operator[by.id as keyof typeof operator];
    if (!by || !chat) continue;
    const to = { platform: by.id, chat, direct: true };
    rows.push(
      plainRow({
        key: `${key}:${name}`,
        action: { kind: "send_text", to, text },
        ...{ account: by.account, now: deps.clock.now(), livesMs: EFFECT_LIVES_MS },
      }),
    );
  }
  return rows;
}

type Operator = Readonly<Partial<Record<string, string>>>;

/** An account on which the client has groups, where there is one. */
async function voiceFor(deps: OnDeps, { client, notBy }: Told, operator: Operator) {
  const known = deps.platforms.filter(({ id }) => operator[id] !== undefined);
  const others = known.filter((one) => one.account !== notBy);
  for (const one of others) if (await isOn(deps, client, one.account)) return one;
  return others[0] ?? known[0];
}

/** Whether a client has a group on an account. */
export async function isOn(
  { store }: Pick<Deps, "store">,
  client: string,
  account: string,
): Promise<boolean> {
  const groups = await store.list(client, "group");
  return groups.some(({ value }) => value.account === account && !value.unbound);
}
