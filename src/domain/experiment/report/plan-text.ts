import type { Plan } from "../design/plan.js";
import type { Matched } from "../design/register.js";
import type { Lang } from "./figures.js";

type Claim = { readonly master: string; readonly claim: string; readonly confidence: number };

/** A quarter: who has to wait longer should know before the start. */
const PATIENCE = 90;

/**
 * The planner's words before the start, a sentence a line: what the design can show at all, what it can't,
 * on what that is reckoned, and the offer of an A/A run.
 * @param of.id of the experiment; `claim` is the heuristic it decides; `aa` whether it is an A/A itself,
 * whether the client has had a good one, or else the id of one that the playbook has ready
 */
export function planText(
  plan: Plan,
  of: {
    readonly id: string;
    readonly claim?: Claim;
    readonly aa?: "itself" | "done" | { readonly ready: string };
    /** Which groups take part; absent where each member has a coin. */
    readonly matched?: Matched;
  },
  lang: Lang,
): string[] {
  const say: Say = (zh, en) => (lang === "en" ? en : zh);
  return [
    ...(of.claim ? [claimText(of.claim, say)] : []),
    shapeText(plan, of.id, say),
    ...(of.matched ? whoText(plan, of.matched, say) : []),
    ...(plan.reachable ? reachText(plan, say) : neverText(plan, say)),
    ...(plan.unguarded && plan.sets > 0 ? [unguardedText(plan, say)] : []),
    weekdayText(plan, say),
    basisText(plan, say),
    ...aaText(of.aa, say),
  ];
}

type Say = (zh: string, en: string) => string;

function aaText(aa: Parameters<typeof planText>[1]["aa"], say: Say): string[] {
  if (aa === "done") return [];
  if (aa === "itself")
    return [
      say(
        "这是 A/A：各组一模一样，应当看不出差别；看出来了就是报警。它不给任何大师记分。",
        "This is an A/A: its arms are alike, so it should find no difference; if it does, that is an alarm. It scores no master.",
      ),
    ];
  const offer = say(
    "建议先跑一次 A/A：两组一模一样。它应当看不出差别；要是报警，先查记录，别急着试真的。",
    "Better run an A/A first: both arms alike. It should find no difference; if it raises an alarm, look into the records before you test anything.",
  );
  const how = aa
    ? say(
        `剧本里有 ${aa.ready}：/实验 开始 ${aa.ready}`,
        `The playbook has ${aa.ready}: /experiment start ${aa.ready}`,
      )
    : say(
        "在剧本的 experiments 里加一个，arms 写 { a: {}, b: {} }，重载后用 /实验 开始。",
        "Add one to the playbook's experiments with arms: { a: {}, b: {} }, reload, and type /experiment start.",
      );
  return [`${offer}${say("", " ")}${how}`];
}

function claimText({ master, claim, confidence }: Claim, say: Say): string {
  const sure = share(confidence);
  return say(
    `${master}说「${claim}」，自称有 ${sure} 的把握。`,
    `${master} says “${claim}”, ${sure} sure.`,
  );
}

function shapeText(plan: Plan, id: string, say: Say): string {
  const { design, arms, groups, sets, block, blocksPerCoin, washout, coins, horizon } = plan;
  if (design === "member")
    return say(
      `${id}：每个成员自己抛硬币，${horizon} 天里大约有 ${coins} 次结果可看。`,
      `${id}: a coin per member; about ${coins} events to judge by in ${days(horizon)}.`,
    );
  if (sets === 0)
    return say(
      `${id}：要比 ${arms} 组，现在只有 ${groups} 个群。`,
      `${id}: it compares ${arms} arms, and there ${groups === 1 ? "is 1 group" : `are ${groups} groups`}.`,
    );
  const left = groups - sets * arms;
  const spare = left > 0 ? say(`，剩 ${left} 个用不上`, `, ${left} left over`) : "";
  const match = say(
    `${id}：${groups} 个群配成 ${sets} ${arms === 2 ? "对" : "套"}${spare}`,
    `${id}: ${groups} groups make ${sets} ${arms === 2 ? "pair" : "set"}${sets === 1 ? "" : "s"}${spare}`,
  );
  if (design === "parallel")
    return say(
      `${match}；每个群从头到尾在一组，硬币只抛 ${coins} 次。`,
      `${match}; each group keeps its arm to the end: ${coins} coins in all.`,
    );
  const rest =
    washout > 0
      ? say(`，每段头 ${washout} 天不算`, `, the first ${washout} of a block not counted`)
      : "";
  return blocksPerCoin === 2
    ? say(
        `${match}；每段 ${block} 天${rest}，每对群每两段抛一次硬币：第一段谁用哪组由它定，第二段对调。${sets} 对在 ${horizon} 天里合计抛 ${coins} 次。`,
        `${match}; blocks of ${days(block)}${rest}, a coin per pair for every two: it gives each group its arm in the first, and in the second the two groups swap. ${coins} coins in ${days(horizon)} over all pairs.`,
      )
    : say(
        `${match}；每 ${block} 天重抛一次${rest}，${horizon} 天共抛 ${coins} 次。`,
        `${match}; tossed anew every ${block === 1 ? "day" : days(block)}${rest}: ${coins} coins in ${days(horizon)}.`,
      );
}

