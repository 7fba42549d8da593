import type { Config } from "../app/config.js";
import { openPlaybooks } from "../app/open-playbooks.js";
import {
  type Conclusion,
  runSimulation,
  type Simulation,
  type Wish,
} from "../app/simulation/simulation.js";
import { UserError } from "../core/errors.js";
import { formatMoney } from "../core/money.js";
import { PRE_DAYS } from "../domain/experiment/design/register.js";
import { chartOrientedTo } from "../domain/experiment/report/chart.js";
import { describe } from "../domain/experiment/report/describe.js";
import { orientedTo } from "../domain/experiment/report/oriented.js";
import { type Effect, parseEffect } from "../domain/simulate/effect.js";
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
  checkChartPath(chart);
  const { playbooks } = await openPlaybooks(config);
  const version = playbooks.current(client);
  if (!version) {
    throw new UserError("CLIENT_UNKNOWN", { client, known: playbooks.clients().join(", ") });
  }
  if (!/^[\w-]{1,24}$/.test(options.seed)) {
    throw new UserError("SIMULATE_SEED", { text: options.seed });
  }
  const wish: Wish = {
    edition: version,
    seed: options.seed,
    days: whole("--days", options.days, [1, 366]),
    groups: whole("--groups", options.groups, [2, 100]),
    members: whole("--members", options.members, [5, 500]),
    effects: effectsOf(options.effect, version.playbook),
  };
  const simulation = await runSimulation(wish);
  if (chart !== undefined) await drawAll(chart, simulation.conclusions, config);
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

/** Pictures of the arms that effects were planted for. */
async function drawAll(path: string, all: readonly Conclusion[], config: Config): Promise<void> {
  for (const { experiment, arm, analysis, data } of all) {
    const own = all.length === 1 ? path : path.replace(/(\.\w+)$/, `-${experiment}$1`);
    await drawTo(own, chartOrientedTo({ ...data, analysis, arm }, arm), config);
  }
}

function report(wish: Wish, { ledger, conclusions, bugs }: Simulation) {
  const { edition: version, seed, days, groups, members } = wish;
  return {
    client: version.playbook.client,
    playbook: version.hash,
    ...{ seed, pre_days: PRE_DAYS, days, groups, members, ledger },
    experiments: conclusions.map(({ data: _, ...said }) => said),
    bugs: bugs.length,
  };
}

function story(wish: Wish, { ledger, conclusions }: Simulation, lang: Config["lang"]): string[] {
  const { edition: version, seed, days, groups, members } = wish;
  const { client, currency } = version.playbook;
  const money = formatMoney(ledger.revenue, currency);
  const head =
    lang === "en"
      ? [
          `${client}: ${groups} groups of ${members}, ${PRE_DAYS} days before and ${days} days of experiment, seed ${seed}`,
          `${ledger.messages} messages, ${ledger.orders} orders for ${money} ${currency}; ${ledger.joins} came, ${ledger.leaves} left`,
        ]
      : [
          `${client}：${groups} 个群各 ${members} 人，实验前 ${PRE_DAYS} 天，实验 ${days} 天，种子 ${seed}`,
          `${ledger.messages} 句话，${ledger.orders} 单共 ${money} ${currency}；来了 ${ledger.joins} 人，走了 ${ledger.leaves} 人`,
        ];
  return [...head, ...conclusions.flatMap((each) => ["", ...verdictOf(each, lang)])];
}

function verdictOf(of: Conclusion, lang: Config["lang"]): string[] {
  const { experiment, arm, planted, until, analysis } = of;
  const size = `${planted < 0 ? "−" : "+"}${Math.abs(planted * 100).toFixed(1)}%`;
  const truth =
    lang === "en"
      ? `Experiment ${experiment}, as of day ${until}. Planted: ${planted === 0 ? "nothing" : `who hears ${arm} orders and answers ${size}`}`
      : `实验 ${experiment}，到第 ${until} 天。种下的真实效果：${planted === 0 ? "没有" : `听到 ${arm} 的群，下单和回应 ${size}`}`;
  return [truth, ...describe(orientedTo(analysis, arm), lang)];
}
