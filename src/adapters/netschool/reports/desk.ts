import { z } from 'zod';
import type { Day } from '../../../model/dates.ts';
import { readAnswer } from '../../contract-broken.ts';
import { AdapterError } from '../../errors.ts';
import { cancelled } from '../../http-failures.ts';
import type { Client } from '../client.ts';
import type { Hub, QueuedTask } from '../hubs/hub.ts';
import { openHub } from '../hubs/open-hub.ts';
import { type FilterSource, filterSourceSchema, queuedSchema, reportSchema } from '../schema.ts';

export type ReportId = 'studenttotal' | 'studentgrades' | 'studenttotalmarks';

/** Filter → value, with the text that a person would have seen. */
export type Chosen = Readonly<Record<string, { readonly value: string; readonly text?: string }>>;

/** The term list's value for dates of one's own. */
export const ANY_DATES = '-1';

export const periodText = (from: Day, to: Day): string => `${from}T00:00 - ${to}T00:00`;

/** The file of a task that the hub does not tell in time, or whose connection broke, is asked for once more. */
const PASSING = new Set(['adapter.timed_out', 'adapter.unreachable']);

/** Orders reports: form, queue, hub, file. One hub connection serves all reports of a session. */
export class ReportDesk {
  readonly #client: Client;
  readonly #yearId: string;
  #hub: Promise<Hub> | null = null;
  /** The log-in that the hub belongs to. */
  #hubGeneration = 0;

  constructor(client: Client, yearId: string) {
    this.#client = client;
    this.#yearId = yearId;
  }

  /** What a report's form offers before anything is chosen. */
  async filters(report: ReportId): Promise<readonly FilterSource[]> {
    const path = this.#path(report);
    const answer = await this.#client.json({ path, operation: path });
    return readAnswer(reportSchema, answer, path).filterSources;
  }

  /** What it offers once something is chosen. */
  async filtersFor(report: ReportId, chosen: Chosen): Promise<readonly FilterSource[]> {
    // The newer path is asked on every version: old servers have it too for these two reports.
    const path = `${report === 'studenttotalmarks' ? '' : 'v2/'}reports/${report}/initfilters`;
    const json = { params: null, selectedData: selectedData(chosen) };
    const answer = await this.#client.json({ method: 'POST', path, json, operation: path });
    return readAnswer(z.array(filterSourceSchema), answer, path);
  }

  /** The report's page. */
  async page(report: ReportId, chosen: Chosen): Promise<string> {
    const { generation } = this.#client;
    try {
      return await this.#tryPage(report, chosen);
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      // A task and its file belong to the session that ordered them.
      const isOrphan = this.#client.generation !== generation;
      if (!isOrphan && !PASSING.has(error.diagnostic.code)) throw error;
      this.#client.log('netschool.report_repeated', { report, reason: error.diagnostic.code });
      await this.close();
      return this.#tryPage(report, chosen);
    }
  }

  async close(): Promise<void> {
    const hub = this.#hub;
    this.#hub = null;
    // A hub that could not be opened has told its failure to whoever asked for the report.
    (await hub?.catch(() => null))?.close();
  }

  async #tryPage(report: ReportId, chosen: Chosen): Promise<string> {
    const path = `${this.#path(report)}/queue`;
    const json = { selectedData: selectedData(chosen), params: this.#params() };
    const answer = await this.#client.json({ method: 'POST', path, json, operation: path });
    const { taskId, queueKey } = readAnswer(queuedSchema, answer, path);
    const task = { taskId, queueKey: queueKey ?? 'report-v2' };
    const fileId = await this.#runTask(task);
    const file = await this.#client.ask({
      path: `files/${encodeURIComponent(fileId)}`,
      operation: `files/${report}`,
      expectsPage: true,
    });
    return file.text();
  }

  /** A stopped run does not wait for a report that may take minutes. */
  async #runTask(task: QueuedTask): Promise<string> {
    const { signal } = this.#client;
    const hub = await this.#openHub();
    const stop = () => hub.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      return await hub.run(task, this.#client.settings.reportTimeoutMs);
    } catch (error) {
      throw signal.aborted ? cancelled('report hub') : error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Everybody gets the same connection; a broken one is replaced by whoever comes next. */
  #openHub(): Promise<Hub> {
    const before = this.#hubGeneration === this.#client.generation ? this.#hub : null;
    if (before === null) void this.close();
    this.#hubGeneration = this.#client.generation;
    const connect = () => this.#connect();
    this.#hub = before ? before.then((hub) => (hub.isOpen ? hub : connect()), connect) : connect();
    return this.#hub;
  }

  async #connect(): Promise<Hub> {
    try {
      return await openHub(this.#client);
    } catch (error) {
      // The hub turns a dead session away in its own words: any request tells, and comes in again.
      if (!(error instanceof AdapterError) || error.diagnostic.code !== 'adapter.refused') throw error;
      await this.#client.ask({ path: 'context' });
      return openHub(this.#client);
    }
  }

  #path(report: ReportId): string {
    return `${report === 'studenttotal' && this.#client.traits.totalIsV2 ? 'v2/' : ''}reports/${report}`;
  }

  #params(): unknown {
    return [
      { name: 'SCHOOLYEARID', value: this.#yearId },
      { name: 'SERVERTIMEZONE', value: 3 },
      { name: 'DATEFORMAT', value: ['d', 'mm', 'yy', '.'].join('\u0001') },
    ];
  }
}

const selectedData = (chosen: Chosen): unknown =>
  Object.entries(chosen).map(([filterId, { value, text }]) => ({
    filterId,
    filterValue: value,
    ...(text !== undefined && { filterText: text }),
  }));