/** Who is not among those the plan is for, or that nobody can be yet. */
function whoText({ arms, groups }: Plan, { sets, left, known, days }: Matched, say: Say): string[] {
  if (sets.length === 0)
    return groups === 0
      ? []
      : [
          say(
            `现在还不能开始：要 ${arms} 个有成员、数满 ${days} 天的群，只有 ${known} 个。下面按 ${groups} 个群都参加来算。`,
            `It can't start yet: ${arms} groups with members that were counted for ${days} days are needed, and there ${known === 1 ? "is 1" : `are ${known}`}. The figures are for ${groups === 1 ? "the 1 group" : `all ${groups} groups`} taking part.`,
          ),
        ];
  if (left.length === 0) return [];
  return [
    say(
      `不参加的群：${left.join("、")}（没有数满 ${days} 天，或配不成对），不算在内。`,
      `Left out, and not reckoned with: ${left.join(", ")} (not counted for ${days} days, or without a match).`,
    ),
  ];
}

function reachText(plan: Plan, say: Say): string[] {
  const { attainable, level, detectable, horizon, smallest, groupsForSmallest } = plan;
  const down = -Math.round((100 * detectable) / (1 + detectable));
  const lines = [
    say(
      `最小能到的 p ${small(attainable, say)}，要 ${small(level, say)}：得得出结论。`,
      `The smallest p it can reach is ${small(attainable, say)}; ${small(level, say)} is needed: a verdict is possible.`,
    ),
    say(
      `${horizon} 天里，${percent(detectable)} 以上（或 ${down}% 以下）的差别有八成把握看出来。`,
      `In ${days(horizon)} it finds a lift of ${percent(detectable)} or more (or ${down}% or less) four times in five.`,
    ),
    waitText(plan, say),
  ];
  const hidden = plan.days.filter(({ days: wait }) => wait !== null && wait > PATIENCE);
  const listed = hidden.map(({ lift }) => percent(lift));
  if (hidden.length > 0)
    lines.push(
      say(
        `看不出的：${listed.join("、")} 的提升，等 ${PATIENCE} 天也分不清是真是假。`,
        `What it can't show: whether a lift of ${listed.join(", ")} is real, not even in ${PATIENCE} days.`,
      ),
    );
  if (smallest > 0 && detectable > smallest && groupsForSmallest !== null)
    lines.push(
      say(
        `剧本说 ${percent(smallest)} 就值得在意：${horizon} 天里看出它要 ${groupsForSmallest} 个群。`,
        `The playbook says that ${percent(smallest)} matters: to find that in ${days(horizon)} takes ${groupsForSmallest} groups.`,
      ),
    );
  return lines;
}

function waitText({ days: waits }: Plan, say: Say): string {
  const known = waits.flatMap(({ lift, days: wait }) => (wait === null ? [] : [{ lift, wait }]));
  const never = waits.filter(({ days: wait }) => wait === null).map(({ lift }) => percent(lift));
  const list = (text: (lift: string, wait: number) => string, comma: string) =>
    known.map(({ lift, wait }) => text(percent(lift), wait)).join(comma);
  const parts = [
    ...(known.length > 0
      ? [
          say(
            `要看出 ${list((lift, wait) => `${lift} 约 ${wait} 天`, "，")}。`,
            `To find ${list((lift, wait) => `${lift} takes about ${days(wait)}`, ", ")}.`,
          ),
        ]
      : []),
    ...(never.length > 0
      ? [
          say(
            `${never.join("、")}：群与群之间一直不变的差别盖过了它，多少天都不够，要更多群。`,
            `${never.join(", ")}: hidden by what stays with a group all along; no time is enough, only more groups are.`,
          ),
        ]
      : []),
  ];
  return parts.join(say("", " "));
}

