import { nearest } from "../../core/nearest.js";
import { levelOf } from "../../domain/experiment/design/coins.js";
import { columnOf, isMoney } from "../../domain/experiment/design/metrics.js";
import { daysOf, type Experiment } from "../../domain/experiment/design/schema.js";
import { attainableP, coinsNeeded } from "../../domain/stats/plan.js";
import type { Code } from "../findings/codes.js";
import { type Params, type Problem, thereAre } from "../findings/finding.js";
import type { Path, Source } from "../read/read.js";
import { valueAt } from "../read/shape.js";
import { entries } from "../read/values.js";
import type { Playbook } from "../schema.js";
import { armsAreAA, twinsOf } from "../versions/a-a.js";
import { overlaps, pathSlip } from "../versions/patch.js";

type Say = (code: Code, path: Path, params?: Params, side?: "key") => Problem;
type Case = {
  readonly source: Source;
  readonly playbook: Playbook;
  readonly experiment: Experiment;
  /** The arms' ids, the reference first. */
  readonly arms: readonly string[];
  readonly say: Say;
};

/** Experiments that name what is not there, or whose design can't answer what they ask. */
export function experimentProblems(source: Source, playbook: Playbook): Problem[] {
  return Object.entries(playbook.experiments).flatMap(([id, experiment]) => {
    const say: Say = (code, path, params = {}, side) => ({
      code,
      at: source.locate(["experiments", id, ...path], side ?? "value"),
      params,
    });
    const given = { source, playbook, experiment, arms: Object.keys(experiment.arms), say };
    return [
      ...nameProblems(given),
      ...timeProblems(given),
      ...armCount(given),
      ...sameProblems(given),
      ...weightProblems(given),
      ...measureProblems(given),
      ...fitProblems(given),
      ...reachProblems(given),
    ];
  });
}

function nameProblems({ source, experiment, arms, say }: Case): Problem[] {
  const { heuristic, favours, weights = {}, pool } = experiment;
  const unknown = (code: Code, path: Path, id: string, known: readonly string[]): Problem[] => {
    if (known.includes(id)) return [];
    const guess = nearest(id, known);
    const params = { field: String(path[0]), id, ...(guess ? { guess } : thereAre(known)) };
    return [say(code, path, params, path.length > 1 ? "key" : undefined)];
  };
  const known = (...path: string[]) => Object.keys(entries(valueAt(source.value, path)));
  return [
    ...(heuristic === undefined
      ? []
      : unknown("PLAYBOOK_UNKNOWN_HEURISTIC", ["heuristic"], heuristic, known("heuristics"))),
    ...(favours === undefined ? [] : unknown("PLAYBOOK_UNKNOWN_ARM", ["favours"], favours, arms)),
    ...(heuristic !== undefined && armsAreAA(source.value, experiment)
      ? [say("PLAYBOOK_AA_CLAIM", ["heuristic"], {}, "key")]
      : []),
    ...(heuristic !== undefined && favours === undefined
      ? [say("PLAYBOOK_NO_FAVOURS", ["heuristic"], {}, "key")]
      : []),
    ...Object.keys(weights).flatMap((arm) =>
      unknown("PLAYBOOK_UNKNOWN_ARM", ["weights", arm], arm, arms),
    ),
    ...(pool === undefined
      ? []
      : unknown("PLAYBOOK_UNKNOWN_POOL", ["pool"], pool, known("groups", "pools"))),
  ];
}

function timeProblems({ experiment, say }: Case): Problem[] {
  const { block, washout, horizon } = experiment;
  const [days, lost, end] = [daysOf(block) ?? 1, daysOf(washout) ?? 0, daysOf(horizon) ?? 1];
  const problems: Problem[] = [];
  if (lost >= days) problems.push(say("PLAYBOOK_WASHOUT", ["washout"], { washout, block }));
  if (end % days > 0) {
    const fit = `${Math.ceil(end / days) * days}d`;
    problems.push(say("PLAYBOOK_HORIZON_BLOCKS", ["horizon"], { horizon, block, fit }));
  }
  return problems;
}

const MOST_ARMS = { switchback: 6, parallel: 6, member: 2 } as const;

function armCount({ experiment: { design }, arms, say }: Case): Problem[] {
  const limit = MOST_ARMS[design];
  const count = arms.length;
  return count < 2 || count > limit
    ? [say("PLAYBOOK_ARM_COUNT", ["arms"], { design, count, limit }, "key")]
    : [];
}

