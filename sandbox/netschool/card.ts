import { type Reply, value } from '../http/reply.ts';
import { shortName } from './book.ts';
import { get, type Route, refusal, type Visit } from './route.ts';

function director({ book }: Visit): string {
  const person = book.year.staff.find(({ position }) => /^директор/i.test(position)) ?? book.year.staff[0];
  return person ? shortName(person) : '';
}

function parts(visit: Visit): Record<string, unknown> {
  const { world, school, book } = visit;
  const { name, shortName: schoolName, city } = book.year;
  const address = `г. ${city}, ул. Школьная, д. ${school}`;
  return {
    commonInfo: {
      schoolName,
      fullSchoolName: name,
      schoolNumber: String(school),
      foundingDate: '1974-09-01T00:00:00',
      status: 'Функционирует',
      about: '',
      legalFormName: 'Муниципальное бюджетное учреждение',
      typeName: 'Общеобразовательная организация',
      founders: [world.municipality.name],
      ownEducManagements: ['Управление образования'],
      locationInfo: { locationType: 'Город' },
    },
    managementInfo: {
      director: director(visit),
      principalUVR: '',
      principalAHC: '',
      principalIT: '',
      collegiateManagement: 'Педагогический совет',
    },
    contactInfo: {
      stateProvinceName: world.municipality.name,
      cityName: city,
      districtName: '',
      postAddress: address,
      juridicalAddress: address,
      phones: '',
      fax: '',
      email: `school${school}@example.invalid`,
      web: 'https://example.invalid/',
    },
    otherInfo: {
      inn: String(7_700_000_040 + school),
      kpp: '770001001',
      ogrn: String(1_027_700_000_040 + school),
      okpo: '',
      numberShifts: String(new Set(book.year.classes.map(({ shift }) => shift)).size),
      maxOccupancy: '',
    },
    bankDetails: {},
    foodPayDetails: {},
    internetConnectionInfo: {},
  };
}

function card(visit: Visit): Reply {
  const isOwn = visit.call.params['id'] === String(visit.world.ids.school(visit.school));
  return isOwn ? value(parts(visit)) : refusal(403, 'Нет доступа к организации');
}

export const cardRoutes: readonly Route[] = [get('any', 'schools/{id}/card', card)];
