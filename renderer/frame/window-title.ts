import { useEffect } from 'react';
import { useMasters } from '../masters/masters-context.ts';
import { overviewId } from '../masters/place.ts';
import { texts } from '../texts.ts';

/** Once there are several master servers, the window's title says whose servers it shows. */
export function useWindowTitle(): void {
  const { list, isSeveral, place } = useMasters();
  const name = place.master === overviewId ? texts.masters.heading : list.find(({ id }) => id === place.master)?.name;
  const title = isSeveral && name !== undefined ? `${name} – ${texts.product}` : texts.product;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
