import { WebSocket } from 'ws';
import type { NetschoolSimulator } from '../../../sandbox/netschool/index.ts';
import type { TestClient } from './client.ts';

const END = '\u001e';
const V2 = new Set(['studenttotal']);

function fileOf(simulator: NetschoolSimulator, client: TestClient, taskId: number): Promise<string> {
  const socket = new WebSocket(`${simulator.baseUrl.replace('http', 'ws')}/webapi/queueHub?at=${client.at}`, {
    headers: { cookie: client.cookie },
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      const start = { type: 1, invocationId: '0', target: 'startTask', arguments: [taskId, 'report-v2'] };
      socket.send(`{"protocol":"json","version":1}${END}${JSON.stringify(start)}${END}`);
    });
    socket.on('message', (data) => {
      const file = /"data":"([^"]+)"/.exec(data.toString())?.[1];
      if (file === undefined) return;
      socket.close();
      resolve(file);
    });
  });
}

/** The page of a report, through the queue and the hub of 5.30. */
export async function reportPage(
  simulator: NetschoolSimulator,
  client: TestClient,
  report: string,
  chosen: Record<string, string>,
): Promise<string> {
  const selectedData = Object.entries(chosen).map(([filterId, filterValue]) => ({ filterId, filterValue }));
  const prefix = V2.has(report) ? 'v2/' : '';
  const queued = await client.postJson(`/webapi/${prefix}reports/${report}/queue`, { selectedData });
  const file = await fileOf(simulator, client, Number(queued.pick('taskId')));
  return (await client.get(`/webapi/files/${file}`)).text;
}
