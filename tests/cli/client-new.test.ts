import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ClientNewOptions, newClient } from "../../src/cli/client-new.js";
import { replayText } from "../../src/cli/replay.js";
import { OFFERS, TRADES } from "../../src/playbook/starter/answers.js";
import { testConfig } from "../support/config.js";

let folder: string;
let said: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suanpan-new-"));
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const config = () => ({
  ...testConfig(),
  playbooks: join(folder, "playbooks"),
  personas: join(folder, "personas"),
});
const typing = (...lines: readonly string[]) => Readable.from([`${lines.join("\n")}\n`]);
const asked = (options: ClientNewOptions, ...lines: readonly string[]) =>
  newClient(options, config(), lines.length > 0 ? typing(...lines) : Readable.from([]));
const written = () =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).sort() : [];
const whole = { brand: "茶小满", trade: "tea", order: "52", offer: "threshold" };

test("a few questions make a client whose story comes true", async () => {
  const code = await asked(
    {},
    ...["茶小满", "Tea Shop!", "tea-shop", "9", "奶茶", "1", "北京", "", "RMB", "", "0", "３"],
    ...["五十", "52元", "1", "@boss", "10001"],
  );
  expect(said).toContain("写好了：");
  expect(code).toBe(0);
  for (const code of [
    "代号以小写英文字母开头",
    "请写 1 到 8 的编号",
    "没有这个时区",
    "没有这个货币代码",
    "群数要是 1 到",
    "客单价要大于 0",
    "请写 Telegram 的数字编号",
  ])
    expect(said).toContain(code);
  const playbook = readFileSync(join(folder, "playbooks/tea-shop/playbook.yaml"), "utf8");
  expect(playbook).toContain("title: 满60减5");
  expect(playbook).toContain('boss: { sandbox: "boss", telegram: "10001", role: owner }');
});

test("what options say is not asked, and the rest has what suits", async () => {
  expect(await asked(whole)).toBe(0);
  expect(said).not.toContain("品牌叫什么");
  expect(written()).toEqual(
    expect.arrayContaining([
      "personas/brand-host.yaml",
      "playbooks/brand/playbook.yaml",
      "playbooks/brand/transcripts/first.txt",
    ]),
  );
});

test("an id is made of the brand's letters, with a number where it is taken", async () => {
  for (const _ of [1, 2, 3]) await asked({ ...whole, brand: "Blue Cup 24" });
  expect(readdirSync(join(folder, "playbooks")).sort()).toEqual([
    "blue-cup-24",
    "blue-cup-24-2",
    "blue-cup-24-3",
  ]);
});

test("what is there already stays as it is", async () => {
  await asked({ ...whole, client: "shop" });
  const file = join(folder, "personas/shop-host.yaml");
  writeFileSync(file, "# mine\n");
  await expect(asked({ ...whole, client: "shop" })).rejects.toMatchObject({
    code: "STARTER_TAKEN",
  });
  expect(readFileSync(file, "utf8")).toBe("# mine\n");
});

test("answers that end early write nothing", async () => {
  await expect(asked({}, "茶小满", "tea-shop")).rejects.toMatchObject({
    code: "STARTER_ENDED",
    params: { option: "--trade" },
  });
  expect(written()).toEqual([]);
});

test.each([
  ["brand", "{{ x }}", "STARTER_BRAND"],
  ["brand", "x".repeat(41), "STARTER_BRAND"],
  ["client", "../../etc", "STARTER_CLIENT"],
  ["zone", "GMT+8", "STARTER_ZONE"],
  ["currency", "¥", "STARTER_CURRENCY"],
  ["groups", "-1", "STARTER_GROUPS"],
  ["order", "0", "STARTER_ORDER"],
  ["order", "1e5", "STARTER_ORDER"],
  ["offer", "5", "STARTER_CHOICE"],
  ["owner", "telegram:boss", "STARTER_OWNER"],
  ["locale", "fr", "STARTER_LOCALE"],
])("--%s %s is refused, and nothing is written", async (option, value, code) => {
  await expect(asked({ ...whole, [option]: value })).rejects.toMatchObject({ code });
  expect(written()).toEqual([]);
});

const stories = ["zh-CN", "en"].flatMap((locale) =>
  OFFERS.map((offer, i) => [locale, offer, TRADES[i] ?? "other"] as const),
);
test.each(stories)("in %s with %s: the transcript comes true", async (locale, offer, trade) => {
  expect(await asked({ ...whole, client: "shop", trade, offer, locale })).toBe(0);
  const path = join(folder, "playbooks/shop/transcripts/first.txt");
  const story = readFileSync(path, "utf8");
  expect(await replayText(story.replace("alice joins", "# "), "shop", config())).not.toEqual([]);
});
