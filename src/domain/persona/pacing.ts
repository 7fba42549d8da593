import { parseDuration } from "../../core/time/duration.js";
import type { Persona } from "./schema.js";

/** Texts to send one after another; each delay is the pause just before its text. */
export type Paced = { readonly texts: string[]; readonly delaysMs: number[] };

/**
 * A sentence with the closing quotes and the space behind it. An ASCII mark ends one only before a
 * space or the end, so that `3.5` and `?` in a link stay whole.
 */
const SENTENCE =
  /\s*[\s\S]*?(?:(?:[。！？…][。！？….!?]*|[.!?]+(?=["'”’」』）)】]*(?:\s|$))|\n)["'”’」』）)】]*\s*|$)/gu;
/** All pauses of one line together, in units of the longest one. */
const TOTAL_OF_MAX = 3;

/**
 * Splits a text longer than `split_at` at sentence ends (a sentence is never cut) and gives each
 * part its reading time, within `min` and `max`; together they stay within three times `max`.
 * A blank text gives nothing to send.
 */
export function paceTexts(text: string, pacing: Persona["pacing"]): Paced {
  const texts = split(text, pacing.split_at);
  const perSecond = Number.parseInt(pacing.reading, 10);
  const min = duration(pacing.min);
  const max = duration(pacing.max);
  let left = longestPause(pacing);
  const delaysMs = texts.map((part) => {
    const reading = perSecond > 0 ? Math.round((lengthOf(part) * 1_000) / perSecond) : max;
    const delay = Math.min(max, Math.max(min, reading), left);
    left -= delay;
    return delay;
  });
  return { texts, delaysMs };
}

/** The most that all pauses of a line take together, in ms. */
export const longestPause = (pacing: Persona["pacing"]): number =>
  duration(pacing.max) * TOTAL_OF_MAX;

function split(text: string, limit: number): string[] {
  if (text.trim() === "") return [];
  if (lengthOf(text) <= limit) return [text];
  const parts: string[] = [];
  for (const sentence of text.match(SENTENCE) ?? []) {
    const last = parts.at(-1);
    const joined = `${last ?? ""}${sentence}`;
    if (last !== undefined && lengthOf(joined.trim()) <= limit) parts[parts.length - 1] = joined;
    else if (sentence !== "") parts.push(sentence);
  }
  return parts.map((part, i) => (i < parts.length - 1 ? part.trimEnd() : part));
}

function lengthOf(text: string): number {
  return [...text].length;
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new Error(`no duration: ${text}`);
  return ms;
}
