/** Days in local time, both included. */
export type Span = { readonly from: string; readonly to: string; readonly days: number };
