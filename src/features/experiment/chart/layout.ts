import type { ChartWords } from "../../../domain/experiment/report/chart-words.js";

/** For a phone: 1080 pixels fill a chat window's width, so that 30 look like 11 points. */
export const SIZE = { width: 1080, height: 720, title: 44, fact: 32, name: 28, label: 26 } as const;
const EDGE = 40;
const AXIS = 118;

type Place = { readonly left: number; readonly top: number; readonly size: number };
type Grid = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
};
export type Layout = {
  readonly title: Place;
  /** The title broken into lines that fit. */
  readonly titleText: string;
  readonly estimate: Place;
  readonly progress: Place;
  readonly liftName: Place;
  readonly lift: Grid;
  readonly testName: Place;
  readonly test: Grid;
};

/** From top to bottom: the title in one or two lines, the facts, the two panels; what the title takes the upper panel gives. */
export function layout(words: ChartWords): Layout {
  const lines = wrap(words.title, SIZE.title, SIZE.width - 2 * EDGE);
  const place = (top: number, size: number): Place => ({ left: EDGE, top, size });
  const facts = 30 + lines.length * 56;
  const name = facts + 104;
  const lift = name + 52;
  const test = 544;
  const grid = { left: AXIS, right: EDGE + 14 };
  return {
    title: place(28, SIZE.title),
    titleText: lines.join("\n"),
    estimate: place(facts, SIZE.fact),
    progress: place(facts + 44, SIZE.fact),
    liftName: place(name, SIZE.name),
    lift: { ...grid, top: lift, height: test - 76 - lift },
    testName: place(test - 54, SIZE.name),
    test: { ...grid, top: test, height: 120 },
  };
}

/** A Chinese character is as wide as it is high, a Latin one about half. */
const widthOf = (character: string, size: number): number =>
  size * ((character.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.5);

/** Breaks a text at spaces, or anywhere between Chinese characters. */
export function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const piece of text.match(/[\u2e80-\uffff]|[^\u2e80-\uffff\s]+|\s+/gu) ?? []) {
    const wide = [...piece].reduce((sum, character) => sum + widthOf(character, size), 0);
    const closes = /^[，。：；！？）」]$/u.test(piece);
    if (used + wide > width && line !== "" && !closes) {
      lines.push(line.trimEnd());
      [line, used] = ["", 0];
    }
    if (line === "" && piece.trim() === "") continue;
    line += piece;
    used += wide;
  }
  return [...lines, line.trimEnd()];
}
