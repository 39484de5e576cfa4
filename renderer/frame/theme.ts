import { createTheme } from '@mui/material/styles';
import type {} from '@mui/material/themeCssVarsAugmentation';

declare module '@mui/material/styles' {
  interface Palette {
    /** Background of the frame around the pane. */
    frame: string;
    /** Background of column headers and of groups. */
    band: string;
  }
  interface PaletteOptions {
    frame: string;
    band: string;
  }
}

/** The system's own fonts: nothing is fetched, and the console looks at home. */
const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, Ubuntu, "Noto Sans", "Liberation Sans", sans-serif';
export const monospace = 'ui-monospace, "Cascadia Mono", "SF Mono", Consolas, "DejaVu Sans Mono", monospace';

/** Dense, as a tool that stays open all day; every text has a contrast of at least 4.5 to 1 in both schemes. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-color-scheme', cssVarPrefix: 'nbwss' },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#0a5ca8' },
        success: { main: '#1a6f37' },
        warning: { main: '#8a5200' },
        error: { main: '#b3261e' },
        info: { main: '#2d5f8b' },
        text: { primary: '#1b2027', secondary: '#505a67' },
        background: { default: '#ffffff', paper: '#ffffff' },
        divider: '#d5dae1',
        action: { selected: 'rgba(10, 92, 168, 0.12)', hover: 'rgba(10, 92, 168, 0.05)' },
        frame: '#eef1f5',
        band: '#f5f7fa',
      },
    },
    dark: {
      palette: {
        primary: { main: '#7ab8f5' },
        success: { main: '#6fcf8e' },
        warning: { main: '#f2b45c' },
        error: { main: '#ff9a92' },
        info: { main: '#9cc4ea' },
        text: { primary: '#e6e9ee', secondary: '#a9b2bf' },
        background: { default: '#1b1f25', paper: '#20252c' },
        divider: '#363d47',
        action: { selected: 'rgba(122, 184, 245, 0.18)', hover: 'rgba(122, 184, 245, 0.07)' },
        frame: '#14171c',
        band: '#232931',
      },
    },
  },
  shape: { borderRadius: 4 },
  typography: {
    fontFamily,
    fontSize: 13,
    htmlFontSize: 16,
    body1: { fontSize: '0.8125rem', lineHeight: 1.45 },
    body2: { fontSize: '0.8125rem', lineHeight: 1.45 },
    caption: { fontSize: '0.75rem', lineHeight: 1.35 },
    h1: { fontSize: '1.125rem', fontWeight: 600, lineHeight: 1.3 },
    h2: { fontSize: '0.9375rem', fontWeight: 600, lineHeight: 1.35 },
    h3: { fontSize: '0.8125rem', fontWeight: 600, lineHeight: 1.35 },
    button: { textTransform: 'none', fontWeight: 500, fontSize: '0.8125rem' },
  },
  components: {
    MuiButton: { defaultProps: { size: 'small', disableElevation: true } },
    MuiButtonBase: {
      defaultProps: { disableRipple: true },
      styleOverrides: { root: { '&.Mui-focusVisible': focusRing() } },
    },
    MuiIconButton: { defaultProps: { size: 'small' } },
    MuiTextField: { defaultProps: { size: 'small' } },
    MuiFormControl: { defaultProps: { size: 'small' } },
    MuiSelect: { defaultProps: { size: 'small' } },
    MuiRadio: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 5 } } },
    MuiSwitch: {
      defaultProps: { size: 'small' },
      // Off, the thumb is as light as the page behind it.
      styleOverrides: { thumb: { border: '1px solid rgb(128 128 128 / 0.6)' } },
    },
    // Labels stay above their field, so that a placeholder can be read.
    MuiInputLabel: { defaultProps: { shrink: true } },
    MuiOutlinedInput: {
      defaultProps: { notched: true },
      styleOverrides: {
        root: {
          fontSize: '0.8125rem',
          '&.MuiInputBase-multiline': { padding: '6px 12px' },
          '&:not(.MuiInputBase-multiline) .MuiOutlinedInput-input': { padding: '6px 12px' },
        },
      },
    },
    MuiFormControlLabel: { styleOverrides: { label: { fontSize: '0.8125rem' } } },
    MuiMenuItem: {
      styleOverrides: { root: { fontSize: '0.8125rem', minHeight: 30, paddingTop: 4, paddingBottom: 4 } },
    },
    MuiTooltip: { defaultProps: { arrow: true, enterDelay: 500 } },
    MuiDialogTitle: { styleOverrides: { root: { fontSize: '1rem', fontWeight: 600, padding: '14px 20px 10px' } } },
    MuiDialogContent: { styleOverrides: { root: { padding: '4px 20px 12px' } } },
    MuiDialogActions: { styleOverrides: { root: { padding: '10px 20px 14px' } } },
    MuiDialog: { styleOverrides: { paper: { backgroundImage: 'none' } } },
    MuiMenu: { styleOverrides: { paper: { border: '1px solid var(--nbwss-palette-divider)' } } },
    MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
    MuiAlert: { styleOverrides: { root: { padding: '4px 12px' }, message: { minWidth: 0, flex: 1 } } },
  },
});

function focusRing() {
  return { outline: '2px solid var(--nbwss-palette-primary-main)', outlineOffset: 1 };
}
