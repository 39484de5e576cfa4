import { readFileSync } from 'node:fs';
import type { Message } from '../../shared/messages.ts';

/** Every message that the guide prints, repaired to valid JSON (K-9), by name. */
export const guideMessages: Readonly<Record<string, Message>> = JSON.parse(
  readFileSync(new URL('./guide-messages.json', import.meta.url), 'utf8'),
);

/** One of them; fails when there is none of that name. */
export function guideMessage(name: string): Message {
  const message = guideMessages[name];
  if (!message) throw new Error(`the guide has no message named ${name}`);
  return message;
}
