import type { ClientCertificateInput } from '../../shared/client-certificate.ts';
import {
  checkEndpointDetails,
  type EndpointDetails,
  type ReadDetails,
  readEndpointDetails,
} from '../../shared/endpoint-details.ts';
import { asNbwssError } from '../../shared/error-catalogue.ts';
import type { Clock } from './clock.ts';
import type { EndpointStore } from './credentials/endpoint-store.ts';
import {
  type UrlValidation,
  type ValidatedDetails,
  type ValidationOptions,
  validateDetails,
  validateUrl,
} from './credentials/validation.ts';
import {
  type ClientCertificate,
  type GivenClientCertificate,
  readClientCertificate,
} from './tls/client-certificate.ts';
import type { Route } from './tls/proxy.ts';

export interface DetailsValidationOptions {
  /** @throws NbwssError `storeNotOpened` (T-12) */
  store: () => EndpointStore;
  clock: Clock;
  route: Route;
}

/** @throws NbwssError `detailsNotValid` with the field `clientCertificate` */
export const readGiven = (input: ClientCertificateInput | null | undefined) => input && readClientCertificate(input);

/** D-4 to D-9: reads details, asks their server for its certificate, and warns of what is taken. Saves nothing. */
export class DetailsValidation {
  readonly #options: DetailsValidationOptions;

  constructor(options: DetailsValidationOptions) {
    this.#options = options;
  }

  get #store(): EndpointStore {
    return this.#options.store();
  }

  /** D-4, D-7: reads a details file. */
  readDetailsFile(contents: Uint8Array, renews?: string): ReadDetails {
    return this.#withTakenWarning(readEndpointDetails(contents, 'file'), renews);
  }

  /** D-9 for FILE. @throws NbwssError T-1, T-2, T-3 */
  async validateFile(
    details: EndpointDetails,
    renews?: string,
    client?: ClientCertificateInput | null,
    signal?: AbortSignal,
  ): Promise<ValidatedDetails> {
    const checked = checkEndpointDetails(details, 'file');
    const clientCertificate = this.shownFor(renews, readGiven(client));
    return this.#withTakenWarning(await validateDetails(checked, this.asking(signal, clientCertificate)), renews);
  }

  /** D-8, D-9 for URL. @throws NbwssError T-2, T-4 to T-7 */
  async validateUrl(
    url: string,
    detailsServer: string | undefined,
    renews?: string,
    client?: ClientCertificateInput | null,
    signal?: AbortSignal,
  ): Promise<UrlValidation> {
    const clientCertificate = this.shownFor(renews, readGiven(client));
    const result = await validateUrl(url, detailsServer, this.asking(signal, clientCertificate));
    if (result.kind !== 'validated') return result;
    return { ...result, validation: this.#withTakenWarning(result.validation, renews) };
  }

  /** How a server is asked for its certificate. */
  asking(signal: AbortSignal | undefined, clientCertificate: ClientCertificate | undefined): ValidationOptions {
    return { clock: this.#options.clock, route: this.#options.route, clientCertificate, signal };
  }

  /** The client certificate that was given, else the saved one of the endpoint that is renewed. @throws NbwssError `credentialsNotRead` */
  shownFor(
    renews: string | undefined,
    given: GivenClientCertificate | null | undefined,
  ): ClientCertificate | undefined {
    if (given !== undefined || renews === undefined) return given ?? undefined;
    return this.#store.find(renews) && this.#store.clientCertificate(renews);
  }

  /** That an endpoint exists already, or is not the one to renew, is a warning here, and an error when it is saved. */
  #withTakenWarning<T extends ReadDetails>(read: T, renews: string | undefined): T {
    const { hostName } = read.details;
    if (renews !== undefined && this.#store.find(hostName) !== this.#store.find(renews)) {
      const isOther = `These are the details of ${hostName}: they cannot renew the credentials of ${renews}.`;
      return { ...read, warnings: [...read.warnings, isOther] };
    }
    try {
      this.#store.assertFree(read.details, renews);
      return read;
    } catch (error) {
      const { report } = asNbwssError(error);
      if (report.code !== 'alreadyExists') throw error;
      const renewable = renews === undefined ? this.#store.find(hostName)?.hostName : undefined;
      return {
        ...read,
        ...(renewable === undefined ? {} : { renewable }),
        warnings: [
          ...read.warnings,
          `${report.causes.join(' ')} To replace its credentials, use Renew credentials… in the menu of its row.`,
        ],
      };
    }
  }
}
