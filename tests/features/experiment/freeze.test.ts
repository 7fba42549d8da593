import { afterEach, describe, expect, test } from "vitest";
import { frozenBy } from "../../../src/features/experiment/freeze.js";
import type { PlaybookVersion } from "../../../src/playbook/versions/version.js";
import type { Store } from "../../../src/store/port.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { boss, calm, chatOf, DAY, started } from "../../support/started.js";
import { tally } from "../../support/tally.js";
import { type Edits, editions } from "../../support/tea.js";
import { BOSS, closeTowns, HQ, openTown, type Town } from "../../support/town.js";

afterEach(closeTowns);

/** Both arms of `persona` would be the office lady. */
const office = (text: string) =>
  calm(text).replace("\npersona: village-girl\n", "\npersona: office-lady\n");
const seats = (text: string) => calm(text).replace("capacity: 200", "capacity: 199");

/** A run that goes on in another process. */
async function running() {
  const store = await openSqliteStore(":memory:", tally);
  const kept: Store = { ...store, close: async () => {} };
  const town = await started("persona", { store: kept });
  town.api.say(BOSS, BOSS, "老板", "/whoami", true);
  await town.heard("owner", BOSS);
  const restart = async (edits: Edits = {}) => {
    await town.runtime.stop();
    const at = town.clock.now() + 60_000;
    return openTown({ edit: calm, ...edits, store: kept, api: town.api, at });
  };
  return { store, town, restart };
}

const runIn = async ({ store }: Pick<Town, "store">) =>
  (await store.list("tea-town", "experiment")).at(-1)?.value;

describe("what the arms of a run change", () => {
  test("can't be edited below them; every arm stays what it was", async () => {
    const town = await started("persona");
    await town.forward(DAY);
    const before = town.playbooks.current("tea-town")?.hash;
    town.edit(office);
    boss(town, "/剧本 重载");
    const refused = await town.heard("实验 persona 正在进行，它的组要改 persona", HQ);
    expect(refused?.text).toContain("请改回原样，或先输入 /实验 停止 persona");
    expect(town.playbooks.current("tea-town")?.hash).toBe(before);
    const village = await chatOf(town, "village");
    town.api.say(village, 502, "阿强", "有优惠吗");
    await town.heard("优惠", village);
    const said = await town.store.facts("tea-town", "said_line");
    expect(said.at(-1)?.data?.persona).toBe("village-girl");

    boss(town, "/实验 停止 persona");
    boss(town, "/确认");
    await town.heard("已停下 persona", HQ);
    boss(town, "/剧本 重载");
    await town.until("taken", () => town.playbooks.current("tea-town")?.hash !== before);
    expect(town.bugs).toEqual([]);
  });

  test("can't be edited to what an adopted arm of its own says either", async () => {
    const { store, town } = await running();
    const over = (await runIn(town))?.versions[0] ?? "";
    const value = { adopted: { persona: "office" }, adoptedOver: { persona: over } };
    const changes = [{ op: "put", kind: "setting", key: "client", value } as const];
    await store.commit({ client: "tea-town", changes, outbox: [], facts: [] });
    const [version] = editions({ edit: office });
    expect(await frozenBy(store, version as PlaybookVersion)).toEqual([
      { client: "tea-town", experiment: "persona", paths: ["persona"] },
    ]);
    await store.close();
  });

  test("edited while the bot was stopped, it ends the run, and operators hear where", async () => {
    const { store, town, restart } = await running();
    await town.forward(2 * DAY);
    const later = await restart({ edit: office });
    const notice = await later.heard("已停下", BOSS);
    expect(notice?.text).toContain("它的组要改 persona，剧本这里写的和登记时不一样了");
    expect(await runIn(later)).toMatchObject({ state: "stopped", why: "playbook", endedOn: 1 });
    await store.close();
  });
});

describe("editions that a run has seen", () => {
  test("an edit and its revert within a day are two changes", async () => {
    const town = await started("persona");
    await town.forward(DAY);
    const first = town.playbooks.current("tea-town")?.hash;
    town.edit(seats);
    boss(town, "/剧本 重载");
    await town.until("taken", async () => (await runIn(town))?.versions.length === 2);
    town.edit(calm);
    boss(town, "/剧本 重载");
    await town.until("reverted", async () => (await runIn(town))?.versions.length === 3);
    // Once more the same is no change.
    boss(town, "/剧本 重载");
    await town.rest();
    await town.forward(DAY);
    const seen = (await runIn(town))?.versions ?? [];
    expect([seen.length, seen[0], seen[2]]).toEqual([3, first, first]);
    boss(town, "/实验 报告 persona");
    await town.heard("期间剧本换过 2 次", HQ);
    expect(town.bugs).toEqual([]);
  });

  test("a persona's file that an arm names may be edited, and that is counted", async () => {
    let edit = (text: string) => text;
    const town = await started("persona", { editPersona: (text) => edit(text) });
    await town.forward(DAY);
    edit = (text) => text.replace("name: 阿翠", "name: 翠翠");
    boss(town, "/剧本 重载");
    await town.until("taken", async () => (await runIn(town))?.versions.length === 2);
    boss(town, "/实验 报告 persona");
    await town.heard("期间剧本换过 1 次", HQ);
    expect((await runIn(town))?.state).toBe("running");
  });

  test("an edition that came while the bot was stopped is one of them", async () => {
    const { store, town, restart } = await running();
    const later = await restart({ edit: seats });
    expect((await runIn(later))?.versions).toHaveLength(2);
    expect((await runIn(later))?.state).toBe("running");
    expect(town.bugs).toEqual([]);
    await store.close();
  });
});
