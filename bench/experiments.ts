import { type Experiment, GrowthBookClient } from "@growthbook/growthbook";
import { assignSet, memberCoins } from "../dist/domain/experiment/design/assign.js";
import { median, print, round, spread } from "./statistics.js";

const VALUES = 100_000;
const ROUNDS = 15;
const EXPERIMENT = "persona";
const BLOCK = 7;
const SEED = `${EXPERIMENT}:${BLOCK}`;
const arms = ["village", "office"] as const;

const members = Array.from({ length: VALUES }, (_, i) => `m${i}`);
const pairs = Array.from({ length: VALUES }, (_, i) => [`g${2 * i}`, `g${2 * i + 1}`]);

/** What the SDK's own client for servers decides for one value under the same seed. */
const client = new GrowthBookClient();
const experiment: Experiment<string> = {
  key: EXPERIMENT,
  variations: [...arms],
  hashVersion: 2,
  seed: SEED,
};
const theirs = (id: string): string =>
  client.runInlineExperiment(experiment, { attributes: { id } }).value;

type Side = { readonly seconds: number; readonly second: number };
/** How many got the second arm, and how long it took. */
function timed<T>(values: readonly T[], decide: (value: T) => string | undefined): Side {
  const began = performance.now();
  let second = 0;
  for (const value of values) if (decide(value) === arms[1]) second += 1;
  return { seconds: (performance.now() - began) / 1000, second };
}

const shares = arms.map((key) => ({ key, share: 0.5 }));
const sides = {
  members: () => {
    const coin = memberCoins(EXPERIMENT, String(BLOCK), shares);
    return timed(members, (member) => coin(member).arm);
  },
  pairs: () =>
    timed(pairs, (pair) => assignSet({ experiment: EXPERIMENT, arms }, BLOCK, pair)[0]?.arm),
  growthbook: () => timed(members, theirs),
};
const names = Object.keys(sides) as (keyof typeof sides)[];
const rounds = Object.fromEntries(names.map((name) => [name, [] as Side[]])) as Record<
  keyof typeof sides,
  Side[]
>;
// By turns, so that other work on the machine disturbs all sides alike; the first round only warms up.
for (let n = 0; n <= ROUNDS; n += 1)
  for (const name of n % 2 === 0 ? names : names.toReversed()) {
    const side = sides[name]();
    if (n > 0) rounds[name].push(side);
  }

const coin = memberCoins(EXPERIMENT, String(BLOCK), shares);
const perSecond = (name: keyof typeof sides) =>
  round(VALUES / median(rounds[name].map(({ seconds }) => seconds)));
const ratios = (name: keyof typeof sides) =>
  rounds[name].map(({ seconds }, n) => (rounds.growthbook[n] as Side).seconds / seconds);
print({
  assignment: {
    values: VALUES,
    rounds: ROUNDS,
    same_arms: members.every((member) => coin(member).arm === theirs(member)),
    per_s: {
      members: perSecond("members"),
      pairs: perSecond("pairs"),
      growthbook: perSecond("growthbook"),
    },
    members_to_growthbook: spread(ratios("members")),
    pairs_to_growthbook: spread(ratios("pairs")),
  },
});
