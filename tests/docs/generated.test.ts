import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findingsPage, findingsPages } from "../../scripts/findings-page.js";
import { drawStory } from "../../scripts/picture/draw.js";
import { playStory } from "../../scripts/picture/story.js";
import { testConfig } from "../support/config.js";

test.each(["en", "zh-CN"] as const)(
  "the page of findings in %s is fresh (npm run findings)",
  (lang) => {
    const tight = (text: string) => text.replace(/ *\| */g, "|").replace(/-{3,}/g, "---");
    expect(tight(readFileSync(findingsPages[lang], "utf8"))).toBe(tight(findingsPage(lang)));
  },
);

test("the picture is fresh (npm run picture), and every text stands inside of it", async () => {
  const story = await playStory(testConfig());
  expect(story.inGroup.filter(({ who }) => who === "bot")).toHaveLength(4);
  expect(story.direct.map(({ who }) => who)).toEqual(["bot", "bot", "boss", "bot", "boss", "bot"]);
  const svg = drawStory(story, "Asia/Shanghai");
  const height = Number(/ height="(\d+)"/.exec(svg)?.[1]);
  const below = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"/g)].filter(
    ([, y]) => Number(y) > height,
  );
  expect(height).toBeGreaterThan(300);
  expect(below).toEqual([]);
  expect(svg).not.toMatch(/NaN|undefined/);
  expect(readFileSync("docs/picture.svg", "utf8")).toBe(svg);
});
