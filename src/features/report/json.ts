import { isVoid } from "../../domain/experiment/audit/void.js";
import type { WeekReport } from "./report.js";
import type { Tried } from "./tried.js";

/** A week as one JSON value: money in minor units, instants as ISO 8601, of experiments what their report says. */
export function jsonOf({ made, tried, ...rest }: WeekReport) {
  return { ...rest, made: new Date(made).toISOString(), tried: tried.map(triedJson) };
}

function triedJson(tried: Tried) {
  if (tried.state === "running") return tried;
  const { analysis, ...rest } = tried;
  const { verdict, estimate, p, evidence, more_days } = analysis;
  return { ...rest, void: isVoid(analysis), verdict, estimate, p, evidence, more_days };
}
