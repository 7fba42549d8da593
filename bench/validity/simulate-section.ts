import type { Counted, SimulateResult } from "./simulate.js";
import { HEADING } from "./splice.js";

/** The two counts, whatever they are, and how to get them again. */
export function section(result: SimulateResult): string {
  const { client, experiment, days, groups, members, seeds, planted, nothing } = result;
  const found = planted.verdicts.effective;
  const wrong = nothing.verdicts.effective + nothing.verdicts.harmful;
  const command = `suanpan simulate --client ${client} --days ${days} --seed S --effect ${experiment}=X`;
  return `${HEADING}

Made by \`npm run bench:simulate\`, which does \`${command}\` for the seeds 1 to ${seeds}, with X = 0.3 and with X = 0: ${groups} groups of ${members}, events through the runtime, the experiment started in chat, a look at every midnight. Verdicts are those of the arm that the experiment favours. Where the community's figures come from: [decision 15](decisions/0015-the-simulated-community.md).

| planted | effective | harmful | no practical difference | insufficient | stopped by a guardrail | mean last day | median estimate |
|---|---|---|---|---|---|---|---|
${[planted, nothing].map(row).join("\n")}

- +30 % found in at least 85 of 100: ${found} of ${seeds} — ${found >= 0.85 * seeds ? "kept" : "**missed**"}.
- nothing planted, effective or harmful in at most 8 of 100 (5 nominal): ${wrong} of ${seeds} — ${wrong <= 0.08 * seeds ? "kept" : "**missed**"}.
`;
}

const row = ({ lift, verdicts, guardrail, meanDay, medianLift }: Counted): string =>
  `| ${[
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
