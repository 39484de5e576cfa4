import { useEffect } from 'react';
import { useIsSeveral, useKnownMasters, useMasters } from '../masters/masters-context.ts';
import { overviewId } from '../masters/place.ts';
import { texts } from '../texts.ts';

/** Once there are several master servers, the window's title says whose servers it shows. */
export function useWindowTitle(): void {
  const { place } = useMasters();
  const isSeveral = useIsSeveral();
  const told = useKnownMasters((masters) => masters.find(({ id }) => id === place.master)?.name);
  const name = place.master === overviewId ? texts.masters.heading : told;
  const title = isSeveral && name !== undefined ? `${name} – ${texts.product}` : texts.product;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
