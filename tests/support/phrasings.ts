import { readFileSync } from "node:fs";
import { withoutMention } from "../../src/core/text/mention.js";

/** What rules are written with, and what they may not be; `fresh` was written after all of them. */
const parts = ["development", "held-out", "fresh"] as const;

/**
 * How a reading of messages does on each part of the phrasings of `tests/cases/wishes`: of those that it takes for
 * what is asked about how many are (`precision`), and of those that are how many it takes (`recall`).
 */
export function scoresOf(name: string, reads: (text: string) => boolean) {
  return parts.map((part) => {
    const text = readFileSync(`tests/cases/wishes/${name}-${part}.txt`, "utf8");
    const lines = text.split("\n").filter((line) => /^[+-] /.test(line));
    const said = (line: string) => withoutMention(line.slice(2), "tea_bot");
    const wanted = lines.filter((line) => line.startsWith("+"));
    const taken = lines.filter((line) => reads(said(line)));
    const right = taken.filter((line) => line.startsWith("+")).length;
    const wrong = lines.filter((line) => taken.includes(line) !== line.startsWith("+"));
    const precision = right / taken.length;
    const recall = right / wanted.length;
    const shown = `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
    console.info(`${name}, ${part} (${wanted.length} + ${lines.length - wanted.length}): ${shown}`);
    return { part, size: lines.length, precision, recall, wrong };
  });
}
