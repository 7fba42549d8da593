import { afterEach, expect, test } from "vitest";
import { closeCorners, openCorner } from "../../support/corner.js";
import { wechat } from "../../support/governed.js";

afterEach(closeCorners);

test("what strangers are told takes nothing of the part that is kept for operators", async () => {
  const corner = await openCorner({ limits: { ...wechat, warmUp: [] } });
  await corner.forward(60_000);
  await corner.writes("nobody-s", "你是机器人吗");
  await corner.forward(10_000);
  expect(corner.heard("nobody-s")).toHaveLength(1);
  await corner.writes("corner-boss", "/whoami");
  await corner.forward(10_000);
  const served = (await corner.store.ledger("sandbox", 0)).slice(-2).map((one) => one.for);
  expect(served).toEqual(["members", "operators"]);
});
