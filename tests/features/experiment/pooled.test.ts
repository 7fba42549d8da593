import { afterEach, beforeEach, expect, test } from "vitest";
import { features } from "../../../src/app/features.js";
import { createManualClock } from "../../../src/core/time/clock.js";
import { createPlaybooks } from "../../../src/engine/playbooks.js";
import { experimentOperations } from "../../../src/features/experiment/operations.js";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { plantSettled, twin } from "../../support/settled.js";
import { tally } from "../../support/tally.js";
import { editions } from "../../support/tea.js";
import { BOSS, closeTowns, HQ, HQ2, openTown } from "../../support/town.js";

let store: Store;
beforeEach(async () => {
  store = await openSqliteStore(":memory:", tally);
});
afterEach(async () => {
  await closeTowns();
  await store.close();
});

type Planted = Parameters<typeof plantSettled>[2] & { readonly share?: boolean };

async function plant(clients: Readonly<Record<string, Planted>>) {
  const twins = Object.entries(clients).map(([client, { share = true }]) => twin(client, share));
  for (const version of twins) {
    await plantSettled(store, version, clients[version.playbook.client] as Planted);
  }
  return twins;
}

/** What a client is shown below the claim about the threshold. */
async function seen(playbooks: ReturnType<typeof createPlaybooks>, viewer = "tea-town") {
  const desk = experimentOperations({
    ...{ store, playbooks, features },
    clock: createManualClock(Date.now()),
  });
  const { board } = await desk.heuristics(viewer);
  return board.find(({ heuristic }) => heuristic === "sixty-beats-sixtyfive")?.elsewhere;
}

/** The book of the shipped playbooks and of those given. */
async function shown(clients: Readonly<Record<string, Planted>>) {
  const playbooks = createPlaybooks();
  playbooks.replace([...editions(), ...(await plant(clients))]);
  return seen(playbooks);
}

const sixty = {};
const sixtyfive = { "promos.main.spend": "65.00" };
const turned = { arms: { sixtyfive, sixty } };

test("operators read what clients that share have found, whichever arm came first there", async () => {
  const town = await openTown();
  ({ store } = town);
  town.playbooks.replace([
    ...editions(),
    ...(await plant({
      alpha: { lift: 0.1 },
      beta: { lift: 0.15, change: turned },
      gamma: { lift: 0.2 },
    })),
  ]);
  town.api.say(HQ, BOSS, "老板", "/经验");
  const said = (await town.heard("经验榜：", HQ))?.text ?? "";
  const lines = said.split("\n");
  const own = lines.findIndex((line) => line.includes("满60减5有效"));
  expect(lines[own + 1]).toMatch(
    /^ {3}别处有 3 家试过：总体站得住，人均毛利 \+1[3-6]%（\+\d+% … \+\d+%）$/,
  );
  expect(lines[own + 2]).toMatch(
    /^ {3}换一家做，多半在 [+−]\d+% … \+\d+%；不往中间收的算法（REML、mHK）：\+15%/,
  );
  expect(lines.filter((line) => line.includes("别处"))).toHaveLength(1);
  expect(said).not.toMatch(/alpha|beta|gamma/);
  expect(town.bugs).toEqual([]);
});

test("the others' effects are pooled; the next client's is less sure than their mean", async () => {
  const found = await shown({ alpha: { lift: -0.3 }, beta: { lift: -0.2, change: turned } });
  expect(found).toMatchObject({ primary: "margin_per_member", clients: 2 });
  const { pooled, next, reml } = found ?? {};
  expect(pooled?.lift).toBeGreaterThan(-0.26);
  expect(pooled?.lift).toBeLessThan(-0.18);
  expect(reml?.lift).toBeCloseTo(-0.25, 2);
  expect(next?.low).toBeLessThan(pooled?.low as number);
  expect(next?.high).toBeGreaterThan(pooled?.high as number);
  const figures = [pooled, next, reml].flatMap((bounds) => Object.values(bounds ?? {}));
  for (const figure of figures) expect(figure).toBe(Math.round((figure as number) * 100) / 100);
});

