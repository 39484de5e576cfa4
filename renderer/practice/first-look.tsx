import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { type ReactNode, useEffect, useRef } from 'react';
import { detailText } from '../../shared/connection-text.ts';
import type { PracticeStatus } from '../../shared/practice.ts';
import { useConsoleStore, useEndpoints } from '../client/use-console.ts';
import { focusUnlessElsewhere } from '../feedback/focus.ts';
import { useNow } from '../feedback/now.ts';
import { formatTime } from '../feedback/time.ts';
import { useShell } from '../frame/shell.tsx';
import { useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { ExchangeOutcome } from './exchange-outcome.tsx';
import { Action, Hint, Step, Summary } from './first-look-step.tsx';
import { type FirstLookSteps, firstLookSteps, subjectText } from './first-look-steps.ts';
import { MessageText, readableJson } from './message-text.tsx';
import { presets } from './presets.ts';

const label = texts.practice.firstLook;
const headingId = 'first-look-heading';
const messageHeight = 170;

/** Decision 47: a connection, a command with its answer, and a notification, each a click away and ticked as it happens. */
export function FirstLook({ practice }: { practice: PracticeStatus }) {
  const { working } = useShell();
  const { connectPractice } = useServerActions();
  const { sendCommand, startBackup } = useFirstLookActions(practice);
  const steps = firstLookSteps(practice);
  const isConnected = steps.connected !== undefined;
  const connect = useRef<HTMLButtonElement>(null);
  const send = useRef<HTMLButtonElement>(null);
  // The button that led here is gone, and so is Connect once it has done its work.
  useEffect(() => focusUnlessElsewhere((isConnected ? send : connect).current), [isConnected]);
  const idle = !isConnected || working;
  return (
    <Frame>
      <Step
        name={label.connected}
        done={isConnected}
        action={
          !isConnected && (
            <Action name={texts.practice.connect} isNext idle={working} onClick={connectPractice} ref={connect} />
          )
        }
      >
        <ConnectionText practice={practice} steps={steps} />
      </Step>
      <Step
        name={label.command}
        done={steps.answered}
        action={
          <Action
            name={label.send}
            isNext={isConnected && !steps.answered}
            idle={idle}
            onClick={sendCommand}
            ref={send}
          />
        }
      >
        <Answer steps={steps} />
      </Step>
      <Step
        name={label.notification}
        done={steps.notification !== undefined}
        action={<Action name={label.backup} isNext={false} idle={idle} onClick={startBackup} />}
      >
        <Notification steps={steps} />
      </Step>
    </Frame>
  );
}

function useFirstLookActions(practice: PracticeStatus) {
  const store = useConsoleStore();
  const { perform } = useShell();
  return {
    sendCommand: () =>
      perform(async () => {
        const [command] = presets;
        const application = firstLookSteps(practice).connected ?? practice.applications[0];
        if (!command || !application) throw new Error('practice mode has no command or no cloud application');
        const { method, uri, body } = command;
        const sent = await store.call((client) =>
          client.practice.sendCommand({ application: application.id, command: { method, uri, body } }),
        );
        return texts.practice.sent(method, uri, sent.response?.responseCode);
      }),
    startBackup: () =>
      perform(async () => {
        await store.call((client) => client.practice.trigger({ scenario: 'backup' }));
        return texts.practice.firstLook.backupBegun;
      }),
  };
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{ border: 1, borderColor: 'divider', borderRadius: 1.5, bgcolor: 'background.paper', p: 1.5, mt: 1, mb: 2 }}
    >
      <Typography id={headingId} variant="h2">
        {label.heading}
      </Typography>
      <Box
        component="ol"
        sx={{
          listStyle: 'none',
          m: 0,
          mt: 0.5,
          p: 0,
          display: 'grid',
          columnGap: 2,
          rowGap: 1,
          // Two columns where there is room for them.
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(max(280px, 40%), 100%), 1fr))',
          '& > li:first-of-type': { gridColumn: '1 / -1' },
        }}
      >
        {children}
      </Box>
    </Box>
  );
}

/** Which one is connected, or why none is. */
function ConnectionText({ practice, steps }: { practice: PracticeStatus; steps: FirstLookSteps }) {
  const endpoints = useEndpoints();
  const now = useNow();
  if (steps.connected)
    return <Box sx={{ overflowWrap: 'anywhere' }}>{label.isConnected(steps.connected.hostName)}</Box>;
  const hosts = new Set(practice.applications.map(({ hostName }) => hostName));
  const endpoint = endpoints.find(({ hostName }) => hosts.has(hostName));
  return (
    <Hint>{endpoint ? label.isNotConnected(endpoint.hostName, detailText(endpoint, now)) : label.notConnected}</Hint>
  );
}

function Answer({ steps: { exchange } }: { steps: FirstLookSteps }) {
  if (!exchange) return <Hint>{label.sendHint}</Hint>;
  return (
    <>
      <Summary what={`${exchange.method} ${exchange.uri}`} outcome={<ExchangeOutcome exchange={exchange} />} />
      {exchange.problem !== null && (
        <Box sx={{ color: 'error.main', overflowWrap: 'anywhere' }}>{exchange.problem}</Box>
      )}
      {exchange.response && (
        <MessageText label={label.answer} text={readableJson(exchange.response.body)} maxHeight={messageHeight} />
      )}
    </>
  );
}

function Notification({ steps: { connected, notification } }: { steps: FirstLookSteps }) {
  if (!notification) return <Hint>{connected ? label.backupWait : label.backupHint}</Hint>;
  return (
    <>
      <Summary
        what={subjectText(notification)}
        outcome={
          <Box sx={{ color: 'text.secondary', fontSize: '0.75rem', whiteSpace: 'nowrap' }}>
            {formatTime(notification.time)}
          </Box>
        }
      />
      <MessageText label={label.message} text={notification.json} maxHeight={messageHeight} />
    </>
  );
}
