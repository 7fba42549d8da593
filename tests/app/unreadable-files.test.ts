// What can't be read is one client's trouble, and is told; the others are served.
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSoundPlaybooks } from "../../src/app/open-playbooks.js";
import { readSources, stampOf } from "../../src/app/playbook-files.js";
import { noEnv } from "../../src/playbook/read/env.js";

let folder = "";
const at = (path: string) => join(folder, path);
const folders = () => ({
  ...{ playbooks: at("playbooks"), personas: at("personas") },
  ...{ lang: "en" as const, env: noEnv },
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "suanpan-unreadable-"));
  await mkdir(at("personas"));
  for (const client of ["tea", "paw"]) {
    await mkdir(at(`playbooks/${client}`), { recursive: true });
    const persona = { version: 1, id: `${client}-voice`, name: "Ada", kind: "person" };
    await writeFile(
      at(`personas/${client}-voice.yaml`),
      JSON.stringify({ ...persona, lines: { hi: "hi", disclosure: "a bot" } }),
    );
    await writeFile(
      at(`playbooks/${client}/playbook.yaml`),
      JSON.stringify({
        ...{ version: 1, client, brand: client, timezone: "UTC", currency: "CNY", locale: "en" },
        operators: { boss: { sandbox: `${client}-boss`, role: "owner" } },
        groups: { pools: { all: { title: "all" } } },
        persona: `${client}-voice`,
        replies: { hi: { when: { keywords: ["hi"] }, say: "hi" } },
      }),
    );
  }
});
afterEach(() => rm(folder, { recursive: true }));

const PLAYBOOK = "playbooks/tea/playbook.yaml";
const inPlace = async (path: string, make: (path: string) => Promise<unknown>) => {
  await rm(at(path), { recursive: true });
  await make(at(path));
};

test.each([
  ["a folder by the file's name", PLAYBOOK, (path: string) => mkdir(path), "UNREADABLE"],
  ["a link to itself", PLAYBOOK, (path: string) => symlink(path, path), "UNREADABLE"],
  ["a link to nowhere", PLAYBOOK, (path: string) => symlink("/nowhere/at/all", path), "UNREADABLE"],
  [
    "a device that never ends",
    PLAYBOOK,
    (path: string) => symlink("/dev/zero", path),
    "UNREADABLE",
  ],
  [
    "a hundred megabytes",
    PLAYBOOK,
    (path: string) => writeFile(path, Buffer.alloc(100 * 1024 * 1024, "client: tea\n")),
    "TOO_LARGE",
  ],
  [
    "its persona is a folder",
    "personas/tea-voice.yaml",
    (path: string) => mkdir(path),
    "UNREADABLE",
  ],
])("%s: tea is left out and hears why, paw is served", async (_what, path, make, code) => {
  await inPlace(path, make);
  const { playbooks, first } = await openSoundPlaybooks(folders());
  expect(playbooks.clients()).toEqual(["paw"]);
  const tea = first.clients.find(({ client }) => client === "tea");
  expect(tea?.ok).toBe(false);
  expect(tea?.lines.join("\n")).toContain(`${at(path)}:1:1 error PLAYBOOK_${code}`);
  expect(first.clients.find(({ client }) => client === "paw")).toMatchObject({
    ok: true,
    lines: [],
  });
});

test("a client's folder that is a link going round is no folder; the others are served", async () => {
  await inPlace("playbooks/tea", () => symlink("b", at("playbooks/tea")));
  await symlink("tea", at("playbooks/b"));
  const { playbooks } = await openSoundPlaybooks(folders());
  expect(playbooks.clients()).toEqual(["paw"]);
});

test("links that lead back are followed once, and what lies beside files is none", async () => {
  await symlink("..", at("playbooks/tea/back"));
  await symlink("/nowhere/at/all", at("playbooks/tea/.#playbook.yaml"));
  await mkdir(at("playbooks/tea/..data"));
  await writeFile(at("playbooks/tea/..data/playbook.yaml"), "client: tea");
  const { playbooks } = await openSoundPlaybooks(folders());
  expect([...playbooks.clients()].sort()).toEqual(["paw", "tea"]);
  const before = await stampOf(folders());
  await writeFile(at(PLAYBOOK), "client: tea");
  expect(await stampOf(folders())).not.toBe(before);
});

test("a file that is named itself and can't be read is refused", async () => {
  await mkdir(at("odd.yaml"));
  await symlink(at("loop.yaml"), at("loop.yaml"));
  await expect(readSources([at("loop.yaml")])).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});
