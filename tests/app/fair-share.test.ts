import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { movesOf, type Unit, unitsOf } from "../../src/app/fair-share.js";
import type { View } from "../../src/store/sharing.js";

const on = (all: Readonly<Record<string, readonly string[]>>) =>
  new Map(Object.entries(all).map(([client, accounts]) => [client, new Set(accounts)]));

describe("what goes together", () => {
  test("a client and all accounts on which it has groups, and whoever is on one of them", () => {
    const clients = on({ tea: ["a", "b"], pets: ["b"], shoes: ["c"], none: [] });
    expect(unitsOf(["d", "c", "b", "a"], clients)).toEqual([
      { accounts: ["a", "b"], clients: ["pets", "tea"] },
      { accounts: ["c"], clients: ["shoes"] },
      { accounts: ["d"], clients: [] },
      { accounts: [], clients: ["none"] },
    ]);
  });
  test("an account that isn't configured joins nobody", () => {
    expect(unitsOf(["a"], on({ tea: ["gone"], pets: ["gone"] }))).toHaveLength(3);
  });
});

/** A few processes, and who has which unit. */
type Stand = { readonly peers: readonly string[]; readonly owner: ReadonlyMap<string, string> };
const one = (n: number, weight: number): Unit => ({
  accounts: [`a${n}`],
  clients: Array.from({ length: weight - 1 }, (_none, m) => `c${n}-${m}`),
});

function viewOf(self: string, { peers, owner }: Stand, serves: readonly string[]): View {
  const those = (begins: string) =>
    new Map([...owner].filter(([name, who]) => name.startsWith(begins) && peers.includes(who)));
  return {
    self,
    heard: new Set(),
    peers: peers.map((id) => ({ id, where: id, serves, leaseMs: 1 })),
    accounts: those("a"),
    clients: those("c"),
  };
}
/** Each in turn does what it reckons; whoever is slower sees what the one before has done. */
function round(
  stand: Stand,
  units: readonly Unit[],
): { readonly stand: Stand; readonly moved: number } {
  const owner = new Map(stand.owner);
  let moved = 0;
  for (const self of stand.peers) {
    const serves = units.flatMap(({ accounts }) => accounts);
    const { take, give } = movesOf(viewOf(self, { ...stand, owner }, serves), units);
    for (const name of [...give.accounts, ...give.clients]) {
      if (owner.get(name) === self) owner.delete(name);
      moved++;
    }
    for (const name of [...take.accounts, ...take.clients]) {
      const who = owner.get(name);
      if (who === undefined || !stand.peers.includes(who)) {
        owner.set(name, self);
        moved++;
      }
    }
  }
  return { stand: { ...stand, owner }, moved };
}
const namesOf = ({ accounts, clients }: Unit) => [...accounts, ...clients];

test("whoever has what: soon all of it is somebody's, units whole, nothing moves any more, loads as even as they go", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 40, maxLength: 40 }),
      (weights, count, owners) => {
        const units = weights.map((weight, n) => one(n, weight));
        const peers = Array.from({ length: count }, (_none, n) => `p${n}`);
        const names = units.flatMap(namesOf);
        // Some are those of processes that are gone, some nobody's.
        const begun = names.flatMap((name, n): [string, string][] =>
          (owners[n] ?? 6) < 6 ? [[name, `p${owners[n]}`]] : [],
        );
        let stand: Stand = { peers, owner: new Map(begun) };
        let still = 0;
        for (let n = 0; n < 200 && still < 3; n++) {
          const next = round(stand, units);
          stand = next.stand;
          still = next.moved === 0 ? still + 1 : 0;
        }
        expect(still).toBe(3);
        const loads = new Map(peers.map((id) => [id, 0]));
        for (const unit of units) {
          const who = new Set(namesOf(unit).map((name) => stand.owner.get(name)));
          const [owner = ""] = who;
          expect(who.size).toBe(1);
          expect(peers).toContain(owner);
          loads.set(owner, (loads.get(owner) ?? 0) + namesOf(unit).length);
        }
        const [least, most] = [Math.min(...loads.values()), Math.max(...loads.values())];
        const busiest = [...loads].filter(([, load]) => load === most).map(([id]) => id);
        const smallest = Math.min(
          ...units
            .filter((unit) => busiest.includes(stand.owner.get(namesOf(unit)[0] ?? "") ?? ""))
            .map((unit) => namesOf(unit).length),
        );
        expect(most - least).toBeLessThanOrEqual(smallest);
      },
    ),
    { numRuns: 300 },
  );
});

test("nobody is given an account that it doesn't know", () => {
  const units = [one(0, 1), one(1, 1)];
  const view: View = {
    self: "p0",
    heard: new Set(),
    peers: [
      { id: "p0", where: "", serves: ["a0"], leaseMs: 1 },
      { id: "p1", where: "", serves: ["a0", "a1"], leaseMs: 1 },
    ],
    accounts: new Map(),
    clients: new Map(),
  };
  expect(movesOf(view, units).take.accounts).toEqual(["a0"]);
  const alone = { ...view, peers: view.peers.slice(0, 1) };
  expect(movesOf(alone, units).take.accounts).toEqual(["a0"]);
});

test("one unit is handed over at a time, and none while another is nobody's", () => {
  const units = [0, 1, 2, 3].map((n) => one(n, 1));
  const all = (names: readonly string[]): Stand => ({
    peers: ["p0", "p1"],
    owner: new Map(names.map((name) => [name, "p0"])),
  });
  const serves = ["a0", "a1", "a2", "a3"];
  const given = (stand: Stand) => movesOf(viewOf("p0", stand, serves), units).give.accounts;
  expect(given(all(serves))).toHaveLength(1);
  expect(given(all(serves.slice(1)))).toEqual([]);
});
