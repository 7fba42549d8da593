/**
 * The kinds of record that a store keeps, and what each holds. It is open: whoever owns a kind declares it
 * here by augmentation (`declare module`), so that the types stand with their owner and nowhere else.
 */
// biome-ignore lint/suspicious/noEmptyInterface: features fill it
export interface Records {}
export type RecordKind = keyof Records;
