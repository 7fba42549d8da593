import { afterEach, expect, test } from "vitest";
import { closeCorners, openCorner } from "../../support/corner.js";

afterEach(closeCorners);

test("what one client knows of who is who is nothing to another", async () => {
  const corner = await openCorner({ brands: [{ client: "teas" }, { client: "pets" }] });
  for (const client of ["teas", "pets"])
    for (const name of ["ann", "canary"]) await corner.joins(client, name);
  await corner.says("teas", "teas-boss", "/link ann canary");
  await corner.says("teas", "teas-boss", "/yes");
  expect(corner.heard("teas").at(-1)).toContain("canary");
  // The same two people in the groups of another client.
  await corner.says("pets", "pets-boss", "/person ann");
  expect(corner.heard("pets").at(-1)).toBe("ann (sandbox:ann)");
  await corner.says("teas", "ann", "TD");
  expect((await corner.member("canary", "teas"))?.optedOut).toBe(true);
  expect((await corner.member("canary", "pets"))?.optedOut).toBeUndefined();
  await corner.says("pets", "pets-boss", "/unlink ann");
  expect(corner.heard("pets").at(-1)).toContain("no other account");
  await corner.says("pets", "pets-boss", "/unlink ann @teas");
  expect(await corner.store.list("teas", "person")).toHaveLength(2);
});

test("a code of one client's is none of another's", async () => {
  const corner = await openCorner({ brands: [{ client: "teas" }, { client: "pets" }] });
  await corner.joins("teas", "ann");
  await corner.joins("pets", "ann2");
  await corner.writes("ann", "/link");
  const code = /code is (\w{8})/.exec(corner.heard("ann").at(-1) ?? "")?.[1];
  expect(code).toBeDefined();
  await corner.writes("ann2", `/link ${code} yes`);
  expect(corner.heard("ann2").join()).toContain("There is no such code");
  expect(await corner.store.list("teas", "person")).toEqual([]);
  expect(await corner.store.list("pets", "person")).toEqual([]);
});