const SOUND: Planted = { lift: 0.2 };
test.each<[string, Planted]>([
  ["doesn't share", { ...SOUND, share: false }],
  ["stopped", { ...SOUND, state: "stopped" }],
  ["tried another claim", { ...SOUND, heuristic: "under-200" }],
  ["measured something else", { ...SOUND, change: { primary: "orders_per_member" } }],
  ["lost an assignment", { ...SOUND, tampered: true }],
  ["compared an arm with itself", { ...SOUND, change: { arms: { sixty, sixtyfive: sixty } } }],
  [
    "has no one other arm",
    { ...SOUND, change: { arms: { sixty, sixtyfive, none: { "promos.main": null } } } },
  ],
  ["could never answer", { ...SOUND, change: { alpha: 1e-40 } }],
])("a client that %s never shows up", async (_what, planted) => {
  expect(await shown({ alpha: SOUND, beta: planted })).toBeUndefined();
  const with2 = await seen(await bookWith("alpha", "delta"));
  expect(with2).toMatchObject({ clients: 2 });

  async function bookWith(...clients: readonly string[]) {
    await plant({ delta: SOUND });
    const playbooks = createPlaybooks();
    const share = planted.share ?? true;
    playbooks.replace([
      ...editions(),
      ...clients.map((one) => twin(one, true)),
      twin("beta", share),
    ]);
    return playbooks;
  }
});

test("what one doesn't share is not in what the others see, and it may look at theirs", async () => {
  const playbooks = createPlaybooks();
  const sharing = await plant({ alpha: SOUND, beta: SOUND, gamma: SOUND });
  const [silent] = await plant({ silent: { lift: -0.6, share: false } });
  playbooks.replace([...editions(), ...sharing]);
  const before = await seen(playbooks, "tea-town");
  playbooks.replace([...editions(), ...sharing, ...(silent ? [silent] : [])]);
  expect(await seen(playbooks, "tea-town")).toEqual(before);
  expect(await seen(playbooks, "silent")).toEqual(before);
  expect(before).toMatchObject({ clients: 3 });
  // Of those that share each sees the others, never itself among them.
  expect(await seen(playbooks, "alpha")).toMatchObject({ clients: 2 });
});

test("a client that left the book is not read, and broken records of one spoil nobody's answer", async () => {
  const playbooks = createPlaybooks();
  const [alpha, beta, gamma] = await plant({ alpha: SOUND, beta: SOUND, gamma: SOUND });
  if (!alpha || !beta || !gamma) throw new Error("three clients");
  playbooks.replace([...editions(), alpha, beta, gamma]);
  const [run] = await store.list("gamma", "experiment");
  if (!run) throw new Error("nothing ran");
  // As a damaged disk would have it.
  const value = { ...run.value, registration: null as never };
  const broken = [{ op: "put", kind: "experiment", key: run.key, value, rev: run.rev } as const];
  await store.commit({ client: "gamma", changes: broken, outbox: [], facts: [] });
  expect(await seen(playbooks)).toMatchObject({ clients: 2 });
  playbooks.replace([...editions(), alpha, gamma]);
  expect(await seen(playbooks)).toBeUndefined();
});

test("a client that tried twice counts once", async () => {
  expect(await shown({ alpha: SOUND })).toBeUndefined();
  const [again] = await store.list("alpha", "experiment");
  if (!again) throw new Error("nothing ran");
  const changes = [
    { op: "put", kind: "experiment", key: `${again.key}b`, value: again.value, rev: 0 } as const,
  ];
  await store.commit({ client: "alpha", changes, outbox: [], facts: [] });
  const playbooks = createPlaybooks();
  playbooks.replace([...editions(), twin("alpha", true)]);
  expect(await seen(playbooks)).toBeUndefined();
});

test("a run keeps the claim it was started for, whatever the playbook says later", async () => {
  const calm = (text: string) => text.replace(/\nschedule:\n[\s\S]*?\n(?=\w)/, "\n");
  const town = await openTown({ edit: calm });
  for (const user of [601, 602, 603]) town.api.join(HQ, user, `客${user}`);
  for (const user of [604, 605, 606]) town.api.join(HQ2, user, `客${user}`);
  await town.forward(8 * 86_400_000);
  town.api.say(HQ, BOSS, "老板", "/实验 开始 persona");
  town.api.say(HQ, BOSS, "老板", "/确认");
  await town.heard("已登记 persona", HQ);
  const [run] = await town.store.list("tea-town", "experiment");
  expect(run?.value.claim).toEqual({ heuristic: "village-girl-is-liked", favours: "village" });
});
