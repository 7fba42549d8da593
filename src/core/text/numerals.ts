const DIGITS = "零一二三四五六七八九";
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const NUMERAL = /[零〇一二两三四五六七八九十百千万]+/gu;

/**
 * The number that a Chinese numeral says, up to 99,999,999: 六十 is 60, 一百二 120, 两千零五 2005, 八八 88.
 * @returns undefined for what is no such numeral
 */
export function numeralValue(text: string): number | undefined {
  const plain = text.replaceAll("〇", "零").replaceAll("两", "二");
  const parts = plain.split("万");
  if (plain === "" || parts.length > 2) return undefined;
  const [first = "", second] = parts;
  if (second === undefined) return below(first);
  const high = below(first);
  const low = second === "" ? 0 : below(second, 1_000);
  return high === undefined || low === undefined ? undefined : high * 10_000 + low;
}

/** @param step what a digit at the end counts by, which follows no unit: the 五 of 三万五 */
function below(text: string, step?: number): number | undefined {
  if (/^[零一二三四五六七八九]+$/u.test(text)) {
    const digits = Number([...text].map((sign) => DIGITS.indexOf(sign)).join(""));
    return step !== undefined && text.length === 1 ? digits * step : digits;
  }
  let sum = 0;
  let unit = 10_000;
  let digit: number | undefined;
  let skipped = false;
  for (const sign of text) {
    const size = UNITS[sign];
    if (sign === "零") skipped = true;
    else if (size === undefined) {
      if (digit !== undefined) return undefined;
      digit = DIGITS.indexOf(sign);
    } else {
      if (size >= unit || (digit === undefined && size !== 10)) return undefined;
      sum += (digit ?? 1) * size;
      unit = size;
      digit = undefined;
      skipped = false;
    }
  }
  // 一百二 is 120: a digit that stands right behind a unit counts by the next lower one.
  if (digit !== undefined) sum += digit * (skipped || unit > 1_000 ? 1 : unit / 10);
  return text === "" ? undefined : sum;
}

/** The text with the Chinese numerals in it as figures: 满六十减五 is 满60减5. What is no number stays. */
export const inFigures = (text: string): string =>
  text.replace(NUMERAL, (said) => String(numeralValue(said) ?? said));
