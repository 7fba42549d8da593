import type { Instant } from "../../core/event.js";
import type { Bill } from "./checkout.js";

type At = { readonly at: Instant; readonly chat: string; readonly member: string };

/** Something that people do; it reaches the runtime as an event. */
export type Happening =
  | (At & { readonly kind: "says"; readonly text: string })
  | (At & { readonly kind: "orders"; readonly id: string; readonly bill: Bill })
  | (At & { readonly kind: "joins" })
  | (At & { readonly kind: "leaves" });
