import { createRandom, type Random } from "../stats/random.js";
import { COMMUNITY } from "./community.js";
import { gamma } from "./draws.js";

/** A member of a group; rates are factors with mean 1. */
export type Member = {
  readonly id: string;
  /** How much they talk and answer, and how much they buy. */
  readonly talks: number;
  readonly buys: number;
};

export type Crowd = {
  readonly chat: string;
  /** A lasting factor of the group on all rates. */
  readonly factor: number;
  /** Who is in, by id, in the order they came. */
  readonly members: Map<string, Member>;
  /** How many ever were. */
  ever: number;
};

/** The groups on the first day. The same seed gives the same people. */
export function populate(of: {
  readonly seed: string;
  readonly chats: readonly string[];
  readonly members: number;
}): Crowd[] {
  return of.chats.map((chat) => {
    const random = createRandom(`${of.seed}/${chat}/people`);
    const { lasting } = COMMUNITY;
    const factor = Math.exp(lasting * random.normal() - lasting ** 2 / 2);
    const crowd: Crowd = { chat, factor, members: new Map(), ever: 0 };
    for (let i = 0; i < of.members; i += 1) arrive(crowd, random);
    return crowd;
  });
}

/** One more person in a group. */
export function arrive(crowd: Crowd, random: Random): Member {
  crowd.ever += 1;
  const member = {
    id: `${crowd.chat}-${crowd.ever}`,
    talks: gamma(random, COMMUNITY.shape),
    buys: gamma(random, COMMUNITY.shape),
  };
  crowd.members.set(member.id, member);
  return member;
}
