import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { features } from "../app/features.js";
import { OutputFailure, UserError } from "../core/errors.js";
import { systemClock } from "../core/time/clock.js";
import { isVoid } from "../domain/experiment/audit/void.js";
import { auditLines } from "../domain/experiment/report/audit-text.js";
import { planText } from "../domain/experiment/report/plan-text.js";
import { reportCsv } from "../domain/experiment/report/report-csv.js";
import { reportText } from "../domain/experiment/report/report-text.js";
import { experimentOperations } from "../features/experiment/operations.js";
import { chartOfRun } from "../features/experiment/picture.js";
import { text } from "../features/experiment/texts.js";
import { checkChartPath, drawTo } from "./draw-chart.js";
import { errorText } from "./texts.js";

export type ExperimentOptions = {
  readonly client: string;
  readonly json?: boolean;
  /** Of `report`. */
  readonly csv?: boolean;
  /** Of `report`: where to put a picture, `.svg` or `.png`. */
  readonly chart?: string;
};
/** What the command line says, not a command in chat. */
const DRAWING: ReadonlySet<string> = new Set(["CHART_EMPTY", "CHART_VOID"]);
type Verb = "plan" | "start" | "stop" | "report" | "verify";

/**
 * `suanpan experiment plan|start|stop|report|verify ID --client C`; the bot must not run meanwhile.
 * @returns the exit code: 0; 1 when assignments aren't the registered ones, or the experiment refuses.
 * @throws UserError of the playbooks, the store and a chart's file.
 */
export async function runExperiment(
  verb: Verb,
  id: string,
  options: ExperimentOptions,
  config: Config,
): Promise<number> {
  const { client, json = false, csv = false, chart } = options;
  const { lang } = config;
  await checkChartPath(chart);
  return withClientStore(client, config, async ({ store, playbooks }) => {
    const operations = experimentOperations({ store, playbooks, clock: systemClock, features });
    const print = (value: unknown, lines: readonly string[]) =>
      process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${lines.join("\n")}\n`);
    try {
      switch (verb) {
        case "plan": {
          const { plan, about } = await operations.planExperiment(client, id);
          print(plan, planText(plan, about, lang));
          return 0;
        }
        case "start": {
          const { start, hash } = await operations.startExperiment(client, id);
          print({ start, hash }, [text(lang, "terminal.started", { start, hash })]);
          return 0;
        }
        case "stop":
          await operations.stopExperiment(client, id);
          print({ stopped: id }, [text(lang, "stop.done", { id })]);
          return 0;
        case "report": {
          const found = await operations.reportExperiment(client, id);
          const { analysis, until, record } = found;
          const { hash, state, why } = record;
          if (chart !== undefined) {
            const drawn = await chartOfRun({ store, playbooks }, client, {
              record,
              analysis,
              until,
            });
            if (!drawn)
              throw new UserError(isVoid(analysis) ? "CHART_VOID" : "CHART_EMPTY", { id });
            await drawTo(chart, drawn, config);
          }
          if (csv && !json) {
            process.stdout.write(
              `${reportCsv(record, analysis, { experiment: id, day: until })}\n`,
            );
            return 0;
          }
          const value = { run: record.running.run, state, why, day: until, hash, ...analysis };
          print(value, reportText(found, lang));
          return 0;
        }
        case "verify": {
          const found = await operations.verifyExperiment(client, id);
          const { ok: sound, checked, hash } = found;
          print({ ...found, sound }, [
            sound
              ? text(lang, "terminal.sound", { checked, hash })
              : text(lang, "terminal.void", { id }),
            ...auditLines(found, lang),
          ]);
          return sound ? 0 : 1;
        }
      }
    } catch (error) {
      if (!(error instanceof UserError) || error instanceof OutputFailure) throw error;
      if (DRAWING.has(error.code)) throw error;
      process.stderr.write(`${errorText(error, lang)}\n`);
      return 1;
    }
  });
}
