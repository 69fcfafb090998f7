import type { Call } from '../http/call.ts';
import { plain, type Reply, value } from '../http/reply.ts';
import { open, type Route, refusal, type Server } from './route.ts';

/** The select forms' «not chosen». */
const NOT_CHOSEN = -999999;
const RUSSIA = 2;
const SCHOOL_FUNCTION = 2;

interface SchoolRow {
  readonly id: number;
  readonly name: string;
  readonly shortName: string;
  readonly cityId: number;
  readonly city: string;
}

function schoolRows(server: Server): SchoolRow[] {
  const cities: string[] = [];
  return server.world.schools.map((index) => {
    const { shortName, city } = server.world.book(index).year;
    if (!cities.includes(city)) cities.push(city);
    const name = `${shortName} (г. ${city})`;
    return { id: server.world.ids.school(index), name, shortName, city, cityId: cities.indexOf(city) + 1 };
  });
}

function search(call: Call, server: Server): Reply {
  const name = call.query.get('name');
  if (name === undefined && server.world.quirks.searchNeedsName) {
    return refusal(403, 'Укажите название организации');
  }
  const wanted = (name ?? '').toLowerCase();
  const rows = schoolRows(server).filter((row) => row.name.toLowerCase().includes(wanted) || wanted === 'у');
  return value(rows.map((row) => searchRow(row)));
}

const searchRow = (row: SchoolRow): unknown => ({
  id: row.id,
  name: row.name,
  shortName: row.shortName,
  provinceId: -row.cityId,
  cityId: row.cityId,
  inn: String(7_700_000_000 + row.id),
  ogrn: String(1_027_700_000_000 + row.id),
  address: null,
  addressString: `г. ${row.city}, ул. Школьная, д. ${row.id}`,
});

function addresses(call: Call, server: Server): Reply {
  if (!server.world.quirks.addressesList) return refusal(404, 'Ресурс не найден');
  const id = call.query.get('id');
  const rows = schoolRows(server).filter((row) => id === undefined || String(row.id) === id);
  return value(
    rows.map((row) => ({
      id: row.id,
      name: row.name,
      countryId: RUSSIA,
      stateId: 1,
      municipalityDistrictId: row.cityId,
      cityId: row.cityId,
      parentCityId: null,
      provinceId: -row.cityId,
      funcType: SCHOOL_FUNCTION,
      cityDistrictId: NOT_CHOSEN,
      addressString: `г. ${row.city}, ул. Школьная, д. ${row.id}`,
    })),
  );
}

function cityRows(server: Server): { id: number; name: string; atoTypeName: string }[] {
  const seen = new Map(schoolRows(server).map(({ cityId, city }) => [cityId, city]));
  return [...seen].map(([id, name]) => ({ id, name, atoTypeName: 'г' }));
}

function prepareLoginForm(_call: Call, server: Server): Reply {
  const schools = schoolRows(server);
  const first = schools[0];
  return value({
    countries: [{ id: RUSSIA, name: 'Россия' }],
    cid: RUSSIA,
    states: [{ id: 1, name: server.world.municipality.name }],
    sid: 1,
    provinces: cityRows(server).map(({ id, name }) => ({
      id: -id,
      name: `Городской округ ${name}`,
      kladr: null,
    })),
    pid: -(first?.cityId ?? 1),
    cities: cityRows(server),
    cn: first?.cityId ?? NOT_CHOSEN,
    funcs: [{ id: SCHOOL_FUNCTION, name: 'Общеобразовательная' }],
    sft: SCHOOL_FUNCTION,
    schools: schools.map(({ id, shortName: name }) => ({ id, name })),
    scid: first?.id ?? NOT_CHOSEN,
    hlevels: null,
    ems: null,
  });
}

/** The next select after the one that changed. */
function loginForm(call: Call, server: Server): Reply {
  const changed = (call.query.get('lastname') ?? 'cid').toLowerCase();
  const city = call.query.get('cn');
  const schools = schoolRows(server).filter((row) => city === undefined || String(row.cityId) === city);
  const names = (rows: readonly { id: number; name: string }[]) => rows.map(({ id, name }) => ({ id, name }));
  const next: Record<string, { items: unknown[]; lastElem: string }> = {
    cid: { items: [{ id: 1, name: server.world.municipality.name }], lastElem: 'sid' },
    sid: { items: cityRows(server).map(({ id, name }) => ({ id: -id, name })), lastElem: 'pid' },
    pid: { items: names(cityRows(server)), lastElem: 'cn' },
    cn: { items: [{ id: SCHOOL_FUNCTION, name: 'Общеобразовательная' }], lastElem: 'sft' },
    sft: { items: schools.map(({ id, shortName: name }) => ({ id, name })), lastElem: 'scid' },
  };
  return value(next[changed] ?? { items: [], lastElem: 'scid' });
}

const prepareEmLoginForm = (): Reply =>
  value({
    countries: [{ id: RUSSIA, name: 'Россия' }],
    states: [{ id: 1, name: 'Регион' }],
    hlevels: [{ id: 1, name: 'Муниципальное управление' }],
    ems: [{ id: 1, name: 'Управление образования' }],
    em_cid: RUSSIA,
    em_sid: 1,
    hlevel: 1,
    emId: 1,
  });

function sysInfo(_call: Call, server: Server): Reply {
  const { profile } = server.world;
  return plain(
    `Id: peremena-sandbox\r\nВерсия системы: ${profile.version}\r\nПродукт: ${profile.productName}\r\n`,
  );
}

export const discoveryRoutes: readonly Route[] = [
  open('GET', '/webapi/schools/search', search),
  open('GET', '/webapi/addresses/schools', addresses),
  open('GET', '/webapi/prepareloginform', prepareLoginForm),
  open('GET', '/webapi/loginform', loginForm),
  open('GET', '/webapi/prepareemloginform', prepareEmLoginForm),
  open('GET', '/webapi/sysinfo', sysInfo),
];
