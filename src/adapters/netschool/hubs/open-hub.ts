import { AdapterError } from '../../errors.ts';
import type { Client } from '../client.ts';
import { openPollingHub } from './classic-polling.ts';
import { openClassicSocketHub } from './classic-socket.ts';
import { openCoreHub } from './core.ts';
import type { Hub } from './hub.ts';

/** SignalR 2 over WebSocket, or by long polling where a proxy does not let WebSocket through. */
async function openClassicHub(client: Client): Promise<Hub> {
  if (client.traits.pollingFirst) return openPollingHub(client);
  try {
    return await openClassicSocketHub(client);
  } catch (error) {
    const refusedUpgrade = error instanceof AdapterError && error.diagnostic.place === 'report hub';
    if (!refusedUpgrade) throw error;
    client.log('netschool.hub_polling', { reason: error.diagnostic.code });
    return openPollingHub(client);
  }
}

/** Connects to the hub that the server's version has. */
export const openHub = (client: Client): Promise<Hub> =>
  client.traits.hub === 'core' ? openCoreHub(client) : openClassicHub(client);
