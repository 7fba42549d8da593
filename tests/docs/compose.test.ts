import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { composed } from "./composed.js";

const { services, networks, volumes } = composed();
const entries = Object.entries(services);
const servers = entries.filter(([, { command }]) => command?.[0] === "mongod");
const bots = entries.filter(([, { environment }]) => environment?.SUANPAN_STORE !== undefined);

test("three servers are one replica set, whose data outlives them", () => {
  expect(servers.map(([name]) => name)).toEqual(["mongo1", "mongo2", "mongo3"]);
  for (const [name, { command = [], volumes: at }] of servers) {
    expect(command[command.indexOf("--replSet") + 1]).toBe("rs0");
    expect(at).toEqual([`${name}:/data/db`]);
  }
  const initiate = services.initiate?.entrypoint?.at(-1) ?? "";
  expect(initiate).toContain('_id: "rs0"');
  // A dollar is compose's own unless it is doubled.
  expect(initiate.replaceAll("$$", "")).not.toContain("$");
});

test("two bots use it, each with a folder of its own, and nobody else can reach it", () => {
  expect(bots).toHaveLength(2);
  const hosts = servers.map(([name]) => name).join(",");
  for (const [name, { environment = {}, volumes: at = [], depends_on: after = {} }] of bots) {
    expect(environment.SUANPAN_STORE).toBe(`mongodb://${hosts}/suanpan?replicaSet=rs0`);
    expect(at.at(-1)).toBe(`${name}:/app/data`);
    expect(Object.keys(after)).toEqual(["initiate"]);
  }
  expect(networks.store?.internal).toBe(true);
  for (const [, { networks: on }] of servers) expect(on).toEqual(["store"]);
});

test("every volume and network that is used is named, and the image has all that is built", () => {
  const used = entries.flatMap(([, one]) => one.volumes ?? []).map((at) => at.split(":")[0] ?? "");
  const named = used.filter((one) => !one.startsWith("."));
  expect(Object.keys(volumes).sort()).toEqual(named.sort());
  for (const folder of used.filter((one) => one.startsWith(".")))
    expect(existsSync(folder)).toBe(true);
  const copied = readFileSync("Dockerfile", "utf8").matchAll(/^COPY (.+) \S+$/gm);
  const files = [...copied].flatMap(([, from = ""]) => from.split(" "));
  const letIn = readFileSync(".dockerignore", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("!"));
  expect(letIn.map((line) => line.slice(1))).toEqual(expect.arrayContaining(files));
  for (const file of files) expect(existsSync(file)).toBe(true);
});
