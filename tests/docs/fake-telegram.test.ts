import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { blocksWhere } from "./page.js";

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});

const blocks = blocksWhere((info) => info === "text fake-telegram");

test("there are lines to test", () => expect(blocks).toHaveLength(2));

test.each(blocks)("the fake Telegram understands the lines of %s", async (_at, _page, { text }) => {
  const main = "tests/support/fake-telegram-main.ts";
  const child = spawn(process.execPath, ["--import", "tsx", main, "--port", "0"]);
  running.push(child);
  let refused = "";
  const done = new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`exit ${code}: ${refused}`)));
    child.stderr.on("data", (data) => {
      refused += String(data);
      if (refused.includes("? the end")) resolve();
    });
  });
  child.stdin.write(`${text}the end\n`);
  await done;
  expect(refused).toBe("? the end\n");
});
