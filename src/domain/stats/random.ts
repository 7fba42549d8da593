import { fnv1a32 } from "../../core/hash.js";

/** Two 32-bit words of key, from any text. */
export type Key = readonly [number, number];

/** @returns the key of a seed text; the same text gives the same key on every machine. */
export const keyOf = (seed: string): Key => [fnv1a32(seed), fnv1a32(`suanpan:${seed}`)];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/**
 * Threefry-2x32 with 20 rounds: 64 bits that depend on the key and the counter alone, so that any
 * draw can be replayed without those before it, and drawing more changes none of them.
 * Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 * @param out receives two unsigned words
 */
export function threefry(key: Key, high: number, low: number, out: Uint32Array): void {
  const k0 = key[0] | 0;
  const k1 = key[1] | 0;
  const ks = [k0, k1, 0x1bd11bda ^ k0 ^ k1];
  let a = (high + k0) | 0;
  let b = (low + k1) | 0;
  for (let round = 0; round < 20; round += 1) {
    const turn = ROTATIONS[round & 7] as number;
    a = (a + b) | 0;
    b = ((b << turn) | (b >>> (32 - turn))) ^ a;
    if ((round & 3) === 3) {
      const injection = (round + 1) >> 2;
      a = (a + (ks[injection % 3] as number)) | 0;
      b = (b + (ks[(injection + 1) % 3] as number) + injection) | 0;
    }
  }
  out[0] = a;
  out[1] = b;
}

/** A stream of draws from a seed; `uniform` lies in (0, 1), never at its ends. */
export type Random = {
  readonly uint32: () => number;
  readonly uniform: () => number;
  /** A whole number below `n`, each equally likely. */
  readonly below: (n: number) => number;
  /** A standard normal draw. */
  readonly normal: () => number;
};

/** A replayable stream: draw i is the threefry word of counter i under the seed's key. */
export function createRandom(seed: string): Random {
  const key = keyOf(seed);
  const words = new Uint32Array(2);
  let count = 0;
  let spare: number | undefined;
  const uint32 = (): number => {
    if (count % 2 === 0) threefry(key, Math.floor(count / 2 ** 33), (count / 2) >>> 0, words);
    count += 1;
    return words[(count - 1) % 2] as number;
  };
  const uniform = (): number => (uint32() + 0.5) / 2 ** 32;
  const below = (n: number): number => {
    const limit = 2 ** 32 - (2 ** 32 % n);
    for (;;) {
      const word = uint32();
      if (word < limit) return word % n;
    }
  };
  // Box & Muller (1958): two uniforms make two independent normals.
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uint32, uniform, below, normal };
}
