import type { Config } from "../app/config.js";
import { openPlaybooks } from "../app/open-playbooks.js";
import {
  type Conclusion,
  runSimulation,
  type Simulation,
  type Wish,
} from "../app/simulation/simulation.js";
import { UserError } from "../core/errors.js";
import type { Lang } from "../core/i18n.js";
import { formatMoney } from "../core/money.js";
import { PRE_DAYS } from "../domain/experiment/design/register.js";
import { chartOrientedTo } from "../domain/experiment/report/chart.js";
import { describe } from "../domain/experiment/report/describe.js";
import { percent } from "../domain/experiment/report/figures.js";
import { orientedTo } from "../domain/experiment/report/oriented.js";
import { type Effect, parseEffect } from "../domain/simulate/effect.js";
import { text } from "../features/experiment/texts.js";
import type { Playbook } from "../playbook/schema.js";
import { checkChartPath, drawTo } from "./draw-chart.js";

export type SimulateOptions = {
  readonly client: string;
  readonly days: string;
  readonly seed: string;
  readonly effect: readonly string[];
  readonly groups: string;
  readonly members: string;
  readonly json?: boolean;
  /** Where to put a picture, `.svg` or `.png`; of several experiments one each, with its id in the name. */
  readonly chart?: string;
};

/** `suanpan simulate`: the whole runtime on a synthetic community. @returns 0, or 1 when the runtime had a bug. */
export async function simulate(options: SimulateOptions, config: Config): Promise<number> {
  const { client, chart } = options;
  await checkChartPath(chart);
  const { playbooks } = await openPlaybooks(config);
  const version = playbooks.current(client);
  if (!version) {
    throw new UserError("CLIENT_UNKNOWN", { client, known: playbooks.clients().join(", ") });
  }
  if (!/^[\w-]{1,24}$/.test(options.seed)) {
    throw new UserError("SIMULATE_SEED", { text: options.seed });
  }
  const wish: Wish = {
    version: version,
    seed: options.seed,
    days: whole("--days", options.days, [1, 366]),
    groups: whole("--groups", options.groups, [2, 100]),
    members: whole("--members", options.members, [5, 500]),
    effects: effectsOf(options.effect, version.playbook),
  };
  const places = chartPlaces(chart, wish.effects);
  for (const place of places.values()) await checkChartPath(place);
  const simulation = await runSimulation(wish);
  await drawAll(places, simulation.conclusions, config);
  process.stdout.write(
    options.json
      ? `${JSON.stringify(report(wish, simulation), null, 2)}\n`
      : `${story(wish, simulation, config.lang).join("\n")}\n`,
  );
  for (const bug of simulation.bugs) process.stderr.write(`${bug}\n`);
  return simulation.bugs.length === 0 ? 0 : 1;
}

function whole(option: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text);
  if (/^\d{1,6}$/.test(text) && value >= least && value <= most) return value;
  throw new UserError("SIMULATE_NUMBER", { option, text, least, most });
}

/** What is planted; without any, every experiment of the client runs and makes no difference. */
function effectsOf(texts: readonly string[], { client, experiments }: Playbook): Effect[] {
  const known = Object.keys(experiments);
  if (known.length === 0) throw new UserError("SIMULATE_NO_EXPERIMENT", { client });
  if (texts.length === 0) return known.map((experiment) => ({ experiment, lift: 0 }));
  const effects: Effect[] = [];
  for (const text of texts) {
    const effect = parseEffect(text);
    if (!effect) throw new UserError("SIMULATE_EFFECT", { text });
    const { experiment: id } = effect;
    if (!known.includes(id)) {
      throw new UserError("SIMULATE_EXPERIMENT", { id, known: known.join(", ") });
    }
    if (effects.some(({ experiment }) => experiment === id)) {
      throw new UserError("SIMULATE_EFFECT_TWICE", { id });
    }
    effects.push(effect);
  }
  return effects;
}

/** Where the picture of each experiment goes, if any does. */
function chartPlaces(path: string | undefined, effects: readonly Effect[]): Map<string, string> {
  if (path === undefined) return new Map();
  const place = (experiment: string) =>
    effects.length === 1 ? path : path.replace(/(\.\w+)$/, `-${experiment}$1`);
  return new Map(effects.map(({ experiment }) => [experiment, place(experiment)]));
}

/** Pictures of the arms that effects were planted for. */
async function drawAll(
  places: ReadonlyMap<string, string>,
  all: readonly Conclusion[],
  config: Config,
): Promise<void> {
  for (const { experiment, arm, analysis, data } of all) {
    const place = places.get(experiment);
    if (place) await drawTo(place, chartOrientedTo({ ...data, analysis, arm }, arm), config);
  }
}

function report(wish: Wish, { ledger, conclusions, bugs }: Simulation) {
  const { version, seed, days, groups, members } = wish;
  return {
    client: version.playbook.client,
    playbook: version.hash,
    ...{ seed, pre_days: PRE_DAYS, days, groups, members, ledger },
    experiments: conclusions.map(({ data: _, ...said }) => said),
    bugs: bugs.length,
  };
}

function story(wish: Wish, { ledger, conclusions }: Simulation, lang: Lang): string[] {
  const { version, seed, days, groups, members } = wish;
  const { client, currency } = version.playbook;
  const { messages, orders, joins, leaves } = ledger;
  const money = formatMoney(ledger.revenue, currency);
  const before = PRE_DAYS;
  return [
    text(lang, "simulate.wish", { client, groups, members, before, days, seed }),
    text(lang, "simulate.ledger", { messages, orders, money, currency, joins, leaves }),
    ...conclusions.flatMap((each) => ["", ...verdictOf(each, lang)]),
  ];
}

function verdictOf(of: Conclusion, lang: Lang): string[] {
  const { experiment: id, arm, until: day, analysis } = of;
  const planted =
    of.planted === 0
      ? text(lang, "simulate.nothing")
      : text(lang, "simulate.planted", { arm, size: percent(of.planted) });
  return [
    text(lang, "simulate.truth", { id, day, planted }),
    ...describe(orientedTo(analysis, arm), lang),
  ];
}
