import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../../../src/cli/cli.js";
import { runExperiment } from "../../../src/cli/experiment.js";
import { freeze, type Registration } from "../../../src/domain/experiment/design/registration.js";
import type { ExperimentRecord } from "../../../src/domain/experiment/design/run.js";
import { sha256 } from "../../../src/features/experiment/audit.js";
import { SqliteFile as Database } from "../../../src/store/sqlite/driver.js";
import { openSqliteStore } from "../../../src/store/sqlite/store.js";
import { captured } from "../../support/captured.js";
import { testConfig } from "../../support/config.js";
import { plantSettled } from "../../support/settled.js";
import { tally } from "../../support/tally.js";
import { editions } from "../../support/tea.js";

const printed = captured();
let folder = "";
let file = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-seal-"));
  file = join(folder, "bot.db");
});
afterEach(() => rm(folder, { recursive: true }));

type Sql = InstanceType<typeof Database>;

async function planted(state: "settled" | "stopped" = "settled") {
  const store = await openSqliteStore(file, tally);
  const [tea] = editions();
  if (!tea) throw new Error("no edition");
  await plantSettled(store, tea, { lift: 0.1, state });
  await store.close();
}
function tamper(change: (sql: Sql) => void) {
  const sql = new Database(file);
  change(sql);
  sql.close();
}
async function say(verb: "verify" | "report", options: { json?: boolean } = {}) {
  printed.out = "";
  printed.err = "";
  const config = testConfig({ SUANPAN_STORE: `sqlite:${file}`, LANG: "zh_CN" });
  const code = await runExperiment(verb, "threshold", { client: "tea-town", ...options }, config);
  return { code, out: printed.out, err: printed.err };
}

const edited = (change: (record: ExperimentRecord) => unknown) => (sql: Sql) => {
  const text = sql.prepare("SELECT value FROM records WHERE kind = 'experiment'").pluck().get();
  const record = JSON.parse(String(text)) as ExperimentRecord;
  change(record);
  sql.prepare("UPDATE records SET value = ? WHERE kind = 'experiment'").run(JSON.stringify(record));
};
const running = (change: object) => edited((record) => Object.assign(record.running, change));
const without = (from: number) => (sql: Sql) =>
  sql
    .prepare(
      "DELETE FROM facts WHERE kind = 'assigned' AND json_extract(body, '$.data.block') >= ?",
    )
    .run(from);

test("a run that nobody touched is sound", async () => {
  await planted();
  expect(await say("verify")).toMatchObject({ code: 0, out: expect.stringContaining("都和登记") });
  const { out } = await say("report");
  expect(out).toContain("到第 28/28 天\n已到期结束\n");
  expect(out).toMatch(/登记号 [0-9a-f]{12}\n$/);
  expect(out).not.toContain("作废");
});

