import { realpathSync } from "node:fs";
import { relative } from "node:path";
import { z } from "zod";
import { terminalCommand } from "./terminal-command.js";

/** What a bot and commands at the terminal say to each other: one line each, empty ones while the copy goes on. */
const ask = z.union([
  z.strictObject({ copyTo: z.string().startsWith("/") }),
  z.strictObject({ run: terminalCommand }),
]);
export type Ask = z.infer<typeof ask>;
const answer = z.union([
  z.strictObject({ rows: z.record(z.string(), z.number()) }),
  z.strictObject({ text: z.string(), args: z.string().optional() }),
  z.strictObject({
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
]);
export type Answer = z.infer<typeof answer>;
/** What was asked for is done. */
export type Done = Exclude<Answer, { readonly code: string }>;

export const ofAsking = (asked: Ask): string => `${JSON.stringify(asked)}\n`;
/** @returns what is asked for. @throws Error for what no command of ours says */
export const asked = (line: string): Ask => ask.parse(JSON.parse(line));
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
