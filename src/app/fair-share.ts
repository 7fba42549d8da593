import type { Owned } from "../store/port.js";
import type { View } from "../store/sharing.js";

/**
 * What goes from process to process as a whole: accounts, and the clients that have groups on them. Seats, rosters
 * and the pace of a broadcast are decided where all accounts of a client are at hand.
 */
export type Unit = Owned;

/** What a process does next: takes what is to be its own, and hands over what another is to have. */
export type Moves = { readonly take: Owned; readonly give: Owned };

const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const weightOf = ({ accounts, clients }: Unit): number => accounts.length + clients.length;
const nameOf = ({ accounts, clients }: Unit): string => accounts[0] ?? clients[0] ?? "";

/** @param clients each with the accounts on which it has groups */
export function unitsOf(
  accounts: readonly string[],
  clients: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Unit[] {
  const parts = accounts.map((account) => ({
    accounts: new Set([account]),
    clients: new Set<string>(),
  }));
  for (const [client, its] of clients) {
    const touched = parts.filter((part) => [...its].some((account) => part.accounts.has(account)));
    const whole = {
      accounts: new Set(touched.flatMap((part) => [...part.accounts])),
      clients: new Set([client, ...touched.flatMap((part) => [...part.clients])]),
    };
    for (const part of touched) parts.splice(parts.indexOf(part), 1);
    parts.push(whole);
  }
  return parts
    .map((part) => ({
      accounts: [...part.accounts].sort(byName),
      clients: [...part.clients].sort(byName),
    }))
    .sort((a, b) => byName(nameOf(a), nameOf(b)));
}

/**
 * What a process has to do so that all have a fair share of the work; each reckons it for itself, and alike. What
 * nobody has goes to whoever has least; where all is somebody's, the unit is handed over that makes two processes
 * most even, one at a time.
 */
export function movesOf(view: View, units: readonly Unit[]): Moves {
  const { self } = view;
  const take: Owned[] = [];
  const give: Owned[] = [strays(view, units)];
  const free: Unit[] = [];
  const load = new Map(view.peers.map(({ id }) => [id, 0]));
  for (const unit of units) {
    const holder = holderOf(view, unit);
    if (holder === undefined) free.push(unit);
    else load.set(holder, (load.get(holder) ?? 0) + weightOf(unit));
    if (holder === self) take.push(partOf(view, unit, undefined));
    else give.push(partOf(view, unit, self));
  }
  const isAtRest = units.every((unit) => isWhole(view, unit));
  for (const unit of free.sort((a, b) => weightOf(b) - weightOf(a))) {
    const to = leastLoaded(view, load, unit);
    if (to === undefined) continue;
    load.set(to, (load.get(to) ?? 0) + weightOf(unit));
    if (to === self) take.push(unit);
  }
  const spare = isAtRest ? spareOf(view, load, units) : undefined;
  return { take: together(take), give: together(spare ? [...give, spare] : give) };
}

/** The process of the first of a unit's names that anybody has. */
function holderOf(view: View, { accounts, clients }: Unit): string | undefined {
  const owners = [
    ...accounts.map((account) => view.accounts.get(account)),
    ...clients.map((client) => view.clients.get(client)),
  ];
  return owners.find((owner) => owner !== undefined);
}

const isWhole = (view: View, unit: Unit): boolean => {
  const holder = holderOf(view, unit);
  return holder !== undefined && weightOf(partOf(view, unit, holder)) === weightOf(unit);
};

/** What of a unit a process has, or nobody. */
const partOf = (view: View, unit: Unit, owner: string | undefined): Owned => ({
  accounts: unit.accounts.filter((account) => view.accounts.get(account) === owner),
  clients: unit.clients.filter((client) => view.clients.get(client) === owner),
});

/** What this process has and nobody's playbooks or settings name any more. */
function strays({ self, ...view }: View, units: readonly Unit[]): Owned {
  const mine = (owners: ReadonlyMap<string, string>, known: readonly string[]) =>
    [...owners].flatMap(([name, owner]) => (owner === self && !known.includes(name) ? name : []));
  const { accounts, clients } = together(units);
  return { accounts: mine(view.accounts, accounts), clients: mine(view.clients, clients) };
}

function leastLoaded(
  { peers }: View,
  load: ReadonlyMap<string, number>,
  { accounts }: Unit,
): string | undefined {
  const able = peers.filter(({ serves }) => accounts.every((account) => serves.includes(account)));
  const of = (id: string) => load.get(id) ?? 0;
  return able.map(({ id }) => id).sort((a, b) => of(a) - of(b) || byName(a, b))[0];
}

/** The unit whose move makes two processes most even; undefined where it is another's to move, or none helps. */
function spareOf(
  view: View,
  load: ReadonlyMap<string, number>,
  units: readonly Unit[],
): Unit | undefined {
  const gainOf = (unit: Unit): number => {
    const from = holderOf(view, unit);
    const to = leastLoaded(view, load, unit);
    if (from === undefined || to === undefined || to === from) return 0;
    const apart = (load.get(from) ?? 0) - (load.get(to) ?? 0);
    return apart - Math.abs(apart - 2 * weightOf(unit));
  };
  const gains = units.map((unit) => ({ unit, gain: gainOf(unit) }));
  const [best] = gains.sort((a, b) => b.gain - a.gain || byName(nameOf(a.unit), nameOf(b.unit)));
  return best && best.gain > 0 && holderOf(view, best.unit) === view.self ? best.unit : undefined;
}

const together = (all: readonly Owned[]): Owned => ({
  accounts: all.flatMap(({ accounts }) => accounts),
  clients: all.flatMap(({ clients }) => clients),
});
