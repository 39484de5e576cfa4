/** In a window that is low, as one at 200 % zoom is, details below a list take the height that they need. */
const lowWindow = '@media (max-height: 560px)';

/**
 * Of a pane with a list that fills it. The list and the details keep some height of their own; where that is more than there
 * is, the pane scrolls as a whole.
 */
export const listPane = { display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1, overflowY: 'auto' } as const;

/**
 * Of details below a list: they leave the list some rows, whatever else there is to tell.
 * @param share of the pane's height that they take at most, as `'50%'`
 */
export const detailsBelowList = (share: string) => ({
  borderTop: 1,
  borderColor: 'divider',
  bgcolor: 'background.paper',
  flexShrink: 1,
  minHeight: 96,
  maxHeight: share,
  [lowWindow]: { flexShrink: 0, maxHeight: 'none' },
  overflow: 'auto',
  '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: '-2px' },
});
