import { parseDuration } from "../core/time/duration.js";
import type { Arms } from "../domain/experiment/design/schema.js";
import type { Persona } from "../domain/persona/schema.js";
import { type Compiled, compilePromos } from "../domain/promo/compile.js";
import { countersWanted, type Wanted } from "../domain/promo/counters.js";
import { compileWhen } from "../domain/reply/match.js";
import { compileScript, type Program } from "../domain/script/program.js";
import { type Script, silenceOf } from "../domain/script/schema.js";
import type { Playbook } from "../playbook/schema.js";

/** A playbook with the persona that speaks it, compiled once per version. */
export type CompiledPlaybook = {
  readonly version: string;
  readonly playbook: Playbook;
  readonly persona: Persona;
  /** The arms whose patches are in the playbook: experiment -> arm. Absent where none are. */
  readonly arms?: Arms;
  readonly replies: readonly {
    readonly id: string;
    readonly matches: (text: string) => boolean;
    readonly rule: Playbook["replies"][string];
  }[];
  readonly scripts: ReadonlyMap<
    string,
    {
      readonly id: string;
      readonly script: Script;
      readonly program: Program;
      readonly matches: (text: string) => boolean;
    }
  >;
  /** What tells whether the promos are used up whose coupons scripts grant. */
  readonly grants: readonly Wanted[];
  readonly promos: Compiled;
  /** Scripts that begin when a member has been silent for so many milliseconds. */
  readonly silences: readonly { readonly id: string; readonly ms: number }[];
};

/** Compiles patterns, keywords and scripts of a checked playbook. @throws Error on an unchecked one. */
export function compilePlaybook(
  version: string,
  playbook: Playbook,
  persona: Persona,
): CompiledPlaybook {
  const scripts = new Map(
    Object.entries(playbook.scripts).map(([id, script]) => [
      id,
      { id, script, program: compileScript(script), matches: compileWhen(script.when) },
    ]),
  );
  const promos = compilePromos(playbook);
  const granted = new Set(
    [...scripts.values()].flatMap(({ program }) =>
      program.flatMap((op) =>
        op.op === "grant" ? (playbook.coupons[op.coupon]?.promo ?? []) : [],
      ),
    ),
  );
  return {
    version,
    playbook,
    persona,
    replies: Object.entries(playbook.replies).map(([id, rule]) => ({
      id,
      rule,
      matches: compileWhen(rule.when),
    })),
    scripts,
    grants: countersWanted(
      { ...promos, rules: promos.rules.filter(({ id }) => granted.has(id)) },
      {},
      0,
    ),
    promos,
    silences: Object.entries(playbook.scripts).flatMap(([id, { on }]) => {
      const ms = parseDuration(silenceOf(on) ?? "");
      return ms === undefined ? [] : [{ id, ms }];
    }),
  };
}
