import { armDrawn, dateAfter } from "../../src/domain/experiment/design/current.js";
import { chatIn } from "./stories-on.js";
import { HQ, HQ2, openTown, type Town, type TownOptions } from "./town.js";

export const DAY = 86_400_000;
/** Opening days at midnight is enough where nothing else of the schedule matters. */
export const calm = (text: string) => text.replace(/\nschedule:\n[\s\S]*?\n(?=\w)/, "\n");
export const boss = ({ api }: Town, text: string) => api.say(HQ, 10001, "老板", text);

/** A town of groups with three members each, in which an experiment begins on 2026-12-03 at midnight. */
export async function started(id: string, options: TownOptions = {}): Promise<Town> {
  const { edit = (text: string) => text, chats = [HQ, HQ2] } = options;
  const town = await openTown({ ...options, edit: (text) => edit(calm(text)) });
  chats.forEach((chat, n) => {
    for (const user of [1, 2, 3]) town.api.join(chat, 601 + 3 * n + user, `客${n}${user}`);
  });
  await town.forward(8 * DAY);
  boss(town, `/实验 开始 ${id}`);
  const plan = await town.heard(`${id}：${chats.length} 个群配成 1 `, HQ);
  if (!plan?.text.includes("2026-12-03 零点开始")) throw new Error(plan?.text);
  if ((await town.store.list("tea-town", "experiment")).length > 0) throw new Error("too early");
  boss(town, "/确认");
  await town.heard(`已登记 ${id}，2026-12-03 零点开始`, HQ);
  return town;
}

/** The chat that has an arm today. */
export async function chatOf({ store }: Town, arm: string): Promise<number> {
  const assigned = await store.facts("tea-town", "assigned");
  const found = assigned.filter(({ data }) => data?.arm === arm).at(-1);
  return chatIn(found?.group ?? "");
}

/** Counts of one group and day, told to the store as facts are. */
type Counts = { readonly orders?: number; readonly leaves?: number };

async function plant({ store, clock }: Town, day: string, counts: ReadonlyMap<string, Counts>) {
  const facts = [...counts].flatMap(([group, { orders = 0, leaves = 0 }]) => [
    {
      kind: "recounted",
      at: clock.now(),
      day,
      group,
      data: { orders, amount: orders * 1000, margin: orders * 600 },
    },
    ...Array.from({ length: leaves }, () => ({ kind: "left", at: clock.now(), day, group })),
  ]);
  await store.commit({ client: "tea-town", changes: [], outbox: [], facts });
}

/**
 * Lives through a run's days with about the same counts for an arm each day (five orders by default), until it has ended or so many days
 * have passed. Before the start every group had five orders a day, and fifteen once.
 */
export async function live(
  town: Town,
  id: string,
  of: { readonly arms: Readonly<Record<string, Counts>>; readonly days: number },
): Promise<void> {
  const { store } = town;
  const runOf = async () => {
    const runs = await store.list("tea-town", "experiment");
    return runs.filter(({ value }) => value.running.experiment === id).at(-1)?.value;
  };
  const run = await runOf();
  if (!run) throw new Error("nothing runs");
  const { running } = run;
  const groups = running.sets.flat();
  for (let day = -6; day <= 0; day += 1) {
    const orders = day === 0 ? 15 : 5;
    const counts = new Map(groups.map((group) => [group, { orders }]));
    await plant(town, dateAfter(running.start, day - 1), counts);
  }
  for (let day = 1; day <= of.days && (await runOf())?.state === "running"; day += 1) {
    await town.forward(DAY);
    const date = dateAfter(running.start, day - 1);
    const drawn = groups.map((group, n) => {
      const counts = of.arms[armDrawn(running, group, date)?.arm ?? ""] ?? {};
      // Days differ, whatever the arm.
      const chance = (7 * day + 3 * n) % 5;
      return [group, { ...counts, orders: (counts.orders ?? 5) + chance }] as const;
    });
    await plant(town, date, new Map(drawn));
  }
  if ((await runOf())?.state === "running") await town.forward(DAY);
}
