import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopeNames } from '../../src/model/access.ts';
import { drillKinds, scopesOfKind } from '../../src/reports/drill.ts';
import { forms } from '../../src/reports/registry.ts';
import { FAR_SCHOOL, FORMULA, openReportsWorld, type ReportsWorld } from './reports-world.ts';

let at: ReportsWorld;
let school: string;
beforeAll(async () => {
  at = await openReportsWorld();
  school = at.world.schoolId;
});
afterAll(() => at.close());

interface Cell {
  readonly value: string | number | null;
  readonly rows?: string;
}
interface Row {
  readonly key: string;
  readonly kind: string;
  readonly opens?: string;
  readonly cells: Readonly<Record<string, Cell>>;
}
interface Told {
  readonly sections: readonly {
    readonly key: string;
    readonly columns: readonly { readonly key: string; readonly kind: string; readonly title: string }[];
    readonly rows: readonly Row[];
  }[];
}
interface Rows {
  readonly items: readonly { readonly key: string; readonly runId: string; readonly source: string }[];
  readonly next: string | null;
  readonly total: number;
  readonly counts: number;
}

async function told<T>(path: string, client = 'all'): Promise<T> {
  const response = await at.api.as(path, client);
  const text = await response.text();
  expect({ path, status: response.status, text: response.ok ? '' : text }).toMatchObject({ status: 200 });
  return JSON.parse(text) as T;
}

const results = (more: string) => `/v1/reports/school-results?${more}`;
const SEPTEMBER = 'from=2025-09-01&to=2025-09-30';

describe('the list of forms', () => {
  it('tells what each is made for, and nothing of how', async () => {
    const { forms: list } = await told<{ forms: object[] }>('/v1/reports');
    expect(list).toEqual(forms.map(({ build: _, ...form }) => form));
  });

  it('offers those of a scope, with its terms', async () => {
    const list = await told<{ forms: { scopes: string[] }[]; terms: { term: string; name: string }[] }>(
      `/v1/reports?scope=school:${school}`,
    );
    expect(list.forms.every(({ scopes }) => scopes.includes('school'))).toBe(true);
    expect(list.terms).toContainEqual(
      expect.objectContaining({ term: '2025-quarter-1', name: 'I четверть 2025/2026' }),
    );
  });
});

describe('rows behind the results of a school', () => {
  const COUNTED = [
    'students',
    'graded',
    'excellent',
    'good',
    'oneFour',
    'oneThree',
    'failing',
    'notAssessed',
  ];

  it.each([
    ['a term', 'term=2025-quarter-1'],
    ['any two dates', SEPTEMBER],
  ])('are as many as the number says: of %s', async (_, period) => {
    const { sections } = await told<Told>(results(`scope=school:${school}&${period}`));
    const rows = sections[0]?.rows ?? [];
    const some = [
      rows.find(({ kind }) => kind === 'row'),
      rows.find(({ cells }) => cells['name']?.value === '9 классы') ??
        rows.find(({ kind }) => kind === 'subtotal'),
      rows.find(({ key }) => key === 'level:5-9'),
      rows.find(({ key }) => key === 'all'),
    ];
    for (const row of some) {
      for (const column of COUNTED) {
        const cell = row?.cells[column];
        const found = await told<Rows>(`${cell?.rows}&limit=1`);
        const numbers = { total: found.total, counts: found.counts };
        expect({ row: row?.key, column, ...numbers }).toEqual({
          row: row?.key,
          column,
          total: cell?.value,
          counts: cell?.value,
        });
      }
      const graded = Number(row?.cells['graded']?.value);
      if (graded === 0) continue;
      const passing = await told<Rows>(row?.cells['passRate']?.rows ?? '');
      const quality = await told<Rows>(row?.cells['qualityRate']?.rows ?? '');
      expect((100 * passing.total) / graded).toBeCloseTo(Number(row?.cells['passRate']?.value), 9);
      expect((100 * quality.total) / graded).toBeCloseTo(Number(row?.cells['qualityRate']?.value), 9);
    }
  });

  it('are as many of a municipality, level by level', async () => {
    const scope = encodeURIComponent('municipality:Озёрский муниципальный округ');
    const { sections } = await told<Told>(results(`scope=${scope}&term=2025-quarter-1`));
    const levels = sections.find(({ key }) => key === 'levels')?.rows ?? [];
    expect(levels.length).toBeGreaterThan(2);
    for (const { cells } of levels) {
      expect((await told<Rows>(cells['failing']?.rows ?? '')).total).toBe(cells['failing']?.value);
    }
  });

  it('say where they come from', async () => {
    const found = await told<{ items: object[] }>(
      `/v1/reports/rows?of=term_marks&schoolId=${school}&term=2025-quarter-1&limit=2`,
    );
    expect(found.items[0]).toMatchObject({
      entity: 'termMark',
      source: 'truth/full',
      externalKey: expect.any(String),
      runId: expect.stringMatching(/^\d+$/),
      firstSeenAt: expect.any(String),
      student: { name: expect.any(String) },
    });
  });

  it('come page by page, each once', async () => {
    const path = `/v1/reports/rows?of=students&schoolId=${school}&term=2025-quarter-1&limit=50`;
    const keys: string[] = [];
    let page = await told<Rows>(path);
    for (;;) {
      keys.push(...page.items.map(({ key }) => key));
      if (page.next === null) break;
      page = await told<Rows>(`${path}&cursor=${page.next}`);
    }
    expect({ all: keys.length, each: new Set(keys).size }).toEqual({ all: page.total, each: page.total });
  });

  it.each(drillKinds)('can be asked for: %s', async (of) => {
    for (const more of ['', `&${SEPTEMBER}`, '&which=level:5-9&value=5&teacherId=none&groupId=none']) {
      const { items, total } = await told<Rows>(`/v1/reports/rows?of=${of}&schoolId=${school}${more}`);
      expect(items.length).toBe(Math.min(total, 50));
    }
  });

  it.each(drillKinds)('want the scopes of what they tell: %s', async (of) => {
    for (const scope of ['reports.read', ...scopesOfKind(of)] as const) {
      const others = scopeNames.filter((name) => name !== scope);
      const authorization = `Bearer ${await at.api.token('all', others)}`;
      const response = await at.api.get(`/v1/reports/rows?of=${of}&schoolId=${school}`, { authorization });
      expect({ scope, status: response.status }).toEqual({ scope, status: 403 });
    }
  });
});

