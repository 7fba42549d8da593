import { describe, expect, test } from "vitest";
import { type Entry, entry, type Way } from "../../../support/fake-wechat/entry.js";

describe("who gets into a group", () => {
  test.each<[number, Way, Entry, Entry]>([
    [1, "added", "in", "in"],
    [39, "added", "in", "in"],
    [40, "added", "card", "card"],
    [499, "added", "card", "card"],
    [500, "added", "full", "full"],
    [40, "accepted", "in", "in"],
    [99, "accepted", "in", "in"],
    [100, "accepted", "in", "not_verified"],
    [250, "accepted", "in", "not_verified"],
    [500, "accepted", "full", "full"],
    [1, "scanned", "in", "in"],
    [99, "scanned", "in", "in"],
    [100, "scanned", "in", "not_verified"],
    [199, "scanned", "in", "not_verified"],
    [200, "scanned", "code_closed", "code_closed"],
  ])("%i in it, %s: verified %s, others %s", (size, way, verified, others) => {
    expect([entry(size, way, true), entry(size, way, false)]).toEqual([verified, others]);
  });
});
