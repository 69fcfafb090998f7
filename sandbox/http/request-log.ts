/** What clients did, without anything personal: paths have no query and ids become `{id}`. */
export interface RequestLog {
  /** `GET /webapi/student/diary` → how many. */
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
  /** The last paths in order, at most 2000. */
  readonly recent: readonly string[];
  /** The most requests that one session had open at once (hub connections not counted). */
  readonly maxConcurrentPerSession: number;
}

export interface RequestRecorder extends RequestLog {
  /** Call at the beginning of a request; call what it returns at the end. */
  begin(method: string, path: string, session: string | null): () => void;
  clear(): void;
}

const RECENT = 2000;

export const anonymousPath = (path: string): string => path.replace(/\/\d[\d_a-f-]*(?=\/|$)/g, '/{id}');

export function makeRequestRecorder(): RequestRecorder {
  const counts = new Map<string, number>();
  const recent: string[] = [];
  const open = new Map<string, number>();
  let total = 0;
  let most = 0;
  return {
    counts,
    recent,
    get total() {
      return total;
    },
    get maxConcurrentPerSession() {
      return most;
    },
    begin(method, path, session) {
      const name = `${method} ${anonymousPath(path)}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      recent.push(name);
      if (recent.length > RECENT) recent.shift();
      total += 1;
      if (session === null) return () => undefined;
      const now = (open.get(session) ?? 0) + 1;
      open.set(session, now);
      most = Math.max(most, now);
      return () => {
        const left = (open.get(session) ?? 1) - 1;
        if (left > 0) open.set(session, left);
        else open.delete(session);
      };
    },
    clear() {
      counts.clear();
      recent.length = 0;
      total = 0;
      most = 0;
    },
  };
}