describe('what cannot be made', () => {
  const ABSENT = '99999999-9999-4999-8999-999999999999';
  const cases: readonly [what: string, path: () => string, status: number, code: string][] = [
    ['an unknown form', () => '/v1/reports/horoscope', 404, 'report.unknown_form'],
    ['a scope that is none', () => results('scope=galaxy:1'), 400, 'report.invalid_scope'],
    ['a school that is none', () => results('scope=school:1'), 400, 'report.invalid_scope'],
    ['an absent school', () => results(`scope=school:${ABSENT}`), 404, 'report.not_found'],
    ['an absent municipality', () => results('scope=municipality:Нигде'), 404, 'report.not_found'],
    ['reversed dates', () => results('from=2025-10-02&to=2025-10-01'), 422, 'report.period_reversed'],
    ['two academic years', () => results('from=2025-07-01&to=2025-09-01'), 422, 'report.period_across_years'],
    ['no day', () => results('from=2025-02-30&to=2025-03-01'), 400, 'report.invalid_period'],
    ['one day of two', () => results('from=2025-09-01'), 400, 'report.invalid_period'],
    ['a term and days', () => results(`term=2025-quarter-1&${SEPTEMBER}`), 400, 'report.invalid_period'],
    ['a term that is none', () => results('term=2025-quarter-5'), 400, 'report.invalid_period'],
    ['a term of no school', () => results('term=2031-quarter-1'), 422, 'report.no_such_term'],
    ['an unknown format', () => results('format=docx'), 400, 'api.invalid_parameter'],
    ['an unknown parameter', () => results('colour=red'), 400, 'api.invalid_parameter'],
    ['another comparison', () => results('compare=neighbours'), 400, 'api.invalid_parameter'],
    ['unknown rows', () => '/v1/reports/rows?of=secrets', 400, 'api.invalid_parameter'],
    [
      'rows of an absent school',
      () => `/v1/reports/rows?of=lessons&schoolId=${ABSENT}`,
      404,
      'report.not_found',
    ],
    [
      'rows reversed',
      () => '/v1/reports/rows?of=lessons&from=2025-10-02&to=2025-10-01',
      422,
      'report.period_reversed',
    ],
    [
      'a cursor of another list',
      () => '/v1/reports/rows?of=lessons&cursor=cnVuczox',
      400,
      'api.invalid_cursor',
    ],
    [
      'a cursor of nowhere',
      () =>
        `/v1/reports/rows?of=lessons&cursor=${Buffer.from(`rowslessons:${ABSENT}`).toString('base64url')}`,
      400,
      'api.invalid_cursor',
    ],
  ];

  it.each(cases)('%s', async (_, path, status, code) => {
    const response = await at.api.as(path());
    const problem = (await response.json()) as Record<string, unknown>;
    expect({ status: response.status, code: problem['code'] }).toEqual({ status, code });
    expect(problem['hint']).toEqual(expect.stringMatching(/\w{3}/));
  });

  it('says the same of what is foreign and of what is absent', async () => {
    const classId = await at.world.idOf('class', at.world.year.classes[0]?.id ?? 0);
    for (const of of [
      (id: string) => results(`scope=school:${id === '' ? school : id}`),
      (id: string) => results(`scope=class:${id === '' ? classId : id}`),
      (id: string) => `/v1/reports?scope=school:${id === '' ? school : id}`,
      (id: string) => `/v1/reports/rows?of=students&schoolId=${id === '' ? school : id}`,
      (id: string) =>
        `/v1/reports/rows?of=students&schoolId=${FAR_SCHOOL}&classId=${id === '' ? classId : id}`,
    ]) {
      const answers = [];
      for (const id of ['', ABSENT]) {
        const response = await at.api.as(of(id), 'far');
        const { requestId: _, ...problem } = (await response.json()) as Record<string, unknown>;
        answers.push({ status: response.status, ...problem });
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toMatchObject({ status: 404, code: 'report.not_found' });
    }
  });

  it('leaves what is foreign out of everything', async () => {
    const { sections } = await told<Told>(results(SEPTEMBER), 'far');
    expect(sections[0]?.rows.map(({ cells }) => cells['name']?.value)).toEqual([FORMULA, 'Всего']);
    const rows = await told<Rows>(`/v1/reports/rows?of=students&${SEPTEMBER}`, 'far');
    expect(rows.total).toBe(1);
    const narrowed = await told<Rows>(
      `/v1/reports/rows?of=marks&${SEPTEMBER}&studentId=${await at.world.idOf('student', at.world.year.students[0]?.id ?? 0)}`,
      'far',
    );
    expect(narrowed.total).toBe(0);
  });

  it('is no term without marks: its numbers are none, and not 0', async () => {
    const { sections } = await told<Told>(
      results(`scope=school:${FAR_SCHOOL}&from=2025-10-01&to=2025-10-02`),
    );
    const [row] = sections[0]?.rows ?? [];
    expect(row?.cells['graded']?.value).toBe(0);
    expect(row?.cells['passRate']?.value).toBeNull();
  });
});

describe('a report in another format', () => {
  const path = (format: string) => results(`scope=school:${school}&term=2025-quarter-1&format=${format}`);
  const bytes = async (url: string, headers = {}) => {
    const response = await at.api.as(url, 'all', headers);
    expect(response.status).toBe(200);
    return { headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  };

  it('is a workbook with the very numbers of the JSON', async () => {
    const { sections } = await told<Told>(path('json'));
    const { headers, body } = await bytes(path('xlsx'));
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="school-results_[\d-]+_[\d-]+\.xlsx"; filename\*=UTF-8''%D0/,
    );
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body as never);
    const [section] = sections;
    const found: unknown[][] = [];
    workbook.worksheets[0]?.eachRow(({ values }) => {
      found.push(Array.isArray(values) ? values.slice(1) : []);
    });
    const expected = section?.rows.map(({ cells }) =>
      section.columns.map(({ key }) => cells[key]?.value ?? undefined),
    );
    const head = found.findIndex(([first]) => first === section?.columns[0]?.title);
    const numbers = found.slice(head + 1, head + 1 + (expected?.length ?? 0));
    expect(numbers.map((row) => section?.columns.map((__, index) => row[index]))).toEqual(expected);
  });

  it('is CSV that a spreadsheet opens, with what would run made harmless', async () => {
    const { headers, body } = await bytes(results(`${SEPTEMBER}&format=csv`));
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const text = body.toString('utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    const lines = parse(text, { bom: true, delimiter: ';', relax_column_count: true }) as string[][];
    const names = lines.map(([first]) => first);
    expect(names).toContain(`'${FORMULA}`);
    expect(names.filter((name) => /^[=+@-]/.test(name ?? ''))).toEqual([]);
  });

  it('is a paper with pages and places for signatures', async () => {
    const { headers, body } = await bytes(path('pdf'));
    expect(headers.get('content-type')).toBe('application/pdf');
    const task = getDocument({ data: new Uint8Array(body), verbosity: 0 });
    const document = await task.promise;
    const { items } = await (await document.getPage(document.numPages)).getTextContent();
    const text = items
      .map((item) => ('str' in item ? item.str : ''))
      .join(' ')
      .replace(/\s+/g, ' ');
    expect(text).toContain('Итоги успеваемости');
    expect(text).toContain(`стр. ${document.numPages} из ${document.numPages}`);
    expect(text).toContain('Директор');
    await task.destroy();
  });

  it.each([
    ['text/csv', 'text/csv; charset=utf-8'],
    ['application/pdf, text/csv;q=0.5', 'application/pdf'],
    ['application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('is chosen by Accept: %s', async (accept, type) => {
    const { headers } = await bytes(results(`scope=school:${school}`), { accept });
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('vary')).toContain('Accept');
  });

  it('is refused where none is accepted', async () => {
    expect((await at.api.as(results(''), 'all', { accept: 'image/png' })).status).toBe(406);
  });
});

describe('a form that names students', () => {
  it('wants their scope, too', async () => {
    const authorization = `Bearer ${await at.api.token('all', ['reports.read'])}`;
    for (const { id } of forms.filter(({ namesStudents }) => namesStudents)) {
      const response = await at.api.get(`/v1/reports/${id}?scope=school:${school}`, { authorization });
      expect({ id, status: response.status }).toEqual({ id, status: 403 });
    }
  });
});

it.each([
  ['rows?of=students&value=%00', 400],
  ['rows?of=students&municipality=a%00', 400],
  ['school-results?scope=municipality:%00', 400],
])('what no database can hold is refused: %s', async (path, status) => {
  expect((await at.api.as(`/v1/reports/${path}`, 'all')).status).toBe(status);
});
