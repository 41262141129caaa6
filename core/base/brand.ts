declare const brand: unique symbol;

/** A value that was parsed at the edge and is known to be good: `Brand<number, 'Minor'>`. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
