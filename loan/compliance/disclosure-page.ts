/** A disclosure as a web page of its own, in Chinese or English: one table, no script, readable on a phone and by a reader. */
import { formatAmount, type LocalText } from '@plimsoll/loan/spine';
import type { DisclosedItem, Disclosure } from './disclosure.ts';

export type DisclosureLanguage = keyof LocalText;

const words = {
  title: { zh: '综合融资成本明示表', en: 'Statement of the whole cost of the loan' },
  product: { zh: '产品', en: 'Product' },
  day: { zh: '日期', en: 'Date' },
  principal: { zh: '贷款本金', en: 'Principal' },
  received: { zh: '实际到账金额', en: 'Really received' },
  repayment: { zh: '还款方式', en: 'Repayment' },
  due: { zh: '首期与末期还款日', en: 'First and last due day' },
  costs: { zh: '各项成本', en: 'Every cost' },
  item: { zh: '项目', en: 'Item' },
  way: { zh: '收取方式', en: 'When and how' },
  standard: { zh: '收取标准', en: 'Standard' },
  payee: { zh: '收取主体', en: 'Paid to' },
  amount: { zh: '正常履约金额', en: 'Amount if all goes as agreed' },
  cost: { zh: '成本合计', en: 'All costs' },
  total: { zh: '本金与成本合计', en: 'Principal and costs' },
  annualised: { zh: '年化综合融资成本（正常履约）', en: 'All-in cost a year if all goes as agreed' },
  effective: { zh: '按复利折算', en: 'effective, with compounding' },
  contingent: { zh: '违约或提前还款时可能发生的项目', en: 'What may come on top when paid late or early' },
  none: { zh: '无', en: 'None' },
} as const satisfies { readonly [name: string]: LocalText };

const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a}' +
  'table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}th,td{border:1px solid #999;padding:.4rem .6rem;' +
  'text-align:start;vertical-align:top}td.n{text-align:end;white-space:nowrap}strong{font-size:1.4rem}';

/** A whole HTML document. Everything that came from outside is escaped. */
export function renderDisclosure(disclosure: Disclosure, language: DisclosureLanguage): string {
  const { currency, minorDigits } = disclosure;
  const say = (text: LocalText) => escapeHtml(text[language]);
  const money = (amountMinor: number) => escapeHtml(formatAmount(amountMinor, currency, minorDigits));
  const rows: readonly (readonly [LocalText, string])[] = [
    [words.product, say(disclosure.product)],
    [words.day, escapeHtml(disclosure.day)],
    [words.principal, money(disclosure.principalMinor)],
    [words.received, money(disclosure.receivedMinor)],
    [words.repayment, say(disclosure.repayment)],
    [words.due, `${escapeHtml(disclosure.firstDue)} – ${escapeHtml(disclosure.lastDue)}`],
    [words.cost, money(disclosure.costMinor)],
    [words.total, money(disclosure.totalMinor)],
    [
      words.annualised,
      `<strong>${percent(disclosure.annualised.irr12)}</strong> (${say(words.effective)} ${percent(disclosure.annualised.effective)})`,
    ],
  ];
  const { zh, en } = words.title;
  const title = language === 'zh' ? zh : en;
  return [
    `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body>`,
    `<h1>${title}</h1><table><tbody>`,
    ...rows.map(([name, cell]) => `<tr><th scope="row">${say(name)}</th><td>${cell}</td></tr>`),
    `</tbody></table><h2>${say(words.costs)}</h2>`,
    tableOf(disclosure.items, { say, money }),
    `<h2>${say(words.contingent)}</h2>`,
    disclosure.contingent.length === 0
      ? `<p>${say(words.none)}</p>`
      : tableOf(disclosure.contingent, { say, money }),
    `<p>${say(disclosure.nothingElse)}</p></body></html>\n`,
  ].join('\n');
}

type Sayings = {
  readonly say: (text: LocalText) => string;
  readonly money: (amountMinor: number) => string;
};

function tableOf(items: readonly DisclosedItem[], { say, money }: Sayings): string {
  const isCertain = items.some(({ amountMinor }) => amountMinor !== null);
  const heads = [words.item, words.way, words.standard, words.payee, ...(isCertain ? [words.amount] : [])];
  const body = items.map(({ text, way, standard, payee, amountMinor }) => {
    const cells = [text, way, standard].map((cell) => `<td>${say(cell)}</td>`).join('');
    const amount = isCertain ? `<td class="n">${amountMinor === null ? '' : money(amountMinor)}</td>` : '';
    return `<tr>${cells}<td>${escapeHtml(payee.name)} (${say(payee.role)})</td>${amount}</tr>`;
  });
  return [
    '<table><thead><tr>',
    ...heads.map((head) => `<th scope="col">${say(head)}</th>`),
    '</tr></thead><tbody>',
    ...body,
    '</tbody></table>',
  ].join('');
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
