/** What the command uses of `saxen`, the reader below `dmn-moddle`; it has no types of its own. */
declare module 'saxen' {
  type Attributes = { readonly [name: string]: string };

  export class Parser {
    constructor();
    on(
      event: 'openTag',
      use: (name: string, attributes: () => Attributes, decode: (text: string) => string) => void,
    ): this;
    on(event: 'closeTag', use: (name: string) => void): this;
    on(event: 'text', use: (text: string, decode: (text: string) => string) => void): this;
    on(event: 'cdata', use: (text: string) => void): this;
    on(event: 'error', use: (error: Error) => void): this;
    parse(xml: string): this;
  }
}
