import type { Counted, SimulateResult } from "./simulate.js";
import { HEADING } from "./splice.js";

/** The counts, whatever they are, and how to get them again. */
export function section({ cells, ...scene }: SimulateResult): string {
  const { client, experiment, days, members, seeds } = scene;
  const command = `suanpan simulate --client ${client} --days ${days} --seed S --effect ${experiment}=X`;
  return `${HEADING}

Made by \`npm run bench:simulate\`, which does \`${command}\` for the seeds 1 to ${seeds}, with X = 0.3 and with X = 0: groups of ${members}, events through the runtime, the experiment started in chat, a look at every midnight. Verdicts are those of the arm that the experiment favours. Eight groups are the command's default and were counted first. Where the community's figures come from: [decision 15](decisions/0015-the-simulated-community.md).

| groups | planted | effective | harmful | no practical difference | insufficient | stopped by a guardrail | mean last day | median estimate |
|---|---|---|---|---|---|---|---|---|
${cells.map(row).join("\n")}

${cells.map((cell) => promise(cell, seeds)).join("\n")}
`;
}

function promise({ groups, lift, verdicts }: Counted, seeds: number): string {
  const kept = (is: boolean) => (is ? "kept" : "**missed**");
  const found = verdicts.effective;
  const wrong = found + verdicts.harmful;
  return lift === 0
    ? `- ${groups} groups, nothing planted: effective or harmful in at most 8 of 100 (5 nominal): ${wrong} of ${seeds} — ${kept(wrong <= 0.08 * seeds)}.`
    : `- ${groups} groups, ${percent(lift)} planted: found in at least 85 of 100: ${found} of ${seeds} — ${kept(found >= 0.85 * seeds)}.`;
}

const row = ({ groups, lift, verdicts, guardrail, meanDay, medianLift }: Counted): string =>
  `| ${[
    groups,
    percent(lift),
    verdicts.effective,
    verdicts.harmful,
    verdicts.no_difference,
    verdicts.insufficient + verdicts.unanswerable,
    guardrail,
    meanDay.toFixed(1),
    percent(medianLift),
  ].join(" | ")} |`;

const percent = (lift: number): string =>
  lift === 0 ? "0" : `${lift < 0 ? "−" : "+"}${Math.abs(100 * lift).toFixed(1)} %`;
