import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { lostNotice } from '../../electron/service/connection-notice-text.ts';
import { BacklogWarnings } from '../../electron/service/notification/backlog-warnings.ts';
import { diagnosisReport } from '../../renderer/diagnosis/report.ts';
import { Fact } from '../../renderer/feedback/facts.tsx';
import { ProblemText } from '../../renderer/feedback/problem-text.tsx';
import { TextBlock } from '../../renderer/records/record-details.tsx';
import { type RecordColumn, RecordRow } from '../../renderer/records/record-row.tsx';
import { cellContent } from '../../renderer/servers/cell-content.tsx';
import { explain } from '../../renderer/servers/explanation.ts';
import { detailText } from '../../shared/connection-text.ts';
import { shownIdentifier, shownText } from '../../shared/shown-identifier.ts';
import { endpointStatus } from '../support/endpoint-status.ts';

/** Looks like `sgexe.1`, and another one like `sg` with a blank that has no width. */
const turned = 'sg\u202e1.exe';
const shown = 'sg\\u{202e}1.exe';
const url = 'wss://cloud.example/a\u200bb';
const row = endpointStatus({
  hostName: 'cloud.example',
  groupId: turned,
  url,
  detail: { kind: 'standby', servedBy: 'other.example' },
});

describe('group ids and URLs of this computer are shown as those of other master servers', () => {
  it('characters that cannot be seen, or turn others, are written out; all else stays', () => {
    expect(shownIdentifier(turned)).toBe(shown);
    expect(shownIdentifier('a\u2066b\u2069c\ufeffd\u00ade\nf')).toBe(
      'a\\u{2066}b\\u{2069}c\\u{feff}d\\u{00ad}e\\u{000a}f',
    );
    for (const plain of ['GROUPID1', 'מערך-גיבוי 12 (مجموعة)', 'Gruppe „ä“ 組', '\\u{202e}'])
      expect(shownIdentifier(plain)).toBe(plain);
  });

  it.each([
    ['the list', () => [cellContent('groupId', row), cellContent('url', row)]],
    ['the reason of a state', () => explain(row, { servedBy: 'other.example', earlyRun: true }, 0)],
    ['the column Detail and the status of the REST API', () => detailText(row, 0)],
    [
      'a notice of the system',
      () => lostNotice([{ groupId: turned, hostName: 'h', cause: 'connection-lost' }], 0).title,
    ],
    [
      'a warning of a backlog',
      () =>
        new BacklogWarnings().look(
          [{ groupId: turned, delivered: 0, undelivered: 200_000 }],
          () => false,
          { freeBytes: null, isShort: false, holder: null },
          0,
        ),
    ],
    [
      'the report of a diagnosis',
      () => diagnosisReport({ version: '1', time: 0, hostName: 'h', url, groupId: turned }, []),
    ],
  ])('%s', (_where, tell) => {
    const text = JSON.stringify(tell());
    expect(text).not.toMatch(/[\u202e\u200b]/);
    expect(text).toContain(JSON.stringify(shown).slice(1, -1));
  });
});

describe('free text of a peer, a file or NetBackup does not turn what is around it', () => {
  const given = 'job \u202egnp.exe\u2066\u200f of מערך\n\tdone \u200d';
  const written = 'job \\u{202e}gnp.exe\\u{2066}\\u{200f} of מערך\n\tdone \u200d';
  const column: RecordColumn<string> = { label: 'Detail', content: (text) => text, title: (text) => text };
  const row = { id: '1', record: given, columns: [column], index: 0, isSelected: false, cursorColumn: undefined };

  it('what turns letters is written out; letters of every direction, line breaks and joiners stay', () => {
    expect(shownText(given)).toBe(written);
  });

  it.each<[string, () => ReactElement]>([
    ['a cell of Logs, Activity and Notifications, and its title', () => createElement(RecordRow<string>, row)],
    ['a text of their details', () => createElement(TextBlock, { label: 'Detail', text: given })],
    ['a fact', () => Fact({ name: 'Detail', children: given })],
    [
      'what an error says',
      () => createElement(ProblemText, { problem: { code: 'internal', lines: [given], causes: [given], actions: [] } }),
    ],
  ])('%s', (_where, draw) => {
    const page = renderToStaticMarkup(draw());
    expect(page).not.toMatch(/\p{Bidi_Control}/u);
    expect(page).toContain(written);
  });
});
