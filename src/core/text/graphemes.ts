const clusters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Signs as people count them: 👨‍👩‍👧, 👍🏽 and 🇨🇳 are one each. */
export const graphemes = (text: string): string[] =>
  [...clusters.segment(text)].map(({ segment }) => segment);

const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

/** How many emoji a text has. */
export const emojiCount = (text: string): number =>
  graphemes(text).filter((sign) => PICTURE.test(sign)).length;
