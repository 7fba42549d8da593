import type { ServerResponse } from "node:http";
import { answer } from "./fake-bot-api-http.js";
import { conflict, FakeRefusal } from "./fake-bot-api-refusal.js";

/**
 * What goes wrong: `lost` does the deed and then breaks the connection, `silent` does it and never answers,
 * `cut` breaks it in the middle of the answer.
 */
export const FAULT_KINDS = [
  "html502",
  "html200",
  "hang",
  "reset",
  "conflict",
  "unauthorised",
  "not_found",
  "nothing",
  "null_update",
  "null_among_them",
  "no_list",
  "rate_limited",
  "internal",
  "topic_closed",
  "withdrawn",
  "no_rights",
  "no_photos",
  "lost",
  "silent",
  "cut",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

type Fault = {
  readonly kind: FaultKind;
  left: number;
  readonly retryAfter: number;
  readonly chat?: number | undefined;
};

/** The calls that are to go wrong, by method, in the order in which they were asked for. */
export function createFaults() {
  const faults = new Map<string, Fault[]>();
  return {
    add: (method: string, fault: Fault) => {
      faults.set(method, [...(faults.get(method) ?? []), fault]);
    },
    /** What is wrong with this call, if anything. */
    next(method: string, at: number): Fault | undefined {
      const fault = faults
        .get(method)
        ?.find(({ left, chat }) => left > 0 && (chat === undefined || chat === at));
      if (fault) fault.left -= 1;
      return fault;
    },
    /** How many calls are still to go wrong. */
    left: () => [...faults.values()].flat().reduce((sum, { left }) => sum + left, 0),
    clear: () => faults.clear(),
  };
}

/**
 * Goes wrong as a fault says.
 * @returns false when that has taken the place of an answer
 * @throws FakeRefusal when it is a refusal
 */
export function goWrong(fault: Fault, response: ServerResponse): boolean {
  switch (fault.kind) {
    case "html502":
      response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
      return false;
    case "html200":
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Log in</h1>");
      return false;
    case "hang":
      return false;
    case "reset":
      response.socket?.resetAndDestroy();
      return false;
    case "conflict":
      throw conflict();
    case "unauthorised":
      throw new FakeRefusal(401, "Unauthorized");
    case "not_found":
      throw new FakeRefusal(404, "Not Found");
    case "nothing":
    case "null_update":
    case "no_list": {
      const result = { nothing: [], null_update: [null], no_list: {} }[fault.kind];
      answer(response, 200, { ok: true, result });
      return false;
    }
    case "rate_limited":
      throw new FakeRefusal(429, "Too Many Requests", { retry_after: fault.retryAfter });
    case "internal":
      throw new FakeRefusal(500, "Internal Server Error");
    case "topic_closed":
      throw new FakeRefusal(400, "Bad Request: TOPIC_CLOSED");
    case "withdrawn":
      throw new FakeRefusal(400, "Bad Request: HIDE_REQUESTER_MISSING");
    case "no_rights":
      throw new FakeRefusal(400, "Bad Request: not enough rights");
    case "no_photos":
      throw new FakeRefusal(400, "Bad Request: not enough rights to send photos to the chat");
    case "lost":
    case "silent":
    case "cut":
    case "null_among_them":
      return true;
  }
}
