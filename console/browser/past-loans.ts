/** A table of past loans made by arithmetic: utilisation and region drive who went bad, the rest is noise. */
const regions = ['north', 'south', 'east', 'west'] as const;

/** A CSV of so many rows; the same for the same count. */
export function writePastLoans(count: number): string {
  const rows = Array.from({ length: count }, (_, row) => {
    const part = (salt: number) => mixed(row, salt);
    const utilisation = part(3) < 0.06 ? '' : Math.floor(part(5) * 100);
    const region = regions[Math.floor(part(7) * regions.length)] ?? 'north';
    const inquiries = Math.floor(part(11) * 6);
    const income = 20 + Math.floor(part(13) * 80);
    const term = part(17) < 0.5 ? 36 : 60;
    const risk =
      0.04 +
      (utilisation === '' ? 0.18 : (utilisation / 100) ** 2 * 0.4) +
      (region === 'west' ? 0.1 : 0) +
      inquiries * 0.02 -
      income * 0.001;
    const outcome = part(19) < Math.max(0.01, risk) ? 'bad' : 'good';
    return [utilisation, region, inquiries, income, term, Math.floor(part(23) * 1_000), outcome].join(',');
  });
  return ['utilisation,region,inquiries,income_thousands,term_months,noise,outcome', ...rows, ''].join('\n');
}

/** Between 0 and 1, spread evenly: two rounds of a multiplicative hash. */
function mixed(row: number, salt: number): number {
  let state = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
}