function neverText(plan: Plan, say: Say): string[] {
  const { design, attainable, level, needed, groups, arms } = plan;
  const more = say(
    `要 ${needed.groups} 个群（现在 ${groups} 个）`,
    `It takes ${needed.groups} groups (there ${groups === 1 ? "is 1" : `are ${groups}`})`,
  );
  const cure = (zh: string, en: string): string => say(`${more}${zh}`, `${more}${en}`);
  return [
    say(
      `设计无法回答：最小能到的 p ${small(attainable, say)}，要 ${small(level, say)} 才算数，永远得不出结论，结果多好看都一样。`,
      `This design can never reach a verdict: the smallest p it can reach is ${small(attainable, say)}, ${small(level, say)} is needed, however good the figures look.`,
    ),
    design === "parallel"
      ? cure(
          `；多跑几天没有用。改动要是能随时退回，就用 switchback：${arms} 个群也能开始。`,
          `; more days don't help. If the change can be undone at any time, make it a switchback: ${arms} groups are enough to begin.`,
        )
      : needed.days === null
        ? cure("。", ".")
        : cure(
            `，或者期限不短于 ${needed.days} 天。`,
            `, or a horizon of ${days(needed.days)} or more.`,
          ),
  ];
}

const unguardedText = ({ coins }: Plan, say: Say): string =>
  say(
    `护栏报不了警：硬币总共才抛 ${coins} 次，凑不出报警要的证据。退群和投诉请自己盯着。`,
    `Its guardrails can't alarm: ${coins === 1 ? "1 coin is" : `${coins} coins are`} too few for the evidence an alarm takes. Watch leavers and complaints yourself.`,
  );

function weekdayText({ weekdays, horizon }: Plan, say: Say): string {
  const times = Math.floor(horizon / 7);
  return weekdays
    ? say(`星期一到星期日每天至少 ${times} 次。`, `Every weekday comes at least ${times} times.`)
    : say(
        `${horizon} 天不够：星期一到星期日至少各两次才看得出平日和周末，请定 14 天或更长。`,
        `${days(horizon)} is too short: every weekday should come twice, so make it 14 days or more.`,
      );
}

function basisText({ basis, design, primary }: Plan, say: Say): string {
  const { measured, persistent } = basis;
  const money = primary === "margin_per_member" || primary === "revenue_per_member";
  return [
    measured
      ? say(
          `依据：你自己 ${measured.groups} 个群、开始前 ${measured.days} 天的数据。`,
          `Reckoned from ${measured.groups} of your own groups, ${measured.days} days before the start.`,
        )
      : say(
          "依据：还没有开始前的数据，按每群 150 人、每人每天 0.03 单、每天波动 0.3 假设。",
          "Assumed, for want of days before the start: 150 members a group, 0.03 orders a member and day, daily shocks of 0.3.",
        ),
    ...(basis.counting
      ? [
          say(
            "那些天的波动比计数本身的偶然波动还小，所以按计数的波动（泊松）算。",
            "Those days varied less than counts do by chance alone, so it is reckoned with the noise of counting (Poisson).",
          ),
        ]
      : []),
    ...(money && !measured
      ? [
          say(
            "金额比单数更散，实际要更久。",
            "Money varies more than orders do, so it takes longer.",
          ),
        ]
      : []),
    ...(design === "parallel"
      ? [
          say(
            `群与群之间一直不变的差别按 ${persistent} 假设。`,
            `What stays with a group all along is assumed to be ${persistent}.`,
          ),
        ]
      : []),
  ].join(say("", " "));
}

const days = (count: number): string => (count === 1 ? "1 day" : `${count} days`);
const share = (value: number): string => `${Number((value * 100).toPrecision(3))}%`;
const percent = (lift: number): string =>
  `+${lift < 0.1 ? share(lift) : `${Math.round(lift * 100)}%`}`;
const small = (p: number, say: Say): string =>
  p < 0.0001 ? say("小于 0.0001", "below 0.0001") : String(Number(p.toPrecision(3)));
