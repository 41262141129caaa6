/** The part of dmn-moddle 12 that is used here; the package ships no types. */
declare module 'dmn-moddle' {
  export type Descriptor = object;
  export type ElementLike = { readonly $type: string; readonly [property: string]: unknown };
  export class DmnModdle {
    constructor(packages?: { readonly [prefix: string]: Descriptor });
    readonly registry: {
      readonly getPackage: (prefix: string) => Descriptor;
      readonly registerType: (type: Descriptor, of: Descriptor) => void;
    };
    fromXML(
      xml: string,
      options?: { readonly lax: boolean },
    ): Promise<{ readonly rootElement: ElementLike; readonly warnings: readonly Error[] }>;
  }
}
