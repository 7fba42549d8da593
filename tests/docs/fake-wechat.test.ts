import { expect, test } from "vitest";
import { readLine } from "../support/fake-wechat/lines.js";
import { readPage } from "./page.js";

test.each(["docs/fake-wechat.md", "docs/zh/fake-wechat.md"])(
  "the fake WeChat understands the lines of %s",
  (page) => {
    const blocks = readPage(page).blocks.filter(({ info }) => info === "text fake-wechat");
    expect(blocks).toHaveLength(1);
    for (const { text } of blocks)
      for (const line of text.trim().split("\n"))
        expect([line, readLine(line)?.deed]).not.toContain(undefined);
  },
);
