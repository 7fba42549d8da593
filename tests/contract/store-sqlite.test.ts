import { openSqliteStore } from "../../src/store/sqlite/store.js";
import { storeContract } from "./store-contract.js";

storeContract("sqlite", (tally) => openSqliteStore(":memory:", tally));
