export { createAntdTheme } from './antd-theme.ts';
export { fonts, palettes, rowHeight, space, writeVariables } from './tokens.ts';
export type { Density, Palette, Scheme } from './tokens.ts';
