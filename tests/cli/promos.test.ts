import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runCli } from "../../src/cli/cli.js";
import { captured } from "../support/captured.js";

const folder = mkdtempSync(join(tmpdir(), "suanpan-"));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const printed = captured();
afterAll(() => rmSync(folder, { recursive: true }));

const promo = (spend: number) =>
  `promos:\n  main: { title: 满${spend}减5, spend: "${spend}.00", give: { off: "5.00" }, budget: "900.00", window: { daily: ["10:00", "22:00"] } }\n`;
const main = file("main.yaml", promo(60));
const cart = file(
  "cart.json",
  '{ "lines": [{ "id": "a", "qty": 1, "price": "61.00" }], "at": "2026-11-24T12:00:00+08:00" }',
);
const run = (...args: string[]) => runCli(["node", "suanpan", ...args]);

describe("suanpan quote", () => {
  test("prints one JSON document", async () => {
    expect(await run("quote", "--promos", main, "--cart", cart, "--json")).toBe(0);
    expect(JSON.parse(printed.out)).toMatchObject({
      total: "56.00",
      applied: [{ promo: "main", off: "5.00" }],
    });
    expect(printed.err).toBe("");
  });

  test("--at comes before the cart's own time", async () => {
    await run(
      "quote",
      "--promos",
      main,
      "--cart",
      cart,
      "--at",
      "2026-11-24T23:00:00+08:00",
      "--json",
    );
    expect(JSON.parse(printed.out)).toMatchObject({
      total: "61.00",
      rejected: [{ code: "OUTSIDE_WINDOW" }],
    });
  });

  test("reads the promos of a client's playbook, or of a playbook's file without its personas", async () => {
    const yaml = "tests/fixtures/playbooks/tea-town/playbook.yaml";
    expect(await run("quote", "--client", "tea-town", "--cart", cart, "--json")).toBe(0);
    const first = JSON.parse(printed.out);
    printed.out = "";
    expect(await run("quote", "--promos", yaml, "--cart", cart, "--json")).toBe(0);
    expect(JSON.parse(printed.out)).toEqual(first);
  });

  test.each([
    ["no promos", ["--cart", cart], "--promos"],
    ["two of them", ["--promos", main, "--client", "tea-town", "--cart", cart], "--promos"],
    ["a client nobody has", ["--client", "nobody", "--cart", cart], "tea-town"],
    ["a cart that is not there", ["--promos", main, "--cart", "none.json"], "none.json"],
    ["an empty cart file", ["--promos", main, "--cart", file("empty.json", "")], "空文件"],
    ["a list", ["--promos", main, "--cart", file("list.json", "[]")], "一个对象"],
    ["a folder", ["--promos", main, "--cart", folder], "读不了"],
    [
      "a time without an offset",
      ["--promos", main, "--cart", cart, "--at", "2026-11-24"],
      "2026-11-24",
    ],
    [
      "a cart that is wrong",
      [
        "--promos",
        main,
        "--cart",
        file("bad.json", '{ "lines": [{ "id": "a", "qty": 1, "price": 61 }] }'),
      ],
      "lines[0].price",
    ],
  ])("%s is one sentence and 2", async (_name, args, word) => {
    expect(await run("quote", ...args)).toBe(2);
    expect(printed.err.trim().split("\n")).toHaveLength(1);
    expect(printed.err).toContain(word);
    expect(printed.out).toBe("");
  });

  test("promos with a mistake are shown with their place", async () => {
    const broken = file("broken.yaml", promo(60).replace('"60.00"', "60.00"));
    expect(await run("quote", "--promos", broken, "--cart", cart)).toBe(2);
    expect(printed.err).toContain(`${broken}:2:32 error PLAYBOOK_MONEY_UNQUOTED`);
  });
});

describe("suanpan promo replay", () => {
  test("compares files of promos on past orders", async () => {
    const at = "2026-11-24T12:00:00+08:00";
    const orders = file(
      "orders.json",
      JSON.stringify(["44.00", "52.00", "60.00"].map((total) => ({ at, total }))),
    );
    const files = `${main},${file("other.yaml", promo(65))}`;
    expect(await run("promo", "replay", "--promos", files, "--orders", orders, "--json")).toBe(0);
    const { sets } = JSON.parse(printed.out);
    expect(sets).toMatchObject([
      { name: "main", cost: "5.00", promos: [{ thresholds: [{ break_even_percent: 62.5 }] }] },
      { name: "other", cost: "0.00", promos: [{ thresholds: [{ break_even_percent: 38.5 }] }] },
    ]);
  });

  test.each([
    ["no orders", "[]", "没有可以重放的订单"],
    ["an object", "{}", "数组"],
    ["no object in it", "[1]", "第 1 笔订单不对：{…}"],
    ["an unknown key", '[{"at":"2026-11-24T12:00:00+08:00","total":"1.00","x":1}]', "x"],
    ["an empty file", " \n", "orders.json 是空文件"],
    ["half a file", '[{"at":', "不是 JSON"],
  ])("%s is one sentence and 2", async (_name, content, words) => {
    const orders = file("orders.json", content);
    expect(await run("promo", "replay", "--promos", main, "--orders", orders)).toBe(2);
    expect(printed.err.trim().split("\n")).toHaveLength(1);
    expect(printed.err).toContain(words);
    expect(printed.out).toBe("");
  });
});
