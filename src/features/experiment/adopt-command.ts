import { verdictText } from "../../domain/experiment/report/describe.js";
import { orientedTo } from "../../domain/experiment/report/oriented.js";
import { known, refuse, tell, words } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { experimentOperations } from "./operations.js";

type Listed = Awaited<ReturnType<ReturnType<typeof experimentOperations>["experiments"]>>[number];

/** @throws UserError EXPERIMENT_UNKNOWN */
async function experimentOf(call: Call, id: string): Promise<Listed> {
  const all = await experimentOperations(call.deps).experiments(call.client);
  const ids = all.map((each) => each.id);
  known("EXPERIMENT_UNKNOWN", id, ids);
  return all[ids.indexOf(id)] as Listed;
}

/** What speaks for an arm before it is adopted: nothing yet, what is only half known, or what a run found. */
async function evidenceText(call: Call, { id, run, day = 0 }: Listed): Promise<string[]> {
  if (!run)
    return [
      tell(
        call,
        `${id} 还没有跑过，没有任何证据。`,
        `${id} has never run: there is no evidence at all.`,
      ),
    ];
  const { horizonDays } = run.running;
  if (run.state === "running") {
    const at = `${Math.max(day, 0)}/${horizonDays}`;
    return [
      tell(
        call,
        `${id} 正在进行，第 ${at} 天，还没有结论。参加的群在它结束前仍由实验决定，之后才用采用的。`,
        `${id} is running (day ${at}), and there is no verdict yet. Until it ends its groups keep the arms it gives them.`,
      ),
    ];
  }
  const { until, analysis, favours } = await experimentOperations(call.deps).reportExperiment(
    call.client,
    id,
  );
  const verdict = verdictText(orientedTo(analysis, favours), call.locale);
  return [
    run.state === "settled"
      ? tell(
          call,
          `${id} 跑完了（到第 ${until}/${horizonDays} 天）：${verdict}`,
          `${id} has ended (day ${until} of ${horizonDays}): ${verdict}`,
        )
      : tell(
          call,
          `${id} 在第 ${until}/${horizonDays} 天停下了，没有跑完。到那天为止：${verdict}`,
          `${id} was stopped on day ${until} of ${horizonDays}, before its end. As of that day: ${verdict}`,
        ),
  ];
}

/** `/experiment adopt`: all groups get an arm for good, until it is taken back. */
export const experimentAdoptCommand: CommandSpec = {
  name: "experiment adopt",
  aliases: ["实验 采用"],
  role: "owner",
  usage: {
    "zh-CN": "/实验 采用 <实验> <组> - 所有群都用这一组的改动",
    en: "/experiment adopt <experiment> <arm> - all groups get the arm's changes",
  },
  async run(call) {
    const [id, arm, ...more] = words(call);
    if (id === undefined || arm === undefined || more.length > 0) {
      refuse(experimentAdoptCommand.usage, call);
    }
    if (!call.confirmed) {
      const listed = await experimentOf(call, id);
      known("EXPERIMENT_ARM_UNKNOWN", arm, Object.keys(listed.rule.arms));
      const ask = tell(
        call,
        `采用 ${id} 的 ${arm}？所有群从现在起都用它的改动；要退回就输入 /实验 退回 ${id}。确认请输入 /确认`,
        `Adopt ${arm} of ${id}? All groups get its changes from now on; to go back type /experiment rollback ${id}. Type /yes to adopt it`,
      );
      return { text: [...(await evidenceText(call, listed)), ask].join("\n"), confirm: true };
    }
    await experimentOperations(call.deps).adoptArm(call.client, id, arm);
    return { text: tell(call, `已采用 ${id} 的 ${arm}`, `${arm} of ${id} is adopted`) };
  },
};
