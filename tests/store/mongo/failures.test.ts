import {
  MongoBulkWriteError,
  MongoExpiredSessionError,
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoNetworkTimeoutError,
  MongoServerSelectionError,
  MongoStalePrimaryError,
  type TopologyDescription,
} from "mongodb";
import { expect, test } from "vitest";
import { StoreFailure } from "../../../src/core/errors.js";
import { explained } from "../../../src/store/mongo/failures.js";

const WHERE = "mongodb://host";
const result = {} as ConstructorParameters<typeof MongoBulkWriteError>[1];
const lost = [
  new MongoNetworkError("lost"),
  new MongoNetworkTimeoutError("late"),
  new MongoServerSelectionError("none", { servers: new Map() } as unknown as TopologyDescription),
  new MongoExpiredSessionError(),
  new MongoStalePrimaryError("old"),
];

test.each(lost.map((error) => [error.name, error] as const))(
  "%s is the way's, and is tried again, inside of a bulk write too",
  (_name, error) => {
    for (const one of [error, new MongoBulkWriteError(error, result)]) {
      const told = explained(one, WHERE);
      expect(told).toBeInstanceOf(StoreFailure);
      expect(told).toMatchObject({ code: "STORE_AWAY" });
    }
  },
);

test("what the program asked for wrongly is a bug, inside of a bulk write too", () => {
  const error = new MongoInvalidArgumentError("a secret of somebody's");
  for (const one of [error, new MongoBulkWriteError(error, result)]) {
    const told = explained(one, WHERE);
    expect(told).not.toBeInstanceOf(StoreFailure);
    expect(String(told)).toBe("Error: MongoDB refuses: MongoInvalidArgumentError");
  }
});
