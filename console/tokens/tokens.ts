/**
 * Every colour and distance of the console, once. Colours that carry meaning (approve, refer, decline) differ in
 * lightness as well as hue (after Okabe and Ito, 2008), and each comes with a pattern and a sign, so that no
 * meaning hangs on colour alone. Text colours reach 4.5 : 1 on their ground; a test measures it.
 */
export type Scheme = 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

export type Palette = {
  readonly ground: string;
  readonly canvas: string;
  readonly raised: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly inkFaint: string;
  readonly accent: string;
  readonly accentGround: string;
  readonly approve: string;
  readonly approveFill: string;
  readonly approveGround: string;
  readonly refer: string;
  readonly referFill: string;
  readonly referGround: string;
  readonly decline: string;
  readonly declineFill: string;
  readonly declineGround: string;
  readonly plusFill: string;
  readonly minusFill: string;
};

export const palettes: Readonly<Record<Scheme, Palette>> = {
  light: {
    ground: '#ffffff',
    canvas: '#f6f7f9',
    raised: '#ffffff',
    line: '#e4e7ec',
    lineStrong: '#c5cad3',
    ink: '#181b22',
    inkSoft: '#4d5563',
    inkFaint: '#626a79',
    accent: '#2b50b8',
    accentGround: '#edf1fc',
    approve: '#00694e',
    approveFill: '#0a8f6e',
    approveGround: '#e3f4ee',
    refer: '#7a4f00',
    referFill: '#edbb4a',
    referGround: '#fcf2da',
    decline: '#a63608',
    declineFill: '#c94f16',
    declineGround: '#fcebe2',
    plusFill: '#4a78c8',
    minusFill: '#b0714f',
  },
  dark: {
    ground: '#14161b',
    canvas: '#0d0f13',
    raised: '#1b1e25',
    line: '#282d37',
    lineStrong: '#434b59',
    ink: '#e9ebf0',
    inkSoft: '#abb3c1',
    inkFaint: '#929baa',
    accent: '#93abff',
    accentGround: '#1c2540',
    approve: '#52cba7',
    approveFill: '#22a583',
    approveGround: '#10301f',
    refer: '#edc15c',
    referFill: '#dcae48',
    referGround: '#332709',
    decline: '#f6956a',
    declineFill: '#dd6730',
    declineGround: '#3a1c0f',
    plusFill: '#6d96e6',
    minusFill: '#c58a68',
  },
};

/** The 8-pixel rhythm. */
export const space = { half: 4, one: 8, two: 16, three: 24, four: 32 } as const;

export const rowHeight: Readonly<Record<Density, number>> = { comfortable: 40, compact: 30 };

export const fonts = {
  text: `system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`,
  code: `ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace`,
} as const;

/** The palette and spaces as CSS variables for `:root`. */
export function writeVariables(scheme: Scheme, density: Density): string {
  const colours = Object.entries(palettes[scheme]).map(([name, value]) => `--${kebab(name)}:${value};`);
  const spaces = Object.entries(space).map(([name, value]) => `--space-${name}:${value}px;`);
  const rest = [
    `--row:${rowHeight[density]}px;`,
    `--font-text:${fonts.text};`,
    `--font-code:${fonts.code};`,
    `color-scheme:${scheme};`,
  ];
  return `:root{${[...colours, ...spaces, ...rest].join('')}}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
