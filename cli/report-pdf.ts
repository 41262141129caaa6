/**
 * A report as a PDF: the same blocks as the page, set with pdfkit in Noto Sans, of which only the signs in use are embedded.
 * The same blocks give the same bytes: the day of creation is that of the caller, or none that changes.
 */
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import {
  type Block,
  type Chart,
  CHART_HEIGHT,
  CHART_WIDTH,
  drawChart,
  type Language,
  type Mark,
  type Tone,
} from '@plimsoll/core/model/report';

const MARGIN = 48;
const WIDTH = 595.28 - 2 * MARGIN;
const GAP = 14;
const CHARTS_A_ROW = 2;
const INK = '#1c2430';
const SOFT = '#5b6675';
const LINE = '#d9dee5';
const TONES: { readonly [tone in Tone]: string } = {
  fail: '#b3261e',
  warning: '#9a6700',
  note: '#5b6675',
  good: '#1a7f37',
  plain: INK,
};
const LOOKS = { main: '#1663c7', second: '#c2571a', guide: SOFT, frame: SOFT, grid: LINE } as const;

type Sheet = InstanceType<typeof PDFDocument>;

export type PdfSubject = { readonly name: string; readonly language: Language; readonly createdAt?: Date };

/** Sets the blocks on pages of A4. */
export function writePdf(blocks: readonly Block[], about: PdfSubject): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    const sheet = new PDFDocument({
      size: 'A4',
      margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
      bufferPages: true,
      font: null,
      lang: about.language === 'zh' ? 'zh-CN' : 'en',
      info: { Title: about.name, Creator: 'Plimsoll', CreationDate: about.createdAt ?? new Date(0) },
    });
    sheet.on('data', (piece) => pieces.push(piece));
    sheet.on('end', () => {
      resolve(Buffer.concat(pieces));
    });
    sheet.on('error', reject);
    sheet.registerFont('plain', fontFile('Regular'));
    sheet.registerFont('bold', fontFile('Bold'));
    sheet.y = MARGIN;
    for (const block of blocks) setBlock(sheet, block);
    numberPages(sheet);
    sheet.end();
  });
}

/** The fonts are files of a package; it names them by no export of its own. */
function fontFile(weight: 'Regular' | 'Bold'): string {
  const entry = import.meta.resolve('@embedpdf/fonts-sc');
  return fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, entry));
}

function setBlock(sheet: Sheet, block: Block): void {
  switch (block.kind) {
    case 'title':
      setText(sheet, block.text, { size: 18, font: 'bold' });
      setText(sheet, block.under, { size: 9, colour: SOFT });
      sheet.y += GAP;
      return;
    case 'heading':
      reserve(sheet, 90);
      sheet.y += GAP;
      rule(sheet);
      setText(sheet, block.text, { size: 12, font: 'bold' });
      sheet.y += 4;
      return;
    case 'verdict':
      setText(sheet, block.label, { size: 14, font: 'bold', colour: TONES[block.tone] });
      setText(sheet, block.text, { size: 9.5 });
      return;
    case 'text':
      setText(sheet, block.text, { size: 9 });
      return;
    case 'facts':
      for (const [name, value] of block.rows)
        setCells(sheet, [name, value], { widths: [0.36, 0.64], isHead: false, align: 'left' });
      return;
    case 'findings':
      for (const row of block.rows)
        setCells(sheet, [row.label, row.text], {
          widths: [0.16, 0.84],
          isHead: false,
          align: 'left',
          colour: TONES[row.tone],
        });
      return;
    case 'table':
      setTable(sheet, block.head, block.rows);
      return;
    case 'charts':
      setCharts(sheet, block.charts);
      return;
    default:
      block satisfies never;
  }
}

type Style = { readonly size: number; readonly font?: 'plain' | 'bold'; readonly colour?: string };

function setText(sheet: Sheet, text: string, style: Style): void {
  sheet.font(style.font ?? 'plain').fontSize(style.size);
  const height = sheet.heightOfString(text, { width: WIDTH });
  reserve(sheet, Math.min(height, 200));
  sheet.fillColor(style.colour ?? INK).text(text, MARGIN, sheet.y, { width: WIDTH });
  sheet.y += 2;
}

