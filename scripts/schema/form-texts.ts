import type { Json } from "./json.js";

/**
 * What an editor says of a text that doesn't look like it should, or isn't one (an amount without quotes), in
 * both languages. Keyed by the `form` that a schema's field names.
 */
export const formTexts: Readonly<Record<string, string>> = {
  id: both(
    "编号以英文字母开头，只含英文字母、数字、- 和 _，最多 64 个，例如 tea-town。",
    "An id begins with a letter and holds letters, digits, - and _ only, 64 at most, such as tea-town.",
  ),
  duration: both(
    "时长是整数紧跟单位 s（秒）、m（分）、h（小时）或 d（天），例如 20s、30m、72h、3d；最多六位数字。",
    "A duration is a whole number with its unit right behind it, s, m, h or d, such as 20s, 30m, 72h or 3d; six digits at most.",
  ),
  time: both(
    '几点几分写成加引号的 HH:mm，例如 "08:30"、"22:00"。',
    'A time of day is HH:mm in quotes, such as "08:30" or "22:00".',
  ),
  money: both(
    '金额是加引号的小数，不写货币符号和千分号，例如 "60.00"。',
    'An amount is a decimal in quotes, without a currency sign or commas, such as "60.00".',
  ),
  instant: both(
    '日期时间要带时区偏移，加引号，例如 "2026-10-01T00:00:00+08:00"。',
    'A date and time carries its offset, in quotes, such as "2026-10-01T00:00:00+08:00".',
  ),
  dates: both(
    '日期写成 "2026-10-01"，一段日期写成 "2026-10-01..2026-10-08"。',
    'A date is "2026-10-01", a range of dates "2026-10-01..2026-10-08".',
  ),
  pace: both(
    "阅读速度写成每秒几个字，例如 8/s。",
    "A reading speed is characters a second, such as 8/s.",
  ),
  prefix: both(
    "券码开头最多 8 个大写字母或数字，例如 TEA。",
    "A code begins with up to 8 capitals or digits, such as TEA.",
  ),
  secret: both(
    "这里不写密钥本身，写存放它的环境变量，例如 env:SUANPAN_TEA_SHOP。",
    "Write the environment variable that holds the secret, never the secret: env:SUANPAN_TEA_SHOP.",
  ),
  share: both(
    '写大于 0、不超过 1 的小数，例如 "0.62"。',
    'A share is a decimal above 0 and up to 1, such as "0.62".',
  ),
};

export function both(chinese: string, english: string): string {
  return `${chinese}\n${english}`;
}

/** A map takes these keys alone, and says so at another. */
export function onlyKeys(keys: readonly unknown[]): Json {
  const errorMessage = both(
    `这里没有这个键，可以写：${keys.join("、")}。`,
    `There is no such key here; you can write: ${keys.join(", ")}.`,
  );
  return { enum: keys, errorMessage, doNotSuggest: true };
}
