import { type FakeWechat, startFakeWechat } from "./client.js";

let fake: Promise<FakeWechat> | undefined;

/** One process with fakes of WeChat for all tests of this worker: starting one takes seconds. */
export function sharedFakeWechat(): Promise<FakeWechat> {
  fake ??= startFakeWechat();
  return fake;
}
