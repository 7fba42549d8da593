import { acceptToCommit } from "./accept-to-commit.js";
import { print } from "./statistics.js";

print(await acceptToCommit({ perSecond: 1_000, seconds: 20 }));
