import { UserError } from "../../core/errors.js";
import { verdictText } from "../../domain/experiment/report/describe.js";
import { orientedTo } from "../../domain/experiment/report/oriented.js";
import { known, operatorOf, refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Call, CommandSpec } from "../../engine/feature.js";
import { type ExperimentLine, experimentOperations } from "./operations.js";
import { text } from "./texts.js";

/** @throws UserError EXPERIMENT_UNKNOWN */
async function experimentOf(call: Call, id: string): Promise<ExperimentLine> {
  const all = await experimentOperations(call.deps).experiments(call.client);
  const found = all.find((each) => each.id === id);
  if (found) return found;
  const known = all.map((each) => each.id).join(", ") || "-";
  throw new UserError("EXPERIMENT_UNKNOWN", { id, known });
}

/** What speaks for an arm before it is adopted: nothing yet, what is only half known, or what a run found. */
async function evidenceText(call: Call, { id, run, day = 0 }: ExperimentLine): Promise<string> {
  if (!run) return text(call.locale, "adopt.never-run", { id });
  const { horizonDays: horizon } = run.running;
  if (run.state === "running")
    return text(call.locale, "adopt.running", { id, day: Math.max(day, 0), horizon });
  const { until, analysis, favours } = await experimentOperations(call.deps).reportExperiment(
    call.client,
    id,
  );
  const verdict = verdictText(orientedTo(analysis, favours), call.locale);
  return text(call.locale, `adopt.${run.state}`, { id, day: until, horizon, verdict });
}

/** `/experiment adopt`: all groups get an arm for good, until it is taken back. */
export const experimentAdoptCommand: CommandSpec = {
  name: "experiment adopt",
  aliases: ["实验 采用"],
  role: "owner",
  usage: usageOf(text, "adopt.usage"),
  async run(call) {
    const [id, arm, ...more] = words(call);
    if (id === undefined || arm === undefined || more.length > 0) {
      refuse(experimentAdoptCommand.usage, call);
    }
    if (!call.confirmed) {
      const listed = await experimentOf(call, id);
      known("EXPERIMENT_ARM_UNKNOWN", arm, Object.keys(listed.rule.arms));
      const ask = text(call.locale, "adopt.confirm", { id, arm });
      return { text: [await evidenceText(call, listed), ask].join("\n"), confirm: true };
    }
    await experimentOperations(call.deps).adoptArm(call.client, id, { arm, by: operatorOf(call) });
    return { text: text(call.locale, "adopt.done", { id, arm }) };
  },
};
