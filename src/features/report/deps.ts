import type { WeekReport } from "./report.js";

/** A week's charts as the bytes of a PNG; nothing where there is nothing to draw, or it could not be drawn. */
export type DrawWeek = (report: WeekReport) => Promise<Uint8Array | undefined>;

declare module "../../engine/feature.js" {
  interface Deps {
    /** Draws a week's charts; without it weeks are told of in words only. */
    readonly drawWeek?: DrawWeek | undefined;
  }
}
