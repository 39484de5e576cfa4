import { grouped, notificationCount, plural, undeliveredWait } from './wording.ts';

export const notificationsTexts = {
  notifications: {
    heading: 'Notifications',
    groups: 'Server groups',
    groupCount: (count: number) => plural(count, 'server group', 'server groups'),
    givenUp: (count: number) => `Given up (${count})`,
    starting: 'Looking up the notifications…',
    empty: 'There is no server group yet',
    emptyHint:
      'A group exists as soon as a WebSocket server of it is added. From then on it gets every notification of jobs and images.',
    source: 'Source',
    sourceStates: {
      ok: 'NetBackup is polled',
      failing: 'NetBackup cannot be polled',
      idle: 'Not polled: there is no server group',
      'not configured': 'NetBackup is not polled',
      paused: 'Polling is paused',
    },
    lastPoll: 'Last poll',
    lastFullImagePass: 'Last full image pass',
    nextPoll: 'Next poll',
    never: 'None yet',
    nextPollIn: (seconds: number) => (seconds <= 0 ? 'due now' : `in ${seconds} s`),
    none: '–',
    pollNow: 'Poll now',
    polled: 'A poll of NetBackup was started.',
    configure: 'Set the NetBackup connection',
    columns: {
      group: 'Group',
      servedBy: 'Served by',
      delivered: 'Delivered',
      inFlight: 'In flight',
      undelivered: 'Undelivered',
      oldest: 'Oldest',
      state: 'State',
    },
    nobody: '–',
    states: {
      problem: 'The log cannot be written',
      'without endpoint': (left: string) => `Without endpoint, ${left} left`,
      deactivated: 'Deactivated',
      'no connection': 'No connection',
      resent: (times: number) => `Not acknowledged, ${plural(times, 'resend', 'resends')}`,
      waiting: 'Waiting for the acknowledgement',
      sending: 'Sending',
      'up to date': 'Up to date',
    },
    age: (seconds: number) => {
      if (seconds < 60) return `${Math.max(0, seconds)} s`;
      if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
      return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : plural(Math.floor(seconds / 86_400), 'day', 'days');
    },
    number: grouped,
    allGroups: 'All groups',
    discard: 'Discard backlog…',
    discardTitle: 'Discard backlog',
    discardQuestion: (group: string) => `Discard the backlog of ${group}?`,
    discardCount: (count: number) =>
      count === 0
        ? 'Nothing waits for this group.'
        : `${undeliveredWait(count)}. They are given up, and are not sent any more.`,
    discardEnds:
      'The group has no endpoint, so it ends with this. An endpoint of it that is added later begins with nothing.',
    discardGoesOn: 'What comes from now on is sent as before.',
    discarded: (group: string, count: number) => `Discarded ${notificationCount(count)} of ${group}.`,
    throughput: 'Delivered per minute',
    backlog: 'Undelivered',
    plotsOf: (group: string) => `The last hour of ${group}`,
    plotsLoading: 'Drawing the plots…',
    plotsNotLoaded: 'The plots could not be loaded; the figures are in the table.',
    noSamples: 'Nothing has been counted yet: the first figures come within 10 seconds.',
    throughputSummary: (all: number, most: number) =>
      all === 0 ? 'None in the last hour' : `${grouped(all)} in the last hour, at most ${grouped(most)} in a minute`,
    backlogSummary: (most: number, time: string) =>
      most === 0 ? 'Nothing waited in the last hour' : `At most ${grouped(most)} in the last hour, at ${time}`,
    asTable: 'As a table',
    table: 'The last hour in steps of 5 minutes',
    tableColumns: { time: 'Time', delivered: 'Delivered since', undelivered: 'Undelivered then' },
    batch: 'Batch that waits for its acknowledgement',
    noBatch: 'None: everything that was sent is acknowledged.',
    batchId: 'Id',
    batchCount: 'Notifications',
    batchSince: 'Stored',
    batchSent: 'Sent',
    batchNotSent: 'Not since the service was started',
    batchSentTimes: (times: number, last: string) => `${plural(times, 'time', 'times')}, last ${last}`,
    message: 'Message',
    withoutEndpointSince: 'Without endpoint since',
    keptUntil: 'Kept until',
    problem: 'Problem',
    givenUpTable: 'Notifications that were given up',
    givenUpEmpty: 'No notification has been given up',
    givenUpHint:
      'Nothing is dropped silently: what is discarded by hand, over notification.maxUndelivered, or left without endpoint for 7 days, is listed here.',
    givenUpColumns: { time: 'When', group: 'Group', count: 'Notifications', range: 'Of the time', why: 'Why' },
    range: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  },
} as const;
