/** One settled claim of a master: the stated confidence (0 to 1), and whether the verdict bore it out. */
export type Call = { readonly confidence: number; readonly held: boolean };
export type TrackRecord = {
  readonly calls: number;
  readonly hits: number;
  /** Mean squared distance of confidence from outcome: 0 is perfect, 0.25 is a shrug. */
  readonly brier: number | null;
  /** Fewer than five settled claims rank nobody. */
  readonly ranked: boolean;
};

/** A master's record. Brier (1950), Monthly Weather Review 78:1. @throws RangeError for a confidence outside [0, 1] */
export function trackRecord(calls: readonly Call[]): TrackRecord {
  let loss = 0;
  for (const { confidence, held } of calls) {
    if (!(confidence >= 0 && confidence <= 1)) throw new RangeError(`no confidence: ${confidence}`);
    loss += (confidence - (held ? 1 : 0)) ** 2;
  }
  return {
    calls: calls.length,
    hits: calls.filter(({ held }) => held).length,
    brier: calls.length === 0 ? null : loss / calls.length,
    ranked: calls.length >= 5,
  };
}
