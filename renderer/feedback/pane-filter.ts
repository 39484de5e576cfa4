/** Marks the text filter of a pane as that which Ctrl+F leads to. */
export const paneFilter = { 'data-filter': '' };

/** Moves the focus to the text filter of the pane that is shown. @returns whether it has one */
export function focusPaneFilter(): boolean {
  const field = document.querySelector<HTMLElement>('[data-filter]:enabled');
  field?.focus();
  return field !== null;
}
