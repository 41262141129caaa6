/**
 * A report as one web page that needs nothing else: styles and drawings inside, no script, no address outside; light or
 * dark as the reader's machine is, fit for print. Every text is escaped: names of models come from people.
 */
import type { Block, Chart, Language } from './block.ts';
import { CHART_HEIGHT, CHART_WIDTH, drawChart, type Mark } from './drawing.ts';

/** Writes the blocks as HTML. `name` is the title of the window. */
export function writePage(
  blocks: readonly Block[],
  about: { readonly name: string; readonly language: Language },
): string {
  const language = about.language === 'zh' ? 'zh-CN' : 'en';
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(about.name)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style></head><body><main>
${blocks.map(blockHtml).join('\n')}
</main></body></html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `<header><h1>${escaped(block.text)}</h1><p>${escaped(block.under)}</p></header>`;
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`;
    case 'verdict':
      return `<section class="verdict ${block.tone}"><strong>${escaped(block.label)}</strong><p>${escaped(block.text)}</p></section>`;
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'facts':
      return `<dl>${block.rows.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
    case 'findings':
      return `<ul class="findings">${block.rows
        .map((row) => `<li class="${row.tone}"><b>${escaped(row.label)}</b> ${escaped(row.text)}</li>`)
        .join('')}</ul>`;
    case 'table':
      return tableHtml(block.head, block.rows);
    case 'charts':
      return `<div class="charts">${block.charts.map(chartSvg).join('')}</div>`;
    default:
      return block satisfies never;
  }
}

function tableHtml(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: 'th' | 'td'): string =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('');
  return `<div class="wide"><table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row, 'td')}</tr>`)
    .join('')}</tbody></table></div>`;
}

function chartSvg(chart: Chart): string {
  return `<svg viewBox="0 0 ${CHART_WIDTH} ${CHART_HEIGHT}" role="img" aria-label="${escaped(chart.title)}">${drawChart(
    chart,
  )
    .map(markSvg)
    .join('')}</svg>`;
}

function markSvg(mark: Mark): string {
  if (mark.kind === 'path')
    return `<path class="${mark.look}${mark.isFilled ? ' filled' : ''}" d="${mark.path}"/>`;
  const style = mark.isTitle ? ' class="name"' : '';
  return `<text x="${mark.x}" y="${mark.y}" text-anchor="${mark.anchor}"${style}>${escaped(mark.text)}</text>`;
}

const ESCAPES: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;--page:#fff;--field:#f5f7f9;--main:#1663c7;--second:#c2571a;--fail:#b3261e;--warning:#9a6700;--note:#5b6675;--good:#1a7f37}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--line:#323b47;--page:#14181e;--field:#1c222a;--main:#6aa9ff;--second:#f0945a;--fail:#ff8a80;--warning:#e6b450;--note:#9aa6b5;--good:#6fdd8b}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;line-height:1.3;margin:0}header p{color:var(--soft);margin:4px 0 20px}
h2{font-size:18px;margin:36px 0 10px;padding-top:14px;border-top:1px solid var(--line)}
.verdict{border-left:5px solid var(--note);background:var(--field);padding:14px 18px;border-radius:4px}
.verdict strong{font-size:18px}.verdict p{margin:6px 0 0}
.fail{border-color:var(--fail)}.warning{border-color:var(--warning)}.good{border-color:var(--good)}
.fail>strong,.fail>b{color:var(--fail)}.warning>strong,.warning>b{color:var(--warning)}.good>strong{color:var(--good)}.note>b{color:var(--note)}
.findings{list-style:none;padding:0;margin:0}.findings li{padding:8px 0 8px 12px;border-left-width:3px;border-left-style:solid;margin:6px 0}.findings .note{border-color:var(--line)}
.findings b{margin-right:6px}
dl{display:grid;grid-template-columns:minmax(120px,240px) 1fr;gap:4px 16px;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13.5px;min-width:60%}
th,td{text-align:right;padding:5px 12px;border-bottom:1px solid var(--line);white-space:nowrap}th:first-child,td:first-child{text-align:left;padding-left:0}th{color:var(--soft);font-weight:600}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:18px}
svg{width:100%;height:auto}svg text{font-size:10px;fill:var(--soft)}svg text.name{font-size:12px;fill:var(--ink);font-weight:600}
path{fill:none;stroke-width:1.8}.main{stroke:var(--main)}.second{stroke:var(--second)}.guide{stroke:var(--soft);stroke-width:1;stroke-dasharray:4 3}
.main.filled{fill:var(--main);stroke:none}.second.filled{fill:var(--second);stroke:none}.grid{stroke:var(--line);stroke-width:.7}.frame{stroke:var(--soft);stroke-width:1}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}svg,tr,li{break-inside:avoid}}
`.replaceAll('\n', '');
