import { asRecord } from '../http-exchange.ts';
import type { ApiRequest, Route } from './api.ts';
import { ApiError } from './api-error.ts';

/** the keys of a VMware server's credentials. */
interface VmServer {
  readonly serverName: string;
  readonly vmType: string;
  readonly userId: string;
  readonly password: string;
  readonly port: number;
  readonly proxyServerName: string;
}

const path = '/netbackup/config/servers/vmservers';
const maxServers = 1000;
/** The vendor's one answer for both cases. */
const notAdded = 'Failed to parse the JSON body, or the entity already exists';
const keyOf = (serverName: string) => serverName.toLowerCase();
const sample = (serverName: string): VmServer => ({
  serverName,
  vmType: 'VMWARE_VIRTUAL_CENTER_SERVER',
  userId: 'root',
  password: '',
  port: 0,
  proxyServerName: '',
});

function readVmServer(body: unknown): VmServer {
  const fields = asRecord(body);
  if (!fields) throw new ApiError(400, notAdded, {}, ['The body is not a JSON object.']);
  const errors: Record<string, string> = {};
  const text = (name: string, need: 'needed' | 'optional') => {
    const value = fields[name] ?? '';
    if (typeof value !== 'string' || value.length > 1024) errors[name] = 'must be a text of at most 1024 characters';
    else if (need === 'needed' && value.trim() === '') errors[name] = 'must not be empty';
    else return value;
    return '';
  };
  const port = fields['port'] ?? 0;
  const checkedPort =
    typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
  if (checkedPort === undefined) errors['port'] = 'must be a whole number from 0 to 65535';
  const server: VmServer = {
    serverName: text('serverName', 'needed'),
    vmType: text('vmType', 'needed'),
    userId: text('userId', 'needed'),
    password: text('password', 'optional'),
    port: checkedPort ?? 0,
    proxyServerName: text('proxyServerName', 'optional'),
  };
  if (!('vmType' in errors) && !server.vmType.startsWith('VMWARE_'))
    errors['vmType'] = 'is not a type of VMware server';
  if (Object.keys(errors).length > 0) throw new ApiError(400, notAdded, errors);
  return server;
}

/** the resource of the guide's worked examples. A password goes in and never comes out. */
export function vmServerRoutes(): Route[] {
  const servers = new Map<string, VmServer>();
  for (const name of ['vCenter1.domain.com', 'vCenter2.domain.com']) servers.set(keyOf(name), sample(name));

  const find = (request: ApiRequest): VmServer => {
    const server = servers.get(keyOf(request.parts[0] ?? ''));
    if (!server) throw new ApiError(404, 'The VMware server was not found.');
    return server;
  };
  const hrefOf = (server: VmServer, origin: string) => `${origin}${path}/${encodeURIComponent(server.serverName)}`;
  const written = (server: VmServer, origin: string) => ({
    vmServer: { ...server, password: '' },
    links: [{ rel: 'self', href: hrefOf(server, origin) }],
  });

  return [
    {
      method: 'GET',
      path,
      access: 'signed in',
      answer: ({ origin }) => ({
        status: 200,
        body: {
          vmServers: [...servers.values()].map((server) => written(server, origin)),
          links: [{ rel: 'self', href: `${origin}${path}` }],
        },
      }),
    },
    {
      method: 'POST',
      path,
      access: 'signed in',
      answer({ body, origin }) {
        const server = readVmServer(body);
        if (servers.has(keyOf(server.serverName))) {
          throw new ApiError(400, notAdded, { serverName: 'exists already' });
        }
        if (servers.size >= maxServers)
          throw new ApiError(400, notAdded, {}, [`There are ${maxServers} servers already.`]);
        servers.set(keyOf(server.serverName), server);
        return { status: 201, headers: { location: hrefOf(server, origin) }, body: written(server, origin) };
      },
    },
    {
      method: 'GET',
      path: `${path}/{serverName}`,
      access: 'signed in',
      answer: (request) => ({ status: 200, body: written(find(request), request.origin) }),
    },
    {
      method: 'DELETE',
      path: `${path}/{serverName}`,
      access: 'signed in',
      answer(request) {
        servers.delete(keyOf(find(request).serverName));
        return { status: 204 };
      },
    },
  ];
}
