import { useEffect, useRef } from 'react';
import { useFramePart } from '../client/use-console.ts';
import { useShell } from './shell.tsx';

/** Says each notice in the status area, once. What was told before this window was opened is past. */
export function useNotices(): void {
  const { announce } = useShell();
  const notices = useFramePart((frame) => frame.notices);
  const told = useRef<number>(undefined);
  useEffect(() => {
    if (!notices) return;
    const since = told.current;
    told.current = Math.max(since ?? 0, notices.at(-1)?.at ?? 0);
    if (since === undefined) return;
    const fresh = notices.filter(({ at }) => at > since);
    if (fresh.length > 0) announce(fresh.map(({ title, body }) => `${title}. ${body}`).join(' '));
  }, [notices, announce]);
}
