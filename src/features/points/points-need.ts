import type { Event } from "../../core/event.js";
import type { Need } from "../../engine/context.js";
import { othersOf } from "../../engine/person.js";
import type { Stored } from "../../store/port.js";
import { couponsNeed } from "../coupon/coupons-need.js";
import { type PointsAsk, pointsAskOf } from "./ask.js";
import { type BoardLine, boardOf } from "./board.js";
import { checkInsKey } from "./check-in-answers.js";

declare module "../../engine/decision.js" {
  interface Loaded {
    readonly points?: {
      readonly ask: PointsAsk;
      readonly record: Stored<"points"> | undefined;
      /** Of their other accounts. */
      readonly others: readonly Stored<"points">[];
      /** Whose check-ins in the group are still to be answered; where somebody checks in. */
      readonly checkIns: Stored<"check-ins"> | undefined;
      /** Who in the group has most; where the leaderboard is asked for. */
      readonly board: readonly BoardLine[];
    };
  }
}

/** A message is read for a question about points once, here. */
export function pointsNeeds(event: Event): readonly Need[] {
  const ask = event.kind === "message" ? pointsAskOf(event.text) : undefined;
  if (!ask) return [];
  return [pointsNeed(ask, event.place.topic), ...(ask.kind === "exchange" ? [couponsNeed()] : [])];
}

const pointsNeed =
  (ask: PointsAsk, topic: string | undefined): Need =>
  async ({ store }, { compiled: { playbook }, groupId, memberId, replyTo }) => {
    if (!playbook.points || memberId === undefined) return {};
    const { client } = playbook;
    const others = await othersOf(store, client, memberId);
    return {
      claimed: true,
      points: {
        ask,
        others: [...(await store.find(client, "points", others)).values()],
        record: await store.get(client, "points", memberId),
        checkIns:
          ask.kind === "check_in" && !replyTo
            ? await store.get(client, "check-ins", checkInsKey(groupId, topic))
            : undefined,
        board: ask.kind === "board" ? await boardOf(store, client, groupId) : [],
      },
    };
  };
