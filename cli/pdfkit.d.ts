/** The part of pdfkit 0.20 that the reports draw with. */
declare module 'pdfkit' {
  type TextOptions = {
    readonly width?: number;
    readonly align?: 'left' | 'right' | 'center';
    readonly lineGap?: number;
    readonly lineBreak?: boolean;
  };

  class PDFDocument {
    constructor(options: { readonly [option: string]: object | string | boolean | null });
    y: number;
    readonly page: {
      readonly width: number;
      readonly height: number;
      margins: { top: number; bottom: number; left: number; right: number };
    };
    on(event: 'data', take: (piece: Uint8Array) => void): this;
    on(event: 'end', done: () => void): this;
    on(event: 'error', fail: (cause: Error) => void): this;
    registerFont(name: string, file: string): this;
    font(name: string): this;
    fontSize(size: number): this;
    fillColor(colour: string): this;
    text(text: string, x: number, y: number, options?: TextOptions): this;
    heightOfString(text: string, options?: TextOptions): number;
    widthOfString(text: string): number;
    addPage(): this;
    save(): this;
    restore(): this;
    translate(x: number, y: number): this;
    scale(factor: number): this;
    path(svg: string): this;
    rect(x: number, y: number, width: number, height: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    lineWidth(width: number): this;
    dash(length: number, options: { readonly space: number }): this;
    undash(): this;
    stroke(colour: string): this;
    fill(colour: string): this;
    bufferedPageRange(): { readonly start: number; readonly count: number };
    switchToPage(page: number): this;
    end(): void;
  }
  // oxlint-disable-next-line import/no-default-export -- the package has only this one
  export default PDFDocument;
}
