import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { askedTexts } from "../support/asked-texts.js";
import {
  differingSlots,
  notPlain,
  oneSided,
  slotFaults,
  unknownKeys,
  unsaidErrors,
  unusedKeys,
} from "../support/text-faults.js";
import { textFolders } from "../support/text-files.js";

const SRC = resolve("src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join(SRC, file));

const folders = textFolders(SRC);
const asked = askedTexts(SRC, files);

test("the texts and those who ask for them are found", () => {
  expect(folders.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["engine/commands", "features/group", "features/operations"]),
  );
  expect(asked.texts.length).toBeGreaterThan(50);
  expect(asked.errors.length).toBeGreaterThan(50);
});

test("both languages have every text", () => {
  expect(oneSided(folders)).toEqual([]);
});

test("both languages have the same slots", () => {
  expect(differingSlots(folders)).toEqual([]);
});

test("every text that is asked for exists", () => {
  expect(unknownKeys(folders, asked)).toEqual([]);
});

test("every error has a sentence", () => {
  expect(unsaidErrors(folders, asked)).toEqual([]);
});

test("every text is used", () => {
  expect(unusedKeys(folders, asked)).toEqual([]);
});

test("every slot is filled, and nothing is passed that no slot takes", () => {
  expect(slotFaults(folders, asked)).toEqual([]);
});

test("the texts speak plainly", () => {
  expect(notPlain(folders)).toEqual([]);
});
