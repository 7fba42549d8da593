import type { Instant } from "../../core/event.js";
import type { Basket } from "./checkout.js";
import type { Crowd, Member } from "./population.js";
import type { Scene } from "./scene.js";

/** What is going on in one group today. */
export type Town = {
  readonly crowd: Crowd;
  readonly pool: string;
  readonly size: number;
  day: number;
  scene?: Scene;
  /** Today's factor on orders and on answers, effects included. */
  orders: number;
  answers: number;
  /** Lines said to all that nobody has heard yet. */
  posts: Instant[];
  /** The last one who came, and when. */
  newcomer?: { readonly member: string; readonly at: Instant };
  /** The last question, and how many texts came after it. */
  asked?: { readonly member: string; readonly at: Instant; heard: number };
  /** How many lines were meant for one person today. */
  own: number;
  /** Who asked to be left alone. */
  readonly quiet: Set<string>;
};

/** What somebody is going to do; it comes true if they are still there. */
export type Intent = { readonly at: Instant; readonly chat: string } & (
  | {
      readonly kind: "say";
      readonly member: string;
      readonly text: string;
      readonly asks?: boolean;
    }
  | { readonly kind: "stop"; readonly member: string; readonly text: string }
  | { readonly kind: "order"; readonly member: string; readonly basket: Basket }
  | { readonly kind: "leave"; readonly member: string }
  | { readonly kind: "join" }
);

export const openTown = (crowd: Crowd, pool: string): Town => ({
  crowd,
  pool,
  size: crowd.members.size,
  day: 0,
  orders: 1,
  answers: 1,
  posts: [],
  own: 0,
  quiet: new Set(),
});

export const present = (town: Town, id: string): Member | undefined => town.crowd.members.get(id);
