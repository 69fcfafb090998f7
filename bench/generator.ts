import { makeMunicipality, type SchoolYear } from '../sandbox/school-year/index.ts';
import { daysBetween } from '../src/model/dates.ts';

/** Marks a second that a simulator must be able to make up. */
const TARGET = 200_000;

function countMarks(school: SchoolYear): number {
  let marks = 0;
  for (const day of daysBetween(school.startDay, school.endDay))
    for (const { id } of school.classes)
      for (const lesson of school.lessonsOn(id, day)) marks += school.record(lesson).marks.length;
  return marks;
}

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

const [schools = 3, studentsPerSchool = 1000] = process.argv.slice(2).map(Number);
const started = performance.now();
let marks = 0;
for (const school of makeMunicipality({ schools, studentsPerSchool }).schools()) marks += countMarks(school);
const figure = Math.round(marks / ((performance.now() - started) / 1000));

console.log(
  JSON.stringify({
    bench: 'generator',
    figure,
    unit: 'marks/s',
    limit: TARGET,
    ratio: Number((figure / TARGET).toFixed(2)),
    // Of the whole process; 60 schools of 1,000 are to stay under 500.
    peakMb: megabytes(process.resourceUsage().maxRSS * 1024),
    schools,
    studentsPerSchool,
    marks,
  }),
);
