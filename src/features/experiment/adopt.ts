import { isAA } from "../../domain/experiment/analysis/standing.js";
import type { Analysis } from "../../domain/experiment/analysis/verdict.js";
import type { ExperimentRecord } from "../../domain/experiment/design/run.js";
import { droppedText } from "../../domain/experiment/report/notice.js";
import { commitWithRetry } from "../../engine/commit-with-retry.js";
import { loadContext } from "../../engine/context.js";
import { openDecision } from "../../engine/decision.js";
import { notifyOperators } from "../../engine/notify-operators.js";
import { adoptedIn } from "../../playbook/versions/adopted.js";
import { type PlaybookVersion, writtenIn } from "../../playbook/versions/version.js";
import type { Store } from "../../store/port.js";
import { adoptedFact, adopting } from "./conclude.js";
import type { DayDeps } from "./deps.js";

/** The arm that all groups get from now on, or why they don't. */
export type Adoption = {
  readonly arm: string;
  readonly refused?: "guardrail";
};

/**
 * What a verdict adopts where the playbook says `on_verdict: adopt`: the better arm, unless a guardrail
 * spoke against it. Undefined where nothing is to be adopted: the better arm is the playbook as it is
 * written. No edit can be hidden below the arm: while it ran, what its arms change could not be edited.
 */
export function adoptionOf(
  playbooks: DayDeps["playbooks"],
  client: string,
  { record, analysis }: { readonly record: ExperimentRecord; readonly analysis: Analysis },
): Adoption | undefined {
  const rule = playbooks.current(client)?.playbook.experiments[record.running.experiment];
  if (rule?.on_verdict !== "adopt" || isAA(record)) return undefined;
  const [first, second] = analysis.arms;
  const better = { effective: second, harmful: first }[analysis.verdict as string];
  const patch = better === undefined ? undefined : rule.arms[better];
  if (better === undefined || !patch || Object.keys(patch).length === 0) return undefined;
  const struck = analysis.guardrails.some(({ arm, alarm }) => alarm && arm === better);
  return { arm: better, ...(struck ? { refused: "guardrail" } : {}) };
}

/** An adopted arm that an edited playbook leaves as it is no longer. */
type Unsettled = {
  readonly experiment: string;
  readonly arm: string;
  readonly found: ReturnType<typeof adoptedIn>;
};

/** The adopted arms that a version is at odds with, or that it says by itself. */
export async function adoptedAgainst(
  store: Store,
  { content, playbook: { client } }: PlaybookVersion,
): Promise<readonly Unsettled[]> {
  const { adopted = {}, adoptedOver = {} } =
    (await store.get(client, "setting", "client"))?.value ?? {};
  // Read only where something was adopted: it takes as long as all the rest of a start.
  const now = Object.keys(adopted).length > 0 ? writtenIn(content) : undefined;
  const all: Unsettled[] = [];
  for (const [experiment, arm] of Object.entries(adopted)) {
    const version = adoptedOver[experiment];
    const before = version === undefined ? undefined : await store.version(client, version);
    if (before === undefined) continue;
    const found = adoptedIn(writtenIn(before), now, { experiment, arm });
    if (found === "written" || found.length > 0) all.push({ experiment, arm, found });
  }
  return all;
}

/**
 * Gives up adopted arms where the file was edited: what it says by itself silently, and what it says
 * otherwise than the arm with a word to the operators. A file is never overruled.
 */
export async function giveUpAdopted(deps: DayDeps, client: string): Promise<void> {
  const { store, playbooks, clock } = deps;
  const version = playbooks.current(client);
  for (const { experiment, arm, found } of version ? await adoptedAgainst(store, version) : []) {
    await commitWithRetry(store, async () => {
      const stored = await store.get(client, "setting", "client");
      const value = { ...stored?.value, ...adopting(stored?.value ?? {}, experiment, undefined) };
      const rev = stored?.rev ?? 0;
      return {
        client,
        changes: [{ op: "put", kind: "setting", key: "client", value, rev }],
        outbox: found === "written" ? [] : await dropped(deps, client, { experiment, arm, found }),
        facts: [adoptedFact(clock, experiment, "")],
      };
    });
  }
}

async function dropped(
  deps: DayDeps,
  client: string,
  of: { readonly experiment: string; readonly arm: string; readonly found: readonly string[] },
) {
  const now = deps.clock.now();
  for (const { key: groupId, value } of await deps.store.list(client, "group")) {
    const seed = `adopted:${of.experiment}:${now}`;
    const context = value.gone
      ? undefined
      : await loadContext(deps, { client, groupId, now, seed });
    if (!context) continue;
    const decision = openDecision(context);
    notifyOperators(
      decision,
      droppedText({ ...of, paths: of.found }, context.compiled.playbook.locale),
    );
    return decision.rows;
  }
  return [];
}
