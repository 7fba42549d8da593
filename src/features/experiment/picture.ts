import { UserError } from "../../core/errors.js";
import { daysRead, rowsOfRun } from "../../domain/experiment/analysis/standing.js";
import type { Analysis } from "../../domain/experiment/analysis/verdict.js";
import { designOf } from "../../domain/experiment/design/register.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import { type Chart, chartOrientedTo } from "../../domain/experiment/report/chart.js";
import { chartWords } from "../../domain/experiment/report/chart-words.js";
import type { DayDeps } from "./deps.js";

/**
 * A picture that can't be drawn is a bug to be told of, unless its package was left out; what it goes with is worth
 * more.
 */
export const carefully =
  <Of extends readonly unknown[]>(
    draw: (...of: Of) => Promise<Uint8Array | undefined>,
    onBug: (error: unknown) => void,
  ) =>
  (...of: Of): Promise<Uint8Array | undefined> =>
    draw(...of).catch((error: unknown) => {
      if (!(error instanceof UserError)) onBug(error);
      return undefined;
    });

type Of = {
  readonly record: ExperimentRecord;
  readonly analysis: Analysis;
  readonly until: number;
};

/** A run's running estimate up to its day `until`; undefined before the first look. */
export async function chartOfRun(
  { store, playbooks }: Pick<DayDeps, "store" | "playbooks">,
  client: string,
  of: Of,
): Promise<Chart | undefined> {
  const { running, registration } = of.record;
  if (of.analysis.looks.length === 0) return undefined;
  const rollups = await store.rollups(client, daysRead(running));
  const rows = rowsOfRun(running, rollups).filter(({ day }) => day <= of.until);
  const design = designOf(registration);
  const favours = playbooks.current(client)?.playbook.experiments[running.experiment]?.favours;
  return chartOrientedTo({ design, rows, analysis: of.analysis }, favours);
}

/** The same as a PNG in base64. */
export async function pictureOfRun(
  deps: Pick<DayDeps, "store" | "playbooks" | "draw">,
  client: string,
  of: Of,
): Promise<string | undefined> {
  const { playbooks, draw } = deps;
  const playbook = playbooks.current(client)?.playbook;
  const chart = draw && playbook && (await chartOfRun(deps, client, of));
  if (!chart) return undefined;
  const png = await draw(chart, chartWords(chart, playbook.locale));
  return png && Buffer.from(png).toString("base64");
}
