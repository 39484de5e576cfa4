import Conf from 'conf';
import { configStoreOptions, type OpenConfigStore } from '../../electron/service/credentials/config-file.ts';

/** `config.json` as the headless host opens it. */
export const openConf: OpenConfigStore = (cwd) => new Conf({ ...configStoreOptions, cwd });
