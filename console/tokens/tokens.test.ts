import { expect, test } from 'vitest';
import { type Palette, palettes, writeVariables } from './tokens.ts';

const textOn: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ['ink', 'ground'],
  ['ink', 'canvas'],
  ['inkSoft', 'canvas'],
  ['inkFaint', 'canvas'],
  ['inkFaint', 'ground'],
  ['inkFaint', 'raised'],
  ['accent', 'ground'],
  ['accent', 'accentGround'],
  ['approve', 'approveGround'],
  ['refer', 'referGround'],
  ['decline', 'declineGround'],
  ['approve', 'ground'],
  ['refer', 'ground'],
  ['decline', 'ground'],
];

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test('[CON-1] text reaches a contrast of 4.5 : 1 on its ground, in light and dark', () => {
  const tooFaint = Object.entries(palettes).flatMap(([scheme, palette]) =>
    textOn
      .filter(([text, ground]) => contrast(palette[text], palette[ground]) < 4.5)
      .map(([text, ground]) => `${scheme}: ${text} on ${ground}`),
  );
  expect(tooFaint).toEqual([]);
});

test('[CON-1] the fills of approve, refer and decline differ in lightness, so grey print still tells them apart', () => {
  for (const palette of Object.values(palettes)) {
    expect(contrast(palette.approveFill, palette.referFill)).toBeGreaterThan(1.3);
    expect(contrast(palette.declineFill, palette.referFill)).toBeGreaterThan(1.3);
  }
});

test('[CON-1] every colour of the palette becomes a variable', () => {
  const css = writeVariables('dark', 'compact');
  expect(css).toContain('--approve-ground:#10301f;');
  expect(css).toContain('--row:30px;');
});
