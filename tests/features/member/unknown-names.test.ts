import { afterEach, expect, test } from "vitest";
import { closeCorners, DAY, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

test("a name that isn't known for now takes no known one's place, and is learned later", async () => {
  const corner = await openCorner({ brands: [{ lines: { hi: "hi" } }] });
  const says = (user: string, name: string) =>
    corner.tells("corner", {
      ...{ kind: "message", person: { user, name }, text: "hello", toBot: false },
      messageId: `${user}${name}${corner.clock.now()}`,
    });
  await corner.joins("corner", "ann");
  await corner.tells("corner", { kind: "joined", person: { user: "bo", name: "" } });
  await corner.forward(DAY);
  await says("ann", "");
  await says("bo", "");
  expect((await corner.member("ann"))?.name).toBe("ann");
  expect((await corner.member("bo"))?.name).toBe("");
  await says("bo", "Bo");
  await says("ann", "Ann");
  expect((await corner.member("bo"))?.name).toBe("Bo");
  expect((await corner.member("ann"))?.name).toBe("Ann");
});
