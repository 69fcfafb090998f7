/** A path such as `/webapi/classes/{id}`: matched without regard to case. */
export interface RoutePath {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
}

export interface Matched<R extends RoutePath> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled<R extends RoutePath> {
  readonly route: R;
  readonly segments: readonly string[];
}

const split = (path: string): string[] => path.split('/').filter((part) => part !== '');

function matchSegments(pattern: readonly string[], actual: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = actual[index] ?? '';
    if (expected.startsWith('{')) params[expected.slice(1, -1)] = decodeURIComponent(segment);
    else if (expected !== segment) return null;
  }
  return params;
}

const lowerSegment = (segment: string): string => (segment.startsWith('{') ? segment : segment.toLowerCase());

/** Finds the route of a request; fixed segments win over `{name}` when listed first. */
export function makeRouter<R extends RoutePath>(
  routes: readonly R[],
): (method: string, path: string) => Matched<R> | null {
  const byShape = new Map<string, Compiled<R>[]>();
  for (const route of routes) {
    const segments = split(route.path).map(lowerSegment);
    const shape = `${route.method} ${segments.length}`;
    byShape.set(shape, [...(byShape.get(shape) ?? []), { route, segments }]);
  }
  return (method, path) => {
    const actual = split(path);
    for (const { route, segments } of byShape.get(`${method} ${actual.length}`) ?? []) {
      const params = matchSegments(segments, actual);
      if (params) return { route, params };
    }
    return null;
  };
}
