import { expect, test } from "vitest";
import { readConfig } from "../../../src/app/config.js";
import { langs } from "../../../src/core/i18n.js";
import { checkFiles } from "../../../src/playbook/check/check.js";
import { type Answers, OFFERS, TRADES } from "../../../src/playbook/starter/answers.js";
import { starterOf } from "../../../src/playbook/starter/starter.js";

const answers: Answers = {
  client: "shop",
  brand: "茶小满",
  trade: "tea",
  zone: "Asia/Shanghai",
  currency: "CNY",
  groups: 3,
  order: 5200,
  offer: "threshold",
  owner: { telegram: "10001" },
  locale: "zh-CN",
};
const findingsOf = (given: Answers) => {
  const made = starterOf(given);
  const files = [
    { path: "playbooks/shop/playbook.yaml", text: made.playbook },
    { path: "personas/shop-host.yaml", text: made.persona },
  ];
  const { findings } = checkFiles(files, { lang: "en", env: readConfig({}).env, now: 0 });
  return findings.map(({ file, line, code }) => `${file}:${line} ${code}`);
};

const each = langs.flatMap((locale) => [
  ...TRADES.map((trade) => [locale, trade, "threshold"] as const),
  ...OFFERS.map((offer) => [locale, "other", offer] as const),
]);
test.each(each)("in %s, %s with %s: nothing to find", (locale, trade, offer) => {
  expect(findingsOf({ ...answers, locale, trade, offer })).toEqual([]);
});

test.each(
  [1, 2, 500].flatMap((groups) => [1, 123_456_789].map((order) => [groups, order] as const)),
)("with %i groups and orders of %i: nothing to find", (groups, order) => {
  for (const offer of OFFERS) expect(findingsOf({ ...answers, groups, order, offer })).toEqual([]);
});

test.each(["JPY", "KWD", "USD"])("in %s, with its decimals", (currency) => {
  for (const offer of OFFERS) expect(findingsOf({ ...answers, currency, offer })).toEqual([]);
});

test.each([`"quoted"`, "Tom & Jerry's: #1", "- 茶", "茶\\n", "null", "满60减5", "<b>"])(
  "the brand %s stays what it is",
  (brand) => {
    expect(findingsOf({ ...answers, brand })).toEqual([]);
    expect(starterOf({ ...answers, brand }).playbook).toContain(`brand: ${JSON.stringify(brand)}`);
  },
);

test("a comparison is offered where there are two groups to compare, and a threshold", () => {
  expect(starterOf(answers).playbook).toContain("promos.main.spend");
  expect(starterOf({ ...answers, groups: 1 }).playbook).not.toContain("experiments:");
  expect(starterOf({ ...answers, offer: "percent" }).playbook).not.toContain("experiments:");
});