function setTable(sheet: Sheet, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const first = Math.max(0.2, 1.6 / (head.length + 0.6));
  const widths = head.map((_, at) => (at === 0 ? first : (1 - first) / (head.length - 1)));
  setCells(sheet, head, { widths, isHead: true, align: 'right' });
  for (const row of rows) setCells(sheet, row, { widths, isHead: false, align: 'right' });
}

type RowStyle = {
  readonly widths: readonly number[];
  readonly isHead: boolean;
  readonly align: 'left' | 'right';
  /** Of the first cell. */
  readonly colour?: string;
};

/** One row of cells, as high as its highest; the first cell stands left. */
function setCells(sheet: Sheet, cells: readonly string[], style: RowStyle): void {
  sheet.font(style.isHead ? 'bold' : 'plain').fontSize(8);
  const widthOf = (at: number): number => WIDTH * (style.widths[at] ?? 0) - 6;
  const height = Math.max(...cells.map((cell, at) => sheet.heightOfString(cell, { width: widthOf(at) }))) + 4;
  reserve(sheet, height);
  const top = sheet.y;
  let left = MARGIN;
  for (const [at, cell] of cells.entries()) {
    const colour =
      at === 0 ? (style.colour ?? (style.align === 'left' ? SOFT : INK)) : style.isHead ? SOFT : INK;
    const align = at === 0 ? 'left' : style.align;
    sheet.fillColor(colour).text(cell, left, top + 2, { width: widthOf(at), align });
    left += WIDTH * (style.widths[at] ?? 0);
  }
  sheet.y = top + height;
  sheet
    .lineWidth(0.4)
    .moveTo(MARGIN, sheet.y)
    .lineTo(MARGIN + WIDTH, sheet.y)
    .stroke(LINE);
}

function setCharts(sheet: Sheet, charts: readonly Chart[]): void {
  const width = (WIDTH - GAP) / CHARTS_A_ROW;
  const factor = width / CHART_WIDTH;
  const height = CHART_HEIGHT * factor;
  for (let first = 0; first < charts.length; first += CHARTS_A_ROW) {
    sheet.y += GAP / 2;
    reserve(sheet, height);
    const top = sheet.y;
    for (const [at, chart] of charts.slice(first, first + CHARTS_A_ROW).entries()) {
      sheet
        .save()
        .translate(MARGIN + at * (width + GAP), top)
        .scale(factor);
      for (const mark of drawChart(chart)) setMark(sheet, mark);
      sheet.restore();
    }
    sheet.y = top + height;
  }
}

function setMark(sheet: Sheet, mark: Mark): void {
  if (mark.kind === 'text') {
    sheet.font(mark.isTitle ? 'bold' : 'plain').fontSize(mark.isTitle ? 12 : 10);
    const width = sheet.widthOfString(mark.text);
    const left = mark.anchor === 'start' ? mark.x : mark.x - (mark.anchor === 'end' ? width : width / 2);
    sheet.fillColor(mark.isTitle ? INK : SOFT).text(mark.text, left, mark.y - 10, { lineBreak: false });
    return;
  }
  sheet.path(mark.path);
  if (mark.isFilled) {
    sheet.fill(LOOKS[mark.look]);
    return;
  }
  if (mark.look === 'guide') sheet.dash(4, { space: 3 });
  sheet
    .lineWidth(mark.look === 'grid' ? 0.6 : mark.look === 'main' || mark.look === 'second' ? 1.8 : 1)
    .stroke(LOOKS[mark.look]);
  sheet.undash();
}

function rule(sheet: Sheet): void {
  sheet
    .lineWidth(0.6)
    .moveTo(MARGIN, sheet.y)
    .lineTo(MARGIN + WIDTH, sheet.y)
    .stroke(LINE);
  sheet.y += 6;
}

/** A new page where less than so much is left of this one. */
function reserve(sheet: Sheet, height: number): void {
  if (sheet.y + height <= sheet.page.height - MARGIN) return;
  sheet.addPage();
  sheet.y = MARGIN;
}

function numberPages(sheet: Sheet): void {
  const { start, count } = sheet.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    sheet.switchToPage(page);
    // Below the margin pdfkit would begin a new page.
    sheet.page.margins.bottom = 0;
    const text = `${page - start + 1} / ${count}`;
    sheet
      .font('plain')
      .fontSize(8)
      .fillColor(SOFT)
      .text(text, MARGIN, sheet.page.height - 30, { width: WIDTH, align: 'right', lineBreak: false });
  }
}
