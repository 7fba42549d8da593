import { expect, test } from "vitest";
import { readLine } from "../support/fake-wechat/lines.js";
import { blocksWhere } from "./page.js";

const blocks = blocksWhere((info) => info === "text fake-wechat");

test("there are lines to test", () => expect(blocks).toHaveLength(2));

test.each(blocks)("the fake WeChat understands the lines of %s", (_at, _page, { text }) => {
  for (const line of text.trim().split("\n"))
    expect([line, readLine(line)?.deed]).not.toContain(undefined);
});
