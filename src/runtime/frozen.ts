import { isAsRegistered } from "../experiment/register.js";
import type { Registration } from "../experiment/registration.js";
import type { Edition } from "../playbook/edition.js";
import type { Store, Stored } from "../store/port.js";
import { adoptedAgainst } from "./adoption.js";

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

/** Why editions can't be taken into use: a sentence for each running experiment or adopted arm that they change. */
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
    for (const { experiment: id, arm, found } of await adoptedAgainst(store, edition)) {
      if (found === "written") continue;
      lines.push(
        locale === "en"
          ? `${client}: ${arm} of experiment ${id} is adopted and says ${found.join(", ")}; the file now says otherwise. Type /experiment rollback ${id} and reload to have what the file says, or write the adopted values into the file.`
          : `${client}：已采用实验 ${id} 的 ${arm}，它定着 ${found.join("、")}，文件里现在写的不一样。要照文件来，先输入 /实验 退回 ${id} 再重载；要留住采用的值，就把它写进文件。`,
      );
    }
  }
  return lines;
}
