import Box from '@mui/material/Box';
import type { PracticeApplication } from '../../shared/practice.ts';
import { scenarioEntry, scenarioNames } from '../../shared/practice-scenarios.ts';
import { Copyable } from '../feedback/copyable.tsx';
import { Fact, Facts } from '../feedback/facts.tsx';
import { CheckCircleIcon, RadioboxBlankIcon } from '../feedback/icons.tsx';
import { Notice } from '../feedback/notice.tsx';
import { texts } from '../texts.ts';
import { Card } from './card.tsx';
import { CommandForm } from './command-form.tsx';
import { ExchangeList } from './exchange-list.tsx';
import { NotificationList } from './notification-list.tsx';
import { ScenarioForm } from './scenario-form.tsx';

const scenarios = scenarioNames.filter((name) => scenarioEntry(name).at === 'cloud application');

/** One practice cloud application: what the dialog "WebSocket Server" needs of it, and what it can send. */
export function ApplicationCard({ application }: { application: PracticeApplication }) {
  const label = texts.practice;
  const { connected } = application;
  return (
    <Card name={application.name} application={application.id} online={application.online}>
      <Box
        sx={{ display: 'flex', alignItems: 'center', gap: 0.75, color: connected ? 'success.main' : 'text.secondary' }}
      >
        {connected ? (
          <CheckCircleIcon aria-hidden="true" sx={{ fontSize: 17 }} />
        ) : (
          <RadioboxBlankIcon aria-hidden="true" sx={{ fontSize: 17 }} />
        )}
        {connected ? label.connected : label.notConnected}
      </Box>
      <Facts>
        <Fact name={label.detailsFile}>
          <Copyable name={label.detailsFile} value={application.detailsFile} />
        </Fact>
        <Fact name={label.detailsUrl}>
          <Copyable name={label.detailsUrl} value={application.detailsUrl} />
        </Fact>
        <Fact name={label.endpointUrl}>{application.endpointUrl}</Fact>
        <Fact name={label.host}>{application.hostName}</Fact>
        <Fact name={label.groupLabel}>{label.group(application.groupId, application.priority)}</Fact>
        <Fact name={label.notifications}>{application.notifications}</Fact>
      </Facts>
      <ScenarioForm names={scenarios} application={application.id} />
      {application.scenarios.length > 0 && (
        <Notice severity="warning">
          {label.inForce(application.scenarios.map((name) => scenarioEntry(name).label).join(', '))}
        </Notice>
      )}
      <CommandForm application={application} />
      <ExchangeList exchanges={application.exchanges} />
      <NotificationList messages={application.notificationMessages} />
    </Card>
  );
}
