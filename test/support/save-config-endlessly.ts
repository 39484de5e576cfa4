import { ConfigFile } from '../../electron/service/credentials/config-file.ts';
import { openConf } from './config-store.ts';
import { savedEndpoint as endpoint } from './endpoint-samples.ts';

/**
 * A process that adds one endpoint after the other to `config.json` in the folder that it is given, and prints the number of each
 * when it is saved, until it is killed.
 */
const [folder = ''] = process.argv.slice(2);
const file = new ConfigFile(openConf, folder);
for (let number = 1; ; number++) {
  file.save({ ...file.config, endpoints: [...file.config.endpoints, { ...endpoint, hostName: `number${number}` }] });
  process.stdout.write(`${number}\n`);
}
