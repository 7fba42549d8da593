import type { Chart } from "../../domain/experiment/report/chart.js";
import type { ChartWords } from "../../domain/experiment/report/chart-words.js";
import type { Deps } from "../../engine/feature.js";

/** A chart as the bytes of a PNG; nothing when it could not be drawn. */
export type Draw = (chart: Chart, words: ChartWords) => Promise<Uint8Array | undefined>;

declare module "../../engine/feature.js" {
  interface Deps {
    /** Draws the charts of experiments; without it they are told of in words only. */
    readonly draw?: Draw | undefined;
  }
}

export type DayDeps = Pick<Deps, "store" | "playbooks" | "clock" | "features" | "draw">;
