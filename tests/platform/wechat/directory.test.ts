import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { endpointOf } from "../../../src/platform/wechat/directory.js";
import { openAccount } from "../../support/wechat-account.js";

const TOKEN = "puppet_workpro_secret";
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function directory(status: number, body: string): Promise<[where: string, asked: string[]]> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const at = server.address();
  return [`http://127.0.0.1:${typeof at === "object" ? at?.port : ""}`, asked];
}

test("says where a token is served", async () => {
  const [where, asked] = await directory(200, '{"host":"10.0.0.7","port":8788}');
  expect(await endpointOf(TOKEN, where)).toBe("10.0.0.7:8788");
  expect(asked).toEqual([`/v0/hosties/${TOKEN}`]);
});

test.each([401, 403, 404])("a token that it doesn't know (%d) is told as such", async (status) => {
  const [where] = await directory(status, "");
  await expect(endpointOf(TOKEN, where)).rejects.toMatchObject({ code: "WECHAT_TOKEN_UNKNOWN" });
});

test.each([
  [500, ""],
  [200, "<html>"],
  [200, "null"],
  [200, '{"host":"0.0.0.0","port":0}'],
  [200, '{"host":"a b","port":8788}'],
  [200, '{"host":"h","port":"8788; rm"}'],
])(
  "one that says nothing (%d %s) may say more later, and the token isn't told",
  async (status, body) => {
    const [where] = await directory(status, body);
    const thrown: unknown = await endpointOf(TOKEN, where).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: "Error" });
    expect(String(thrown)).not.toContain(TOKEN);
  },
);

test("where it can't be reached the bot is to be started again", async () => {
  const thrown: unknown = await endpointOf(TOKEN, "http://127.0.0.1:1").catch(
    (error: unknown) => error,
  );
  expect(String(thrown)).toMatch(/does not answer: \w+/);
  const { start, fatal, logged } = openAccount({ open: () => Promise.reject(thrown) });
  await start();
  expect(fatal).toEqual(["WECHAT_UNREACHABLE"]);
  expect(logged.join()).toContain("WECHAT_START_FAILED");
});
