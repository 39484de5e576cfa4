/**
 * Moves the focus to where the work goes on after the element that had it has gone; one that is anywhere else stays there. For
 * whoever works by keyboard. A dialog that lost it holds it with its frame, where it is as good as nowhere.
 */
export function focusUnlessElsewhere(element: HTMLElement | null): void {
  const holder = document.activeElement;
  if (holder === document.body || holder?.matches('[role="presentation"]')) element?.focus({ preventScroll: true });
}
