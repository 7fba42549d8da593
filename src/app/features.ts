import { useMetrics } from "../domain/experiment/design/metrics.js";
import type { Feature } from "../engine/feature.js";
import { chatOrder } from "../features/chat-order/feature.js";
import { coupon } from "../features/coupon/feature.js";
import { entry } from "../features/entry/feature.js";
import { experiment } from "../features/experiment/feature.js";
import { governor } from "../features/governor/feature.js";
import { group } from "../features/group/feature.js";
import { identity } from "../features/identity/feature.js";
import { member } from "../features/member/feature.js";
import { operations } from "../features/operations/feature.js";
import { order } from "../features/order/feature.js";
import { overview } from "../features/overview/feature.js";
import { persona } from "../features/persona/feature.js";
import { points } from "../features/points/feature.js";
import { promo } from "../features/promo/feature.js";
import { reply } from "../features/reply/feature.js";
import { report } from "../features/report/feature.js";
import { rights } from "../features/rights/feature.js";
import { roster } from "../features/roster/feature.js";
import { schedule } from "../features/schedule/feature.js";
import { script } from "../features/script/feature.js";
import { versions } from "../features/versions/feature.js";
import { useSections } from "../playbook/schema.js";

/** Everything the bot does. Features decide about an event in this order, until one needs no further answer. */
export const features: readonly Feature[] = [
  operations,
  versions,
  group,
  entry,
  roster,
  member,
  identity,
  rights,
  persona,
  chatOrder,
  promo,
  points,
  script,
  reply,
  coupon,
  schedule,
  order,
  governor,
  experiment,
  report,
  overview,
];

useSections(features.flatMap(({ section }) => section ?? []));
useMetrics(features.flatMap(({ metrics }) => metrics ?? []));
