import { ok } from '../../model/result.ts';
import type { DaysAsked } from '../../store/read/reports/asked-classes.ts';
import {
  type AchievementLine,
  type CircleLine,
  readAchievements,
  readCircles,
  readHeads,
} from '../../store/read/reports/extracurricular.ts';
import { readTelling, type Telling } from '../../store/read/reports/telling.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell, told } from '../cells.ts';
import type { ReportForm } from '../form.ts';
import { percent } from '../formulas.ts';
import { groupedBy, isWide } from '../grouping.ts';
import type { ReportGround } from '../request.ts';
import { type Rate, withSum } from '../sum-row.ts';
import type { Column, Row, Section } from '../table.ts';
import { partlyTold, untoldBy, untoldByAll } from '../untold.ts';
import { noData } from '../words.ts';

const KINDS = [
  ['elective', 'факультатив', 'Факультативов'],
  ['club', 'кружок, секция', 'Кружков и секций'],
  ['extracurricular', 'внеурочная деятельность', 'Занятий внеурочной деятельности'],
] as const;

const LEVELS = [
  ['school', 'школьный'],
  ['municipal', 'муниципальный'],
  ['regional', 'региональный'],
  ['national', 'всероссийский'],
  ['international', 'международный'],
  ['unknown', 'не указан'],
] as const;

const wordOf = (words: readonly (readonly [string, string, ...string[]])[], key: string): string =>
  words.find(([one]) => one === key)?.[1] ?? key;

const circleColumns: readonly Column[] = [
  { key: 'name', title: 'Название', kind: 'text', width: 34 },
  { key: 'kind', title: 'Вид', kind: 'text', width: 22 },
  { key: 'teacher', title: 'Педагог', kind: 'text', width: 30 },
  { key: 'members', title: 'Участников', kind: 'integer', width: 11 },
];

const achievementColumns: readonly Column[] = [
  { key: 'number', title: '№', kind: 'integer', width: 5 },
  { key: 'date', title: 'Дата', kind: 'day', width: 11 },
  { key: 'student', title: 'Ученик', kind: 'text', width: 32 },
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'title', title: 'Достижение', kind: 'text', width: 40 },
  { key: 'level', title: 'Уровень', kind: 'text', width: 16 },
  { key: 'result', title: 'Результат', kind: 'text', width: 20 },
];

const schoolColumns: readonly Column[] = [
  { key: 'school', title: 'Школа', kind: 'text', width: 30 },
  { key: 'students', title: 'Учащихся', kind: 'integer', width: 10 },
  ...KINDS.map(([key, , title]) => ({ key, title, kind: 'integer', width: 12 }) as const),
  { key: 'covered', title: 'Охвачено учащихся', kind: 'integer', width: 11 },
  { key: 'coverage', title: 'Охват, %', kind: 'percent', width: 9 },
  ...LEVELS.map(
    ([key, title]) =>
      ({ key: `level_${key}`, title, group: 'Достижения', kind: 'integer', width: 11 }) as const,
  ),
];

const COVERAGE: Rate = {
  key: 'coverage',
  part: ({ covered = 0 }) => covered,
  whole: ({ students = 0 }) => students,
};

/** What a form of these days is made of. */
interface Read {
  readonly asked: DaysAsked;
  readonly groups: readonly Telling[];
  readonly prizes: readonly Telling[];
  readonly circles: readonly CircleLine[];
  readonly achievements: readonly AchievementLine[];
}

const daysOf = ({ from, to }: DaysAsked) => ({ from, to });

function circleRow({ schoolId, groupId, name, kind, teacher, members }: CircleLine, asked: DaysAsked): Row {
  const drill = { of: 'memberships', schoolId, groupId, ...daysOf(asked) } as const;
  const ofClass = asked.classId === null ? drill : { ...drill, classId: asked.classId };
  return {
    key: groupId,
    kind: 'row',
    cells: [cell(name), cell(wordOf(KINDS, kind)), cell(teacher), cell(members, ofClass)],
  };
}

function achievementRow(line: AchievementLine, index: number): Row {
  const { id, schoolId, studentId, date } = line;
  const drill = { of: 'achievements', schoolId, studentId, from: date, to: date } as const;
  return {
    key: id,
    kind: 'row',
    cells: [
      cell(index + 1, drill),
      cell(date, drill),
      cell(line.student),
      cell(line.className),
      cell(line.title),
      cell(wordOf(LEVELS, line.level)),
      cell(line.result),
    ],
  };
}

