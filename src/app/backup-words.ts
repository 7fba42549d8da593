import { realpathSync } from "node:fs";
import { relative } from "node:path";
import { z } from "zod";

/** What a bot and `suanpan backup` say to each other: one line each, empty ones while the copy goes on. */
const ask = z.strictObject({ copyTo: z.string().startsWith("/") });
const answer = z.union([
  z.strictObject({ rows: z.record(z.string(), z.number()) }),
  z.strictObject({
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
]);
export type Answer = z.infer<typeof answer>;

export const ofAsking = (copyTo: string): string => `${JSON.stringify({ copyTo })}\n`;
/** @returns where to copy to. @throws Error for what `suanpan backup` doesn't say */
export const asked = (line: string): string => ask.parse(JSON.parse(line)).copyTo;
/** @returns what a bot says; undefined for what none does */
export function answered(line: string): Answer | undefined {
  try {
    return answer.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/**
 * Where a bot on this file, which is there, can be asked, by whichever name it was called. The shorter way there: a socket's name has room
 * for some hundred bytes.
 */
export function deskOf(file: string): string {
  const desk = `${realpathSync(file)}.sock`;
  const near = relative(process.cwd(), desk);
  return near.length < desk.length ? near : desk;
}