test.each<[string, string, (sql: Sql) => void]>([
  ["all assignments gone", "第 1 段，群 telegram:-", without(0)],
  ["the last seven blocks gone", "第 22 段，群 telegram:-", without(21)],
  ["the last block gone", "第 28 段，群 telegram:-", without(27)],
  ["a coin for each block", "blocksPerCoin 不对：应为 2，现在是 1", running({ blocksPerCoin: 1 })],
  [
    "the second block of a coin given the arms of the first",
    "第 2 段，群 telegram:-",
    (sql) =>
      sql.exec(
        `UPDATE facts SET body = json_set(body, '$.data.arm', (SELECT json_extract(first.body, '$.data.arm')
         FROM facts AS first WHERE first.kind = 'assigned' AND json_extract(first.body, '$.data.block') = 0
         AND json_extract(first.body, '$.group') = json_extract(facts.body, '$.group')))
         WHERE kind = 'assigned' AND json_extract(body, '$.data.block') = 1`,
      ),
  ],
  ["other arms", "运行记录里 arms 不对", running({ arms: ["sixtyfive", "sixty"] })],
  ["fewer groups", "运行记录里 sets 不对", running({ sets: [] })],
  [
    "another start",
    "start 不对：应为 2026-10-15，现在是 2026-10-16",
    running({ start: "2026-10-16" }),
  ],
  ["another horizon", "horizonDays 不对：应为 28，现在是 14", running({ horizonDays: 14 })],
  ["a pause", "暂停的组里 sixtyfive 不对", running({ paused: { sixtyfive: "2026-10-20" } })],
  [
    "an earlier end",
    "endedOn 不对：应为 28，现在是 20",
    edited((one) => Object.assign(one, { endedOn: 20 })),
  ],
  [
    "another verdict",
    "verdict 不对：应为 -，现在是 effective",
    edited((one) => Object.assign(one, { verdict: "effective" })),
  ],
  [
    "another reason",
    "why 不对：应为 horizon，现在是 verdict",
    edited((one) => Object.assign(one, { why: "verdict" })),
  ],
  [
    "a registration and its hash",
    "登记本身被改过",
    edited((one) => {
      const registration = { ...(one.registration as Registration), alpha: 0.2 };
      return Object.assign(one, { registration, hash: freeze(registration, sha256).hash });
    }),
  ],
  [
    "a registration",
    "登记本身被改过",
    edited((one) => void Object.assign(one.registration as object, { alpha: 0.2 })),
  ],
  [
    "no log of the start",
    "开始的记录里 experiment_started 不对",
    (sql) => sql.exec("DELETE FROM facts WHERE kind = 'experiment_started'"),
  ],
])("%s: verify says where, and the report is void without figures", async (_, sentence, change) => {
  await planted();
  tamper(change);
  const verified = await say("verify");
  expect(verified.code).toBe(1);
  expect(verified.out).toContain(sentence);
  expect(verified.out).not.toContain("{");
  const { out } = await say("report");
  expect(out).toContain("结论作废：记录和登记对不上。");
  expect(out).not.toMatch(/设计无法回答|提升|概率|0 条/);
  const { verdict, p, estimate, warnings } = JSON.parse((await say("report", { json: true })).out);
  expect({ verdict, p, lift: estimate.lift }).toEqual({
    verdict: "unanswerable",
    p: null,
    lift: null,
  });
  expect(warnings).toHaveLength(1);
});

test("counts that were edited after the end are said beside the verdict", async () => {
  await planted();
  const other = edited((one) => Object.assign(one, { verdict: "effective" }));
  tamper((sql) => {
    other(sql);
    const was = JSON.stringify({ run: "threshold@2026-10-15", why: "horizon", day: 28 });
    const facts = sql.prepare(
      "UPDATE facts SET body = replace(body, ?, ?) WHERE kind = 'experiment_ended'",
    );
    facts.run(was, was.replace("}", ',"verdict":"effective"}'));
  });
  expect((await say("report")).out).toContain("结论和结束时记下的不一样");
});

test("a stopped run says so, and promises no more days", async () => {
  await planted("stopped");
  const { out } = await say("report");
  expect(out).toContain("第 28/28 天被运营提前停下");
  expect(out).toContain("这和登记不同");
  expect(out).not.toContain("还需");
});

test("a damaged fact is one sentence that names its row, and exit 1", async () => {
  await planted();
  let row = 0;
  tamper((sql) => {
    row = Number(sql.prepare("SELECT min(seq) FROM facts WHERE kind = 'assigned'").pluck().get());
    sql.prepare("UPDATE facts SET body = '{' WHERE seq = ?").run(row);
  });
  const sentence = `数据库里 tea-town 的事实第 ${row} 行`;
  for (const verb of ["verify", "report"] as const) {
    expect(await say(verb)).toMatchObject({ code: 1, err: expect.stringContaining(sentence) });
  }
  const before = { ...process.env };
  Object.assign(process.env, { SUANPAN_STORE: `sqlite:${file}`, LANG: "zh_CN.UTF-8" });
  printed.err = "";
  const rebuild = ["rollups", "rebuild", "--check", "--client", "tea-town"];
  expect(await runCli(["node", "suanpan", ...rebuild])).toBe(1);
  expect(printed.err).toContain(sentence);
  process.env = before;
});
