import { useMemo } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { Choice } from '../feedback/choice.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { countChoices, showChoices } from './filter.ts';

/** Which rows are shown, each choice with how many it would show. */
export function ListFilterChoice({ endpoints }: { endpoints: readonly EndpointStatus[] }) {
  const { filter, setFilter } = useShell();
  const label = texts.servers;
  const counts = useMemo(() => countChoices(endpoints, Date.now() / 1000), [endpoints]);
  return (
    <Choice
      label={label.show}
      value={filter.show}
      width={210}
      options={showChoices.map((choice) => [choice, label.choiceCount(label.showChoices[choice], counts[choice])])}
      onChange={(chosen) => {
        const show = showChoices.find((choice) => choice === chosen);
        if (show) setFilter({ ...filter, show });
      }}
    />
  );
}
