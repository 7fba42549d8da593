import type { ServerResponse } from "node:http";
import type { FakeRefusal } from "./fake-bot-api-refusal.js";

/** What a call says. */
export type Body = Readonly<Record<string, unknown>>;

/** Answers with a refusal. */
export function refuse(response: ServerResponse, { code, message, parameters }: FakeRefusal): void {
  answer(response, code, { ok: false, error_code: code, description: message, parameters });
}

/** Answers in JSON. */
export function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** All but the last byte of an answer. */
export async function cut(response: ServerResponse, body: object): Promise<void> {
  const text = JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  await new Promise<unknown>((sent) =>
    response.writeHead(200, headers).write(Buffer.from(text).subarray(0, -1), sent),
  );
}

/** A form's fields; a file as its bytes. */
export async function form(bytes: Buffer, type: string): Promise<Body> {
  const fields = await new Response(new Uint8Array(bytes), {
    headers: { "content-type": type },
  }).formData();
  const read = [...fields].map(async ([key, value]) => [
    key,
    typeof value === "string" ? value : Buffer.from(await value.arrayBuffer()),
  ]);
  return Object.fromEntries(await Promise.all(read)) as Body;
}
