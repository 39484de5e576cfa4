import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { PracticeStatus } from '../../shared/practice.ts';
import { scenarioEntry, scenarioNames } from '../../shared/practice-scenarios.ts';
import { Copyable } from '../feedback/copyable.tsx';
import { Fact, Facts } from '../feedback/facts.tsx';
import { texts } from '../texts.ts';
import { Card } from './card.tsx';
import { ScenarioForm, useScenario } from './scenario-form.tsx';

const ours = scenarioNames.filter((name) => scenarioEntry(name).at === 'NetBackup');
const atOnce = ours.filter((name) => scenarioEntry(name).amount === null);
const withAmount = ours.filter((name) => scenarioEntry(name).amount !== null);

/** The practice NetBackup server, and what can be made to happen there. */
export function NetBackupCard({ netBackup }: { netBackup: PracticeStatus['netBackup'] }) {
  const begin = useScenario();
  const label = texts.practice;
  return (
    <Card name={label.netBackup} application={null} online={netBackup.online}>
      <Facts>
        <Fact name={label.origin}>
          <Copyable name={label.origin} value={netBackup.origin} />
        </Fact>
        <Fact name={label.user}>
          <Copyable name={label.user} value={netBackup.userName} />
        </Fact>
        <Fact name={label.password}>
          <Copyable name={label.password} value={netBackup.password} />
        </Fact>
        <Fact name={label.apiKey}>
          <Copyable name={label.apiKey} value={netBackup.apiKey} />
        </Fact>
        <Fact name={label.caFile}>
          <Copyable name={label.caFile} value={netBackup.caFile} />
        </Fact>
        <Fact name={label.jobs}>{netBackup.jobs}</Fact>
        <Fact name={label.images}>{netBackup.images}</Fact>
      </Facts>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        {atOnce.map((scenario) => (
          <Button key={scenario} variant="outlined" onClick={() => begin({ scenario })}>
            {scenarioEntry(scenario).label}
          </Button>
        ))}
      </Box>
      <ScenarioForm names={withAmount} />
    </Card>
  );
}
