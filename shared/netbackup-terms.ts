/** Words of the NetBackup connection that service and window share. No schema library: the window runs it. */

/** Domain types of a NetBackup login, as NetBackup's REST API spells them. */
export const netBackupDomainTypes = ['unixpwd', 'NT', 'vx', 'ldap'] as const;

/** What "Test connection" does, in its order. */
export const netBackupTestSteps = [
  'name-resolution',
  'tcp',
  'tls',
  'certificate',
  'ping',
  'api-version',
  'credentials',
  'first-read',
] as const;
