import { Menubar } from '@base-ui/react/menubar';
import { styled, useColorScheme } from '@mui/material/styles';
import { useRef } from 'react';
import { useOwnFramePart } from '../client/own-console.ts';
import { useConsole } from '../client/use-console.ts';
import { useEndpointImport } from '../endpoint-import/endpoint-import.tsx';
import { useDiagnosticsExport } from '../help/use-diagnostics-export.ts';
import { canAdd } from '../masters/capabilities.ts';
import { useCapabilities } from '../masters/masters-context.ts';
import { useMasterActions } from '../masters/use-master-actions.ts';
import { type ServerActions, useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { useQuietFocusGuards } from './focus-guards.ts';
import { BarMenu, MenuEntry, MenuLine, RadioEntries, RadioEntry, SubMenu } from './menu-parts.tsx';
import { useAskQuit } from './quit-dialog.tsx';
import { useShell } from './shell.tsx';
import { useRefresh } from './use-refresh.ts';

const Bar = styled('div')({ display: 'flex', alignItems: 'center', height: 30, paddingInline: 4 });

/** P-9: the menu bar inside the window, the same in both hosts. It holds what works, and nothing else. */
export function MenuBar() {
  const container = useRef<HTMLDivElement>(null);
  useQuietFocusGuards(container);
  const actions = useServerActions();
  return (
    <div ref={container}>
      <Menubar aria-label={texts.menu.label} modal={false} render={<Bar />}>
        <BarMenu label={texts.menu.file} container={container}>
          <FileItems />
        </BarMenu>
        <BarMenu label={texts.menu.view} container={container}>
          <ViewItems />
          <MenuLine />
          <ThemeMenu container={container} />
        </BarMenu>
        <BarMenu label={texts.menu.actions} container={container}>
          <ActionItems actions={actions} container={container} />
        </BarMenu>
        <BarMenu label={texts.menu.help} container={container}>
          <HelpItems />
        </BarMenu>
      </Menubar>
    </div>
  );
}

function FileItems() {
  const askQuit = useAskQuit();
  const { open, pane } = useShell();
  const { addFromFile } = useCapabilities();
  const isEmpty = useConsole(({ state }) => !state || state.endpoints.length === 0);
  const { choose: importEndpoint } = useEndpointImport();
  return (
    <>
      {addFromFile && (
        <MenuEntry keys="Ctrl+O" onClick={importEndpoint}>
          {texts.menu.importEndpoint}
        </MenuEntry>
      )}
      {pane !== 'masters' && (
        <MenuEntry disabled={isEmpty} onClick={() => open({ kind: 'export-list' })}>
          {texts.menu.exportList}
        </MenuEntry>
      )}
      {askQuit && (
        <>
          <MenuLine />
          <MenuEntry onClick={askQuit}>{texts.menu.quit}</MenuEntry>
        </>
      )}
    </>
  );
}

function ViewItems() {
  const { open, pane } = useShell();
  const refresh = useRefresh();
  return (
    <>
      <MenuEntry keys="F5" onClick={refresh}>
        {texts.menu.refresh}
      </MenuEntry>
      {pane !== 'masters' && <MenuEntry onClick={() => open({ kind: 'columns' })}>{texts.menu.columns}</MenuEntry>}
    </>
  );
}

type Mode = 'light' | 'dark' | 'system';
type Container = React.RefObject<HTMLDivElement | null>;

function ThemeMenu({ container }: { container: Container }) {
  const { mode, setMode } = useColorScheme();
  return (
    <SubMenu label={texts.menu.theme} container={container}>
      <RadioEntries<Mode> value={mode ?? 'system'} onChange={(chosen) => setMode(chosen)}>
        <RadioEntry value="light">{texts.menu.light}</RadioEntry>
        <RadioEntry value="dark">{texts.menu.dark}</RadioEntry>
        <RadioEntry value="system">{texts.menu.system}</RadioEntry>
      </RadioEntries>
    </SubMenu>
  );
}

function ActionItems({ actions, container }: { actions: ServerActions; container: Container }) {
  const { possible } = actions;
  const { open } = useShell();
  const can = useCapabilities();
  const keepsMasters = useOwnFramePart((frame) => frame.capabilities.masters) ?? false;
  return (
    <>
      <SubMenu label={texts.menu.new} container={container}>
        {canAdd(can) && <MenuEntry onClick={actions.newServer}>{texts.menu.newServer}</MenuEntry>}
        {keepsMasters && <MenuEntry onClick={() => open({ kind: 'add-master' })}>{texts.menu.addMaster}</MenuEntry>}
      </SubMenu>
      {(can.activate || can.delete) && <MenuLine />}
      {can.activate && (
        <>
          <MenuEntry disabled={possible.activate.length === 0} onClick={actions.activate}>
            {texts.menu.activate}
          </MenuEntry>
          <MenuEntry disabled={possible.deactivate.length === 0} onClick={actions.deactivate}>
            {texts.menu.deactivate}
          </MenuEntry>
        </>
      )}
      {can.delete && (
        <MenuEntry keys="Del" disabled={possible.delete.length === 0} onClick={actions.askDelete}>
          {texts.menu.delete}
        </MenuEntry>
      )}
      {can.renew !== 'none' && (
        <MenuEntry disabled={possible.renew === undefined} onClick={actions.askRenew}>
          {texts.menu.renew}
        </MenuEntry>
      )}
      {can.reconnect && (
        <MenuEntry disabled={possible.reconnect.length === 0} onClick={actions.reconnect}>
          {texts.menu.reconnect}
        </MenuEntry>
      )}
      {can.diagnose && (
        <MenuEntry disabled={possible.diagnose === undefined} onClick={actions.diagnose}>
          {texts.menu.diagnose}
        </MenuEntry>
      )}
      {can.run && (
        <>
          <MenuLine />
          <MenuEntry onClick={actions.runConnectionProcess}>{texts.menu.run}</MenuEntry>
        </>
      )}
      <MasterItems />
    </>
  );
}

/** Of the master server that is shown or, in the overview, that is selected there; this computer has nothing of the kind. */
function MasterItems() {
  const { possible, rename, edit, askRemove } = useMasterActions();
  if (!possible) return null;
  return (
    <>
      <MenuLine />
      <MenuEntry onClick={edit}>{texts.menu.editMaster}</MenuEntry>
      <MenuEntry onClick={rename}>{texts.menu.renameMaster}</MenuEntry>
      <MenuEntry onClick={askRemove}>{texts.menu.removeMaster}</MenuEntry>
    </>
  );
}

function HelpItems() {
  const { open } = useShell();
  const can = useCapabilities();
  const exportDiagnostics = useDiagnosticsExport();
  return (
    <>
      <MenuEntry onClick={() => open({ kind: 'troubleshooting' })}>{texts.menu.troubleshooting}</MenuEntry>
      <MenuEntry onClick={() => open({ kind: 'shortcuts' })}>{texts.menu.shortcuts}</MenuEntry>
      <MenuLine />
      {can.diagnostics && <MenuEntry onClick={exportDiagnostics}>{texts.menu.exportDiagnostics}</MenuEntry>}
      <MenuEntry onClick={() => open({ kind: 'about' })}>{texts.menu.about}</MenuEntry>
    </>
  );
}
