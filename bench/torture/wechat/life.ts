import type { Deed } from "../../../tests/support/fake-wechat/deeds.js";
import { QUESTION } from "../groups.js";
import type { Random } from "../random.js";

/** What happens: `said` in a group by a member, `own` on the account's phone, or somebody comes or goes. */
export type Happens = {
  readonly kind: "said" | "own" | "joined" | "left";
  readonly deeds: readonly Deed[];
  /** Who asked and is to be answered. */
  readonly asks?: string;
};

export const BOSS = "wxid_boss0000001";
const MEMBERS_PER_GROUP = 60;
const TALK = ["早上好呀", "哈哈哈哈", "刚下班，好累", "这个好喝！", "周末去哪儿", "下雨了", "收到"];
const QUOTE = `「小二：满60减5」\n${"- ".repeat(14)}-\n真的吗`;
const PICTURE = 6;

/** Of a thousand things that happen; the rest is talk. */
const OF_A_THOUSAND = {
  ...{ question: 6, "check-in": 3, balance: 2, coupon: 2, "opt-out": 1 },
  ...{ quote: 10, picture: 10, own: 20, joins: 8, leaves: 8 },
} as const;
const WHAT = Object.entries(OF_A_THOUSAND).flatMap(([what, times]) =>
  Array<string>(times).fill(what),
);
/** Of those who want an answer so many keep quiet while it is calm. */
const KEEP_QUIET = 0.95;
const ASKING: ReadonlySet<string> = new Set(["question", "check-in", "balance", "coupon", "joins"]);
const SAYS: Readonly<Record<string, string>> = {
  ...{ "check-in": "签到", balance: "我的积分", coupon: "领券", "opt-out": "退订", quote: QUOTE },
};

const idOf = (name: string): string => `wxid_member${name}`;
const roomOf = (n: number): string => `${20_000_000_000 + n}@chatroom`;
export const roomsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => roomOf(n));

/** Groups with their members, and whoever owns the bot. */
export function founding(rooms: readonly string[]): readonly Deed[] {
  const owner = "wxid_shopkeeper01";
  return [
    { deed: "person", id: owner, name: "店长" },
    { deed: "person", id: BOSS, name: "老板" },
    ...rooms.flatMap((id, n): Deed[] => {
      const names = Array.from({ length: MEMBERS_PER_GROUP }, (_, m) => nameOf(rooms, n, m));
      return [
        ...names.map((name): Deed => ({ deed: "person", id: idOf(name), name, friend: false })),
        { deed: "room", id, topic: `茶野${n}群`, owner },
        { deed: "join", room: id, persons: names.map(idOf), silent: true },
      ];
    }),
  ];
}

const nameOf = (rooms: readonly string[], room: number, member: number): string =>
  String(100_000 + member * rooms.length + room);

/** Members of many groups who talk, ask, check in, come and go, and whoever holds the account's phone. */
export function createWechatLife(random: Random, rooms: readonly string[]) {
  const population = rooms.length * MEMBERS_PER_GROUP;
  const newcomers: { readonly id: string; readonly room: string }[] = [];
  let [asked, joined] = [0, 0];

  const anybody = (n = random.below(population)) => ({
    name: String(100_000 + n),
    room: rooms[n % rooms.length] as string,
  });
  const says = (text: string, { name, room } = anybody(), type?: number): Happens => ({
    kind: "said",
    deeds: [{ deed: "say", from: idOf(name), room, text, ...(type === undefined ? {} : { type }) }],
  });

  function happens(what: string | undefined): Happens {
    switch (what) {
      case "question": {
        // Everybody asks once at most: who asks again within a minute isn't answered.
        if (asked >= population) return says(random.oneOf(TALK));
        const member = anybody(asked++);
        return { ...says(QUESTION, member), asks: member.name };
      }
      case "picture":
        return says("", anybody(), PICTURE);
      case "own": {
        const room = random.oneOf(rooms);
        return { kind: "own", deeds: [{ deed: "say", from: "bot", room, text: QUESTION }] };
      }
      case "joins": {
        const name = String(900_000 + joined++);
        const newcomer = { id: idOf(name), room: random.oneOf(rooms) };
        newcomers.push(newcomer);
        const { id, room } = newcomer;
        const person: Deed = { deed: "person", id, name, friend: false };
        return { kind: "joined", deeds: [person, { deed: "join", room, persons: [id] }] };
      }
      case "leaves": {
        const gone = newcomers.shift();
        if (!gone) return says(random.oneOf(TALK));
        return { kind: "left", deeds: [{ deed: "leave", room: gone.room, person: gone.id }] };
      }
      default:
        return says(SAYS[what ?? ""] ?? random.oneOf(TALK));
    }
  }
  return {
    next(busy: boolean): Happens {
      const what = WHAT[random.below(1_000)];
      const isQuiet = what !== undefined && ASKING.has(what) && !busy && random.chance(KEEP_QUIET);
      return happens(isQuiet ? undefined : what);
    },
  };
}
