/** The Ant Design theme, made from the tokens so that no second palette exists. */
import { type ThemeConfig, theme } from 'antd';
import { type Density, fonts, palettes, type Scheme } from './tokens.ts';

export function createAntdTheme(scheme: Scheme, density: Density): ThemeConfig {
  const colour = palettes[scheme];
  const base = scheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm;
  return {
    algorithm: density === 'compact' ? [base, theme.compactAlgorithm] : [base],
    token: {
      colorPrimary: colour.accent,
      colorInfo: colour.accent,
      colorLink: colour.accent,
      colorSuccess: colour.approve,
      colorWarning: colour.refer,
      colorError: colour.decline,
      colorText: colour.ink,
      colorTextSecondary: colour.inkSoft,
      colorTextTertiary: colour.inkFaint,
      colorTextPlaceholder: colour.inkFaint,
      colorBgBase: colour.ground,
      colorBgContainer: colour.ground,
      colorBgElevated: colour.raised,
      colorBgLayout: colour.canvas,
      colorBorder: colour.lineStrong,
      colorBorderSecondary: colour.line,
      fontFamily: fonts.text,
      fontFamilyCode: fonts.code,
      fontSize: 14,
      borderRadius: 6,
      wireframe: false,
    },
    components: {
      Button: {
        primaryColor: scheme === 'dark' ? colour.canvas : colour.ground,
        primaryShadow: 'none',
        defaultShadow: 'none',
      },
    },
  };
}
