// Whom an operator starts a script for, by a name that several have.
import { afterEach, beforeEach, expect, test } from "vitest";
import { CLIENT, type Corner, closeCorners, openCorner } from "../../support/corner.js";

const BOSS = "corner-boss";
const brand = {
  sections: { scripts: { visit: { on: "started", steps: [{ say: "visit" }] } } },
  lines: { visit: "{{ member.name }}, come and see us" },
};
let corner: Corner;
let told = 0;

const speaks = (group: string, user: string, name: string) =>
  corner.tells(group, {
    ...{ kind: "message", text: "hi", messageId: `m${++told}`, toBot: false },
    person: { user, name },
  });
/** @returns what the bot says to the command. */
async function starts(who: string): Promise<string> {
  corner.heard(CLIENT);
  await corner.says(CLIENT, BOSS, `/script start visit ${who}`);
  return corner.heard(CLIENT).join("\n");
}
const started = async () => (await corner.facts("script_started")).map(({ member }) => member);

beforeEach(async () => {
  corner = await openCorner({ brands: [brand] });
});
afterEach(closeCorners);

test("a name that two members of the group have starts nothing and names their account ids", async () => {
  await speaks("corner", "101", "Amy Lee");
  await speaks("corner", "102", "amy lee");
  expect(await starts("Amy Lee")).toBe(
    "Several members are called Amy Lee. Type the account id of one of them: 101, 102",
  );
  expect(await started()).toEqual([]);
  expect(await starts("102")).toContain("amy lee, come and see us");
  expect(await started()).toEqual(["sandbox:102"]);
});

test("who has the name in another group, or has left, is not asked about", async () => {
  await speaks("corner-2", "101", "Amy");
  await speaks("corner", "102", "Amy");
  await speaks("corner", "103", "Amy");
  await corner.tells("corner", { kind: "left", person: { user: "103", name: "Amy" } });
  expect(await starts("@amy")).toContain("Amy, come and see us");
  expect(await started()).toEqual(["sandbox:102"]);
});

test("nobody of the group with that name is said to be nobody", async () => {
  await speaks("corner-2", "101", "Amy");
  expect(await starts("Amy")).toContain("No member Amy is in this group");
  expect(await started()).toEqual([]);
});
