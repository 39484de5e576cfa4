import type { PracticeCommand } from '../../shared/practice.ts';

/** the guide's worked examples, ready to be sent. */
export const presets: readonly (PracticeCommand & { readonly name: string })[] = [
  { name: 'List the VMware servers', method: 'GET', uri: '/netbackup/config/servers/vmservers', body: '' },
  {
    name: 'Add the VMware server vcenterServer1',
    method: 'POST',
    uri: '/netbackup/config/servers/vmservers',
    body: JSON.stringify(
      {
        serverName: 'vcenterServer1',
        proxyServerName: '',
        vmType: 'VMWARE_VIRTUAL_CENTER_SERVER',
        userId: 'administrator',
        password: 'password@123',
        port: 0,
      },
      null,
      2,
    ),
  },
  {
    name: 'Show the VMware server vCenter2',
    method: 'GET',
    uri: '/netbackup/config/servers/vmservers/vCenter2.domain.com',
    body: '',
  },
  { name: 'List the jobs', method: 'GET', uri: '/netbackup/admin/jobs', body: '' },
];
