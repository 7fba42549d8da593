/** What people say: two in three messages hit a reply or a script, as in a shop's busy group. */
const SAID = [
  "有优惠吗",
  "早上好呀",
  "今天有优惠吗？",
  "几点开门",
  "哈哈哈哈",
  "能配送到高新区吗",
  "满减怎么算",
  "刚下班，好累",
  "有什么活动",
  "怎么点单",
  "这个好喝！",
  "外卖多久到",
] as const;

export const GROUPS = 200;
export const MEMBERS = 150;
/** How many of a group's members talk; the others read. */
export const TALKERS = 20;

type Said = { readonly group: number; readonly user: number; readonly text: string };

/** The nth message of an endless, always equal conversation over all groups, or over so many. */
export function said(n: number, groups = GROUPS, members = MEMBERS, talkers = TALKERS): Said {
  const mixed = Math.imul(n + 1, 0x9e3779b1) >>> 0;
  const group = mixed % groups;
  const user = group * members + (Math.floor(mixed / groups) % talkers);
  return { group, user, text: SAID[n % SAID.length] ?? "" };
}
