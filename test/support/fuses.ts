import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { parse } from 'yaml';
import { projectFolder } from '../../electron/launch/project.mjs';

/** The names that electron-builder has for Electron's fuses. */
const fuseNames = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
} as const;

export type FuseName = keyof typeof fuseNames;
export type Fuses = Partial<Record<FuseName, boolean>>;

/** How the binary holds them: as digits; one that it does not know, or that was taken out, is another character. */
const off = '0'.charCodeAt(0);
const on = '1'.charCodeAt(0);

/** What electron-builder.yml sets. */
export function configuredFuses(): Record<FuseName, boolean> {
  const text = readFileSync(join(projectFolder, 'electron-builder.yml'), 'utf8');
  return (parse(text) as { electronFuses: Record<FuseName, boolean> }).electronFuses;
}

/** The fuses of a binary, of those that it has. */
export async function fusesOf(executable: string): Promise<Fuses> {
  const wire = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    Object.entries(fuseNames).flatMap(([name, option]) => {
      const state = wire[option];
      return state === on || state === off ? [[name, state === on]] : [];
    }),
  );
}

/** Sets the fuses of a binary as electron-builder.yml has them, of those that it has. */
export async function setFuses(executable: string): Promise<void> {
  const there = await fusesOf(executable);
  const wanted = Object.entries(configuredFuses()).filter(([name]) => name in there);
  const options = Object.fromEntries(wanted.map(([name, isOn]) => [fuseNames[name as FuseName], isOn]));
  await flipFuses(executable, { version: FuseVersion.V1, ...options });
}
