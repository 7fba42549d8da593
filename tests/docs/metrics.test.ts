import { expect, test } from "vitest";
import { instruments } from "../../src/app/metrics/instruments.js";
import { readPage } from "./page.js";

test.each(["docs/09-running.md", "docs/zh/09-running.md"])(
  "%s names every figure, and none besides",
  async (path) => {
    const { registry } = await instruments("0");
    const names = registry.getMetricsAsArray().map(({ name }) => name);
    const own = names.filter((name) => name.startsWith("suanpan_"));
    const told = readPage(path).prose.match(/\bsuanpan_\w+/g) ?? [];
    // Which program it is says itself.
    const isKnown = (name: string) => name !== "suanpan_build_info";
    expect([...new Set(told)].sort()).toEqual(own.filter(isKnown).sort());
  },
);
