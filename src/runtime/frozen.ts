import { isAsRegistered } from "../experiment/register.js";
import type { Registration } from "../experiment/registration.js";
import type { Edition } from "../playbook/edition.js";
import type { Store, Stored } from "../store/port.js";

/** The running experiments that an edition says otherwise than they were registered. */
export async function changedBy(
  store: Store,
  { playbook }: Edition,
): Promise<readonly Stored<"experiment">[]> {
  const runs = await store.list(playbook.client, "experiment");
  return runs.filter(({ value }) => {
    if (value.state !== "running") return false;
    const { experiment } = value.running;
    const rule = Object.hasOwn(playbook.experiments, experiment)
      ? playbook.experiments[experiment]
      : undefined;
    return !isAsRegistered(value.registration as Registration, rule);
  });
}

/** Why editions can't be taken into use: a sentence for each running experiment that they change. */
export async function frozenLines(
  store: Store,
  editions: readonly Edition[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const edition of editions) {
    const { client, locale } = edition.playbook;
    for (const { value } of await changedBy(store, edition)) {
      const id = value.running.experiment;
      lines.push(
        locale === "en"
          ? `${client}: experiment ${id} is running and can't be changed. Put its section back as it was, or type /experiment stop ${id} first.`
          : `${client}：实验 ${id} 正在进行，不能改。请把它那一段改回原样，或先输入 /实验 停止 ${id}。`,
      );
    }
  }
  return lines;
}
