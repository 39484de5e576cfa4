import { useEffect, useRef, useState } from 'react';
import type { MasterStatus, MasterTestStep } from '../../shared/masters.ts';
import { useOwnConsole } from '../client/own-console.ts';
import { type Problem, problemOf, reportOf } from '../client/problem.ts';
import { useStepCourse } from '../steps/use-step-course.ts';
import { texts } from '../texts.ts';
import { type AcceptedTrust, givenMaster, type MasterDraft, needsTrust, openedDraft } from './master-draft.ts';
import { withNamedFields } from './named-fields.ts';
import { usePresented } from './use-presented.ts';

const label = texts.masterDialog;
const noRefusals: Readonly<Record<string, string>> = {};

/** What waits for the certificate to be accepted. */
type Next = 'save' | 'test' | undefined;

/**
 * The course of the dialog that adds or edits a master server. Saving and testing need an accepted certificate: without one it is
 * fetched and shown first, and they go on by themselves after it was accepted.
 * @param saved the one that is edited
 * @param onSaved is told its id and its name
 */
export function useMasterDialog(saved: MasterStatus | undefined, onSaved: (id: string, name: string) => void) {
  const own = useOwnConsole();
  const [draft, setDraft] = useState<MasterDraft>(() => openedDraft(saved));
  const [failure, setFailure] = useState<{ problem: Problem | undefined; fields: Readonly<Record<string, string>> }>();
  const [isSaving, setSaving] = useState(false);
  const [said, say] = useState('');
  const next = useRef<Next>(undefined);
  const { presenting, fetch, clear } = usePresented();
  const { course, run, stop, forget } = useStepCourse<MasterTestStep>();

  const fail = (error: unknown) =>
    setFailure({ problem: problemOf(error), fields: reportOf(error)?.fields ?? noRefusals });
  const change = (typed: Partial<MasterDraft>) => {
    setDraft((now) => ({ ...now, ...typed }));
    setFailure(undefined);
    if (presenting.step === 'failed') clear();
    say('');
    forget();
  };

  const saveNow = async (entered: MasterDraft) => {
    setFailure(undefined);
    setSaving(true);
    try {
      const master = givenMaster(entered);
      if (saved) {
        await own.call((client) => client.masters.edit({ id: saved.id, master }));
        onSaved(saved.id, entered.name.trim());
      } else {
        const { id } = await own.call((client) => client.masters.add(master));
        onSaved(id, entered.name.trim());
      }
    } catch (error) {
      fail(error);
      setSaving(false);
    }
  };
  const testNow = async (entered: MasterDraft) => {
    setFailure(undefined);
    say('');
    try {
      const input = { ...(saved ? { id: saved.id } : {}), master: givenMaster(entered) };
      const { steps, isStopped } = await run((signal, take) =>
        own.call(async (client) => {
          for await (const step of await client.masters.test(input, { signal })) take(step);
        }),
      );
      say(isStopped ? label.test.stopped : verdictOf(steps));
    } catch (error) {
      fail(error);
    }
  };
  const goOn = (entered: MasterDraft, what: Next) => {
    if (what === 'save') void saveNow(entered);
    else if (what === 'test') void testNow(entered);
  };
  /** Asks for the certificate first where none was accepted. */
  const begin = (what: Next) => {
    if (!needsTrust(draft, saved)) return goOn(draft, what);
    next.current = what;
    setFailure(undefined);
    void fetch(draft.kind, draft.origin);
  };

  const { step } = presenting;
  const refused = presenting.step === 'failed' ? presenting : undefined;
  const problem = failure ? failure.problem : refused?.problem;
  useEffect(() => {
    if (step === 'failed') next.current = undefined;
  }, [step]);

  return {
    draft,
    change,
    problem: problem && withNamedFields(problem),
    fields: failure?.fields ?? refused?.fields ?? noRefusals,
    isSaving,
    isFetching: step === 'fetching',
    presented: presenting.step === 'presented' ? presenting.presented : undefined,
    course,
    /** What the test or the question for the certificate came to. */
    said,
    save: () => begin('save'),
    test: () => begin('test'),
    stopTest: stop,
    fetchCertificate: () => {
      next.current = undefined;
      setFailure(undefined);
      void fetch(draft.kind, draft.origin);
    },
    stopFetching: () => {
      next.current = undefined;
      clear();
      say(label.fetchStopped);
    },
    accept: (trust: AcceptedTrust) => {
      const accepted = { ...draft, origin: trust.origin ?? draft.origin, trust };
      setDraft(accepted);
      forget();
      clear();
      goOn(accepted, next.current);
      next.current = undefined;
    },
    /** Has the service read a text with CA certificates, which are trusted then. @returns whether it holds some */
    readCa: async (from: string, contents: () => Promise<string>): Promise<boolean> => {
      clear();
      try {
        const certificate = await contents();
        const certificates = await own.call((client) =>
          client.netBackup.readCaCertificates({ caCertificate: certificate }),
        );
        change({ trust: { origin: undefined, from, trust: 'issuer', certificate, certificates } });
        return true;
      } catch (error) {
        const [refusal] = Object.values(reportOf(error)?.fields ?? {});
        // What is wrong with the text stands at its field.
        if (refusal === undefined) fail(error);
        else setFailure({ problem: undefined, fields: { trust: refusal } });
        return false;
      }
    },
    reject: () => {
      next.current = undefined;
      clear();
      say(texts.serverDialog.rejected);
    },
  };
}
export type MasterDialogCourse = ReturnType<typeof useMasterDialog>;

function verdictOf(steps: readonly MasterTestStep[]): string {
  const { names, failed: failedAt, withWarnings, passed } = label.test;
  const failed = steps.find(({ verdict }) => verdict === 'failed');
  if (failed) return failedAt(names[failed.step]);
  return steps.some(({ verdict }) => verdict === 'warning') ? withWarnings : passed;
}
