import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { PracticeNotification } from '../../shared/practice.ts';
import { formatTime } from '../feedback/time.ts';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';
import { subjectText } from './first-look-steps.ts';
import { MessageList } from './message-list.tsx';
import { FoldedText } from './message-text.tsx';

/** N-5: the messages with notifications that were received, newest first, each with its JSON. */
export function NotificationList({ messages }: { messages: readonly PracticeNotification[] }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="h3">{texts.practice.messages}</Typography>
      {messages.length === 0 ? (
        <Box sx={{ color: 'text.secondary' }}>{texts.practice.noMessages}</Box>
      ) : (
        <MessageList label={texts.practice.messages}>
          {messages.map((message) => (
            <Box key={message.id} component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 0.5 }}>
              <Box sx={{ overflowWrap: 'anywhere', fontFamily: monospace, fontSize: '0.75rem' }}>
                {subjectText(message)}
              </Box>
              <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{formatTime(message.time)}</Box>
              <FoldedText label={texts.practice.showMessage} text={message.json} />
            </Box>
          ))}
        </MessageList>
      )}
    </Box>
  );
}