function ofSchool(
  ground: ReportGround,
  { asked, groups, prizes, circles, achievements }: Read,
): readonly Section[] {
  const noGroups = untoldByAll(ground, groups, 'extracurricularGroup');
  const noPrizes = untoldByAll(ground, prizes, 'achievement');
  return [
    {
      key: 'circles',
      title: 'Факультативы и кружки',
      columns: circleColumns,
      rows: withSum(
        circles.map((one) => circleRow(one, asked)),
        circleColumns,
        asked,
      ),
      empty: noGroups === null ? 'Факультативов и кружков нет.' : noData(noGroups),
    },
    {
      key: 'achievements',
      title: 'Достижения',
      columns: achievementColumns,
      rows: achievements.map(achievementRow),
      empty: noPrizes === null ? 'За эти дни достижений не записано.' : noData(noPrizes),
    },
  ];
}

function schoolRow(ground: ReportGround, telling: Telling, read: Read, students: number): Row {
  const { schoolId, school } = telling;
  const own = read.circles.filter((one) => one.schoolId === schoolId);
  const prizes = read.achievements.filter((one) => one.schoolId === schoolId);
  const noGroups = untoldBy(ground, telling, 'extracurricularGroup');
  const prizeTelling = read.prizes.find((one) => one.schoolId === schoolId);
  const noPrizes = prizeTelling ? untoldBy(ground, prizeTelling, 'achievement') : null;
  const covered = new Set(own.flatMap(({ memberIds }) => memberIds)).size;
  const days = daysOf(read.asked);
  const members = { of: 'memberships', schoolId, ...days } as const;
  return {
    key: schoolId,
    kind: 'row',
    opens: { scope: `school:${schoolId}` },
    cells: [
      cell(school),
      cell(students, { of: 'students', schoolId, from: read.asked.to, to: read.asked.to }),
      ...KINDS.map(([kind]) =>
        told(own.filter((one) => one.kind === kind).length, noGroups, { ...members, which: kind }),
      ),
      told(covered, noGroups, members),
      told(percent(covered, students), noGroups, members),
      ...LEVELS.map(([level]) =>
        told(prizes.filter((one) => one.level === level).length, noPrizes, {
          of: 'achievements',
          schoolId,
          ...days,
          which: level,
        }),
      ),
    ],
  };
}

async function ofSchools(ground: ReportGround, read: Read): Promise<readonly Section[]> {
  const heads = await readHeads(ground.database, read.asked);
  const circles = groupedBy(read.circles, ({ schoolId }) => schoolId);
  const prizes = groupedBy(read.achievements, ({ schoolId }) => schoolId);
  const rows = read.groups.map((telling) => {
    const { schoolId } = telling;
    const own = { ...read, circles: circles.get(schoolId) ?? [], achievements: prizes.get(schoolId) ?? [] };
    return schoolRow(ground, telling, own, heads.get(schoolId) ?? 0);
  });
  const summed = withSum(rows, schoolColumns, read.asked, [COVERAGE]);
  return [{ key: 'schools', title: null, columns: schoolColumns, rows: summed, empty: 'Школ нет.' }];
}

/** Факультативы, кружки, достижения: school-domain §5. */
export const extracurricular: ReportForm = {
  id: 'extracurricular',
  title: 'Факультативы, кружки и достижения',
  about:
    'Какие занятия вне уроков есть и сколько учащихся на них ходит; достижения на олимпиадах и конкурсах.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'days',
  compares: false,
  namesStudents: true,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const { database } = ground;
    const [groups, prizes, circles, achievements] = await Promise.all([
      readTelling(database, asked.value, 'extracurricularGroup'),
      readTelling(database, asked.value, 'achievement'),
      readCircles(database, asked.value),
      readAchievements(database, asked.value),
    ]);
    const read = { asked: asked.value, groups, prizes, circles, achievements };
    return ok({
      sections: allOf(isWide(request.scope) ? await ofSchools(ground, read) : ofSchool(ground, read)),
      notes: [
        'Участники — учащиеся классов на последний день, ходившие на занятие в эти дни; охвачен тот, кто ходит хотя бы на одно.',
        ...partlyTold(ground, groups, 'extracurricularGroup', 'Занятия'),
        ...partlyTold(ground, prizes, 'achievement', 'Достижения'),
      ],
      signatures: ['Заместитель директора'],
    });
  },
};