/** Arms that differ in the file and not in what they do: whoever wrote two empty ones meant an A/A. */
function sameProblems({ source, experiment, say }: Case): Problem[] {
  return twinsOf(source.value, experiment).flatMap(({ arm, patch, twin }) => {
    if (twin === undefined) return [];
    const written = [arm, twin].find((each) => Object.keys(experiment.arms[each] ?? {}).length > 0);
    if (written === undefined) return [];
    const other = written === arm ? twin : arm;
    const [path] = Object.keys(written === arm ? patch : (experiment.arms[twin] ?? {}));
    return [
      say("PLAYBOOK_ARM_SAME", ["arms", written, path ?? ""], { arm: written, other }, "key"),
    ];
  });
}

function weightProblems({ experiment: { design, weights }, arms, say }: Case): Problem[] {
  if (!weights) return [];
  if (design !== "member") return [say("PLAYBOOK_WEIGHTS_UNUSED", ["weights"], { design }, "key")];
  const named = arms.map((arm) => weights[arm]);
  const sum = Math.round(named.reduce<number>((all, share = 0) => all + share, 0) * 1e6) / 1e6;
  return sum === 1 && !named.includes(undefined)
    ? []
    : [say("PLAYBOOK_WEIGHTS", ["weights"], { sum, fit: evenly(arms) })];
}

/** Equal weights that add up to 1. */
function evenly(arms: readonly string[]): string {
  const share = Math.floor(100 / arms.length) / 100;
  const last = Math.round((1 - share * (arms.length - 1)) * 100) / 100;
  return arms.map((arm, n) => `${arm}: ${n === arms.length - 1 ? last : share}`).join(", ");
}

function measureProblems({ source, experiment: { design, primary }, say }: Case): Problem[] {
  const column = columnOf(primary);
  const problems: Problem[] = [];
  if (column === "margin" && valueAt(source.value, ["orders", "margin"]) === undefined)
    problems.push(say("PLAYBOOK_NO_MARGIN", ["primary"]));
  if (design === "member" && isMoney(column))
    problems.push(say("PLAYBOOK_DESIGN_MEMBER", ["primary"], { primary }));
  return problems;
}

/** Everybody in a group sees these, whoever they were meant for. */
const SHARED = ["persona", "schedule", "replies", "groups", "quiet", "limits.group"];

/** A design that the change it tests doesn't go with. */
function fitProblems({ source, playbook, experiment, say }: Case): Problem[] {
  const { design, arms } = experiment;
  if (design === "parallel") return [];
  const welcome = Object.entries(playbook.scripts)
    .filter(([, { on }]) => on === "joined")
    .map(([id]) => `scripts.${id}`);
  const final = ["groups", ...welcome];
  return Object.entries(arms).flatMap(([arm, patch]) =>
    Object.entries(patch).flatMap(([path, to]) => {
      if (pathSlip(source.value, path, to)) return [];
      const at = ["arms", arm, path];
      if (final.some((each) => overlaps(each, path)))
        return [say("PLAYBOOK_DESIGN_IRREVERSIBLE", at, { path, design }, "key")];
      return design === "member" && SHARED.some((each) => overlaps(each, path))
        ? [say("PLAYBOOK_DESIGN_SHARED", at, { path }, "key")]
        : [];
    }),
  );
}

/** A verdict that no outcome of the coins could bring, where the file says how many groups there are. */
function reachProblems({ playbook, experiment, arms, say }: Case): Problem[] {
  const { design, pool, block, horizon, alpha, clocks } = experiment;
  const groups = Object.values(playbook.groups.chats).filter(
    (chat) => pool === undefined || chat.pool === pool,
  ).length;
  if (design === "member" || groups === 0 || arms.length < 2) return [];
  const blocks =
    design === "parallel" ? 1 : Math.floor((daysOf(horizon) ?? 1) / (daysOf(block) ?? 1));
  const sets = Math.floor(groups / arms.length);
  // Each arm against the first has its share of α, and with both clocks the horizon's has nine tenths.
  const level = levelOf(alpha, arms.length, clocks);
  const p = attainableP({ design: "switchback", pairs: sets, blocks });
  if (p <= level) return [];
  const needed = Math.ceil(coinsNeeded(level) / blocks) * arms.length;
  const shown = { p: figure(p), alpha: figure(level) };
  return [say("PLAYBOOK_UNATTAINABLE", ["design"], { groups, sets, needed, ...shown })];
}

const figure = (share: number): number => Number(share.toPrecision(3));
