import type { OwnCall } from './own-call.ts';

/** The smallest call that tells whether the account may do what the service needs. */
export const firstRead: OwnCall = { uri: '/netbackup/admin/jobs?page%5Blimit%5D=1', method: 'GET' };
