// What comes in from outside for one shop, and what the terminal prints of one: not a word of another's.
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serve } from "../../src/app/serve.js";
import { createProgram } from "../../src/cli/program.js";
import { errorLines } from "../../src/cli/texts.js";
import { UserError } from "../../src/core/errors.js";
import { pageNamed } from "../../src/features/entry/page.js";
import { captured } from "../support/captured.js";
import { testConfig } from "../support/config.js";
import { senders } from "../support/hook-senders.js";
import { CANARY, openTwoShops, othersIn } from "../support/two-shops.js";

type Shops = Awaited<ReturnType<typeof openTwoShops>>;
let shops: Shops;
const printed = captured();
beforeEach(async () => {
  shops = await openTwoShops();
});
afterEach(() => shops.remove());

/** What a shop's webhook tells: an order with the ids of the other's member, and a coupon of theirs. */
const told = (coupon: string, paidAt: number) => {
  const at = new Date(paidAt).toISOString();
  return JSON.stringify({
    ...{ id: "T-9", status: "paid", currency: "CNY", amount: "70.00" },
    ...{ paid_at: at, modified_at: at },
    ...{ platform_ids: [`sandbox:${CANARY}-mia`], coupons: [coupon] },
  });
};

test("webhooks and pages: no answer tells of the other, and nothing of it changes", async () => {
  const { playbooks, runtime, clock, store, folders } = shops;
  const before = await shops.others();
  const refused: string[] = [];
  const config = { ...testConfig({ SUANPAN_HTTP: "127.0.0.1:0" }), env: folders.env };
  const web = await serve(config, {
    ...{ playbooks, phoneKey: "key of a test", now: clock.now, receive: runtime.receive },
    page: (name, source) => pageNamed({ store, playbooks, clock }, name, source),
    health: () => ({ ok: true }),
    onRefused: ({ client, code }) => refused.push(`${client} ${code}`),
  });
  const names = ["tea-shop", `${CANARY}-shop`];
  const [coupon] = await store.list(`${CANARY}-shop`, "coupon");
  const order = told(coupon?.key ?? "none", clock.now());
  const bodies: string[] = [];
  const statuses: number[] = [];
  for (const [n, client] of names.entries()) {
    const { body, headers } = senders.generic(order, clock.now(), `id-${n}`, "tea secret");
    const head = { ...headers, "content-type": "application/json" };
    const url = `${web?.url}/hooks/${client}/own`;
    const answer = await fetch(url, { method: "POST", body, headers: head });
    statuses.push(answer.status);
    bodies.push(await answer.text());
  }
  const code = (await store.get(`${CANARY}-shop`, "entry", `${CANARY}-pool`))?.value.code;
  const pages = ["tea-pool", `${CANARY}-pool`, `tea-pool-${code}`, "tea-shop"];
  for (const path of ["healthz", "nowhere", ...pages.map((page) => `join/${page}`)])
    bodies.push(await (await fetch(`${web?.url}/${path}`)).text());
  await web?.close();
  await runtime.pump();
  expect(coupon).toBeDefined();
  expect(statuses).toEqual([200, 401]);
  expect(refused).toEqual([`${CANARY}-shop SIGNATURE`]);
  expect(bodies.filter((body) => body.includes(CANARY))).toEqual([]);
  const stored = await store.get("tea-shop", "order", "own/T-9");
  expect(stored?.value.record.account?.ids.coupons).toEqual([coupon?.key]);
  expect(stored?.value.member).toBeUndefined();
  expect(await shops.others()).toBe(before);
  await shops.close();
});

/** Every command of the terminal that is for one client, and what else must be typed; `-` is not for a test. */
const TYPED: Readonly<Record<string, readonly string[] | "-">> = {
  "client new": "-",
  chat: "-",
  simulate: "-",
  quote: ["--cart", "FILE"],
  "orders list": [],
  "orders credits": [],
  "orders import": ["FILE"],
  "promo replay": ["--promos", "FILE"],
  "experiment plan": ["trial"],
  "experiment start": ["trial"],
  "experiment stop": ["trial"],
  "experiment report": ["trial"],
  "experiment verify": ["trial"],
  heuristics: [],
  report: ["--format", "json"],
  "member export": ["mia"],
  "member erase": ["mia"],
  "playbook list": [],
  "playbook diff": [],
  "playbook use": [],
  "playbook rollback": [],
  "rollups rebuild": ["--check"],
};
const NAMED = ["trial", "mia"];

function leaves(command: Command, path: readonly string[] = []): readonly string[] {
  const own = command.options.some(({ long }) => long === "--client") ? [path.join(" ")] : [];
  return [...own, ...command.commands.flatMap((one) => leaves(one, [...path, one.name()]))];
}

test("every command of the terminal, with its own shop's names and with the other's", async () => {
  await shops.runtime.stop();
  const before = await shops.others();
  await shops.store.close();
  const config = { ...testConfig({ LANG: "en_US", SUANPAN_STORE: `sqlite:${shops.database}` }) };
  const { playbooks, personas, env } = shops.folders;
  const known = createProgram(config, () => {});
  expect(leaves(known).toSorted()).toEqual(Object.keys(TYPED).toSorted());
  const file = `${shops.database}.csv`;
  await writeFile(
    file,
    `order_id,amount,paid_at,coupon\nT-10,70.00,2026-11-24 09:00:00,${CANARY}\n`,
  );
  const leaks: unknown[] = [];
  for (const [name, args] of Object.entries(TYPED)) {
    if (args === "-") continue;
    for (const own of ["tea", CANARY]) {
      const words = args.map((word) =>
        word === "FILE" ? file : NAMED.includes(word) ? `${own}-${word}` : word,
      );
      printed.out = "";
      printed.err = "";
      const program = createProgram({ ...config, playbooks, personas, env }, () => {});
      const line = ["node", "suanpan", ...name.split(" "), ...words, "--client", "tea-shop"];
      await program.parseAsync(line).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        printed.err += errorLines(error, "en").join("\n");
      });
      const said = (printed.out + printed.err)
        .replaceAll(`${CANARY}-mia`, "")
        .replaceAll(`${CANARY}-trial`, "");
      if (said.includes(CANARY)) leaks.push([line.slice(2).join(" "), said]);
      if (said === "") leaks.push([line.slice(2).join(" "), "nothing was said"]);
    }
  }
  expect(leaks).toEqual([]);
  expect(othersIn(shops.database)).toBe(before);
}, 120_000);
