/**
 * Moves the focus to where the work goes on after the element that had it has gone; one that is anywhere else stays there. For
 * whoever works by keyboard.
 */
export function focusUnlessElsewhere(element: HTMLElement | null): void {
  if (document.activeElement === document.body) element?.focus({ preventScroll: true });
}
