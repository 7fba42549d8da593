import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** Of a union's alternatives, the issues of the one the writer most likely meant. */
export function bestOf(
  alternatives: readonly (readonly Issue[])[],
  value: unknown,
): readonly Issue[] {
  const fitting = alternatives.filter((issues) => !issues.some((issue) => wrongSort(issue, value)));
  const ranked = [...fitting].sort((a, b) => strangers(a) - strangers(b) || a.length - b.length);
  const best = ranked[0] ?? [];
  if (fitting.length < 2) return best;
  return (
    best.find(({ code }) => code === "unrecognized_keys")
      ? best.filter(({ code }) => code === "unrecognized_keys")
      : best
  ).slice(0, 1);
}

/** The alternative is of another sort than the value, a word instead of a map for example. */
function wrongSort(issue: Issue, value: unknown): boolean {
  if (issue.path.length > 0) return false;
  const literal = issue.code === "invalid_value" && typeof value === "object";
  return issue.code === "invalid_type" || literal;
}

function strangers(issues: readonly Issue[]): number {
  return issues.filter(({ code }) => code === "unrecognized_keys").length;
}
