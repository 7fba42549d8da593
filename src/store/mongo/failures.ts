import { MongoAPIError, MongoError, MongoServerError } from "mongodb";
import { StoreFailure, UserError } from "../../core/errors.js";

/** https://www.mongodb.com/docs/manual/reference/error-codes/ */
const CODES = {
  /** Of two transactions that want the same document one has to begin anew. */
  conflict: [24, 112, 225, 246, 251, 267, 11_000, 11_601],
  denied: [13, 18, 8_000],
  full: [14_031],
  /** It took longer than its `maxTimeMS`. */
  late: 50,
  /** There is no primary now, or it was too slow, or not enough of the others answer. */
  away: [
    6, 7, 50, 63, 64, 79, 89, 91, 134, 150, 189, 202, 234, 262, 317, 358, 384, 402, 9_001, 10_107,
    11_600, 11_602, 13_388, 13_435, 13_436,
  ],
} as const;

const codeOf = (error: unknown): number =>
  error instanceof MongoError && typeof error.code === "number" ? error.code : 0;
const isOf = (error: unknown, codes: readonly number[]) => codes.includes(codeOf(error));
const has = (error: unknown, label: string) =>
  error instanceof MongoError && error.hasErrorLabel(label);

/** The transaction was not committed, and may be as soon as it is tried again. */
export const isTransient = (error: unknown): boolean =>
  has(error, "TransientTransactionError") || isOf(error, CODES.conflict);

/** Nobody knows whether the transaction was committed. */
export const isUnknown = (error: unknown): boolean => has(error, "UnknownTransactionCommitResult");

/** Another writes the same document, or was stopped while it did. */
export const isHeld = (error: unknown): boolean => isOf(error, [...CODES.conflict, CODES.late]);

/** It took longer than anybody waits. */
export const tooLong = (where: string): StoreFailure =>
  new StoreFailure("STORE_AWAY", { where, reason: "timeout" });

/**
 * What a user can do about a failing database, as a UserError; of any other refusal its number alone: its words
 * quote what was to be written, or the address with its password.
 */
export function explained(given: unknown, where: string): unknown {
  const error = inner(given);
  if (!(error instanceof MongoError)) return error;
  if (isOf(error, CODES.denied)) return new StoreFailure("STORE_DENIED", { where });
  if (isOf(error, CODES.full)) return new StoreFailure("STORE_FULL", { path: where });
  if (isAway(error)) return new StoreFailure("STORE_AWAY", { where, reason: reasonOf(error) });
  return new Error(`MongoDB refuses: ${error.name} ${error.code ?? ""}`.trim());
}

/** What is wrong with what answers at the address, or with the way there. */
export function unopened(error: unknown, where: string): unknown {
  if (error instanceof MongoError && error.name === "MongoCompatibilityError")
    return new UserError("STORE_SERVER_OLD", { where });
  if (error instanceof UserError) return error;
  // Of a name that can't be looked up Node tells, not the driver.
  const code: unknown = Reflect.get(Object(error), "code");
  if (!(error instanceof MongoError) && typeof code === "string")
    return new StoreFailure("STORE_AWAY", { where, reason: code });
  return explained(error, where);
}

/** Of a bulk write the driver wraps whatever went wrong on the way in what looks like the server's word. */
const inner = (error: unknown): unknown =>
  error instanceof MongoServerError && error.errorResponse instanceof MongoError
    ? error.errorResponse
    : error;

/** What isn't the server's own word comes from the way to it, unless the driver was asked for what it can't do. */
function isAway(error: MongoError): boolean {
  if (isOf(error, CODES.away) || isTransient(error) || isUnknown(error)) return true;
  if (error instanceof MongoServerError) return error.hasErrorLabel("RetryableWriteError");
  const isAsked = error instanceof MongoAPIError;
  return !isAsked || /NotConnected|ExpiredSession|Closed/.test(error.name);
}

/** The system's own word, such as ECONNREFUSED, where there is one. */
function reasonOf(error: MongoError): string {
  const servers: unknown = Reflect.get(Object(Reflect.get(error, "reason")), "servers");
  const heard = servers instanceof Map ? [...servers.values()].map((one) => one?.error) : [];
  for (const cause of [error, ...heard].map((one) => one?.cause))
    if (typeof cause?.code === "string") return cause.code;
  const name: unknown = Reflect.get(error, "codeName");
  return typeof name === "string" ? name : error.name;
}
