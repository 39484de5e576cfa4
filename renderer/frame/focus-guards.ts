import { type RefObject, useEffect } from 'react';

/**
 * Base UI puts invisible, focusable spans around an open menu, hidden from assistive technology: a combination that
 * accessibility checks rightly refuse. Out of the Tab order they do no harm, and a menu still closes when the focus
 * leaves it.
 */
export function useQuietFocusGuards(container: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const quieten = () => {
      for (const guard of element.querySelectorAll('[data-base-ui-focus-guard][tabindex="0"]')) {
        guard.setAttribute('tabindex', '-1');
      }
    };
    const observer = new MutationObserver(quieten);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [container]);
}
