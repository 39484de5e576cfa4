import type { Acceptance } from '../../shared/certificate.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';

/** E-17: the guide's own example. */
export const guideDetails: EndpointDetails = {
  token: 'MIID4TCCAsmgAwIBAgIJAK==',
  priority: 1,
  groupId: 'GROUPID1',
  hostName: 'vrhel6u5-vm4.acme.com',
  url: 'wss://vrhel6u5-vm4.acme.com:14146/cfs/nbufacade',
};

export const acceptance: Acceptance = {
  trust: 'certificate',
  sha256Fingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
  acceptedWarnings: ['self-signed'],
  validTo: 1_800_000_000,
};

export const savedEndpoint: SavedEndpoint = {
  hostName: 'cloud.example.com',
  groupId: 'sg.1',
  url: 'wss://cloud.example.com/x',
  priority: 0,
  state: 'DEACTIVATED',
  acceptance,
  addedAt: 1_700_000_000_000,
};

/** The bytes of a text, or of a value as JSON. */
export const bytesOf = (document: string | object): Uint8Array =>
  new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document));
