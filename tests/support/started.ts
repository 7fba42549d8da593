import { HQ, HQ2, openTown, type Town, type TownOptions } from "./town.js";

export const DAY = 86_400_000;
/** Opening days at midnight is enough where nothing else of the schedule matters. */
export const calm = (text: string) => text.replace(/\nschedule:\n[\s\S]*?\n(?=\w)/, "\n");
export const boss = ({ api }: Town, text: string) => api.say(HQ, 10001, "老板", text);

/** A town of two groups with three members each, in which an experiment begins on 2026-12-03 at midnight. */
export async function started(id: string, options: TownOptions = {}): Promise<Town> {
  const { edit = (text: string) => text } = options;
  const town = await openTown({ ...options, edit: (text) => edit(calm(text)) });
  for (const user of [601, 602, 603]) town.api.join(HQ, user, `客${user}`);
  for (const user of [604, 605, 606]) town.api.join(HQ2, user, `客${user}`);
  await town.forward(8 * DAY);
  boss(town, `/实验 开始 ${id}`);
  const plan = await town.heard(`${id}：2 个群配成 1 对`, HQ);
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
  return Number(found?.group?.split(":")[1]);
}
