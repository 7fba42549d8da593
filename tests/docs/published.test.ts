import { expect, test } from "vitest";
import { testConfig } from "../support/config.js";
import { blocksWhere } from "./page.js";

const blocks = blocksWhere((info) => info === "nginx" || info === "caddyfile");

test("there are servers to look at", () => expect(blocks).toHaveLength(4));

test.each(blocks)("%s hands on the pages of pools and nothing else", (_at, _page, { text }) => {
  const { http } = testConfig();
  const handed = [
    ...text.matchAll(/location (\S+) \{ proxy_pass http:\/\/(\S+); \}/g),
    ...text.matchAll(/reverse_proxy (\S+) (\S+)/g),
  ].map(([, path = "", to]) => [path.replace("*", ""), to]);
  expect(handed).toEqual([["/join/", http]]);
});
