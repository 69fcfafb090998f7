import { z } from 'zod';
import { listSchools, readSchool } from '../../store/read/schools.ts';
import { listStudents } from '../../store/read/students.ts';
import { callerOf } from '../caller.ts';
import { pageReply, pageRequest } from '../cursor.ts';
import { letOutOf } from '../gate.ts';
import { operation, refuse } from '../operation.ts';
import {
  heldBackSchema,
  idParam,
  noBody,
  nothing,
  pageQuery,
  pageSchema,
  searchParam,
} from '../schemas/basic.ts';
import { schoolDetailsSchema, schoolSchema, studentSchema } from '../schemas/schools.ts';

const tag = 'Schools';

/** `GET /v1/schools` */
export const getSchools = operation(
  {
    id: 'listSchools',
    method: 'get',
    path: '/v1/schools',
    tag,
    summary: 'The schools within reach',
    description: 'Sorted by name.',
    access: { scope: 'schools.read' },
    disclosure: 'none',
    params: nothing,
    query: z.strictObject(pageQuery),
    body: noBody,
    response: {
      description: 'A page of schools',
      type: 'application/json',
      schema: pageSchema('SchoolPage', schoolSchema),
    },
    problems: ['api.invalid_cursor'],
  },
  async (input) => {
    const page = pageRequest(input.query, 'schools', 'uuid');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    return pageReply(await listSchools(input.deps.database, callerOf(input).reach, page.value), 'schools');
  },
);

/** `GET /v1/schools/{schoolId}` */
export const getSchool = operation(
  {
    id: 'getSchool',
    method: 'get',
    path: '/v1/schools/{schoolId}',
    tag,
    summary: 'One school',
    description: 'With its connections, what their sources cannot tell, its terms and classes.',
    access: { scope: 'schools.read' },
    disclosure: 'none',
    params: z.strictObject({ schoolId: idParam('school') }),
    query: nothing,
    body: noBody,
    response: { description: 'The school', type: 'application/json', schema: schoolDetailsSchema },
    problems: ['api.not_found'],
  },
  async (input) => {
    const { database, gapsOf } = input.deps;
    const school = await readSchool(database, input.params.schoolId, callerOf(input).reach);
    if (!school) return refuse('api.not_found');
    const gaps = Object.fromEntries(school.sources.map((source) => [source, gapsOf(source)]));
    return { kind: 'json', text: `{"gaps":${JSON.stringify(gaps)},${school.members}}` };
  },
);

/** `GET /v1/schools/{schoolId}/students` */
export const getStudents = operation(
  {
    id: 'listStudents',
    method: 'get',
    path: '/v1/schools/{schoolId}/students',
    tag,
    summary: 'The students of a school',
    description:
      'Sorted by name as Russian sorts. Students that the source no longer has are left out, and ' +
      'for a purpose that needs a consent those without one: `heldBack` says how many.',
    access: { scope: 'students.read' },
    disclosure: 'list',
    params: z.strictObject({ schoolId: idParam('school') }),
    query: z.strictObject({
      ...pageQuery,
      class: searchParam(60)
        .optional()
        .meta({ description: 'Id or name of a class, of the latest enrolment', examples: ['7б'] }),
      q: searchParam(100).optional().describe('A part of the name'),
    }),
    body: noBody,
    response: {
      description: 'A page of students',
      type: 'application/json',
      schema: pageSchema('StudentPage', studentSchema, { heldBack: heldBackSchema }),
    },
    problems: ['api.not_found', 'api.invalid_cursor'],
  },
  async (input) => {
    const page = pageRequest(input.query, 'students', 'uuid');
    if (!page.ok) return { kind: 'problem', problem: page.error };
    const request = {
      ...page.value,
      schoolId: input.params.schoolId,
      class: input.query.class ?? null,
      query: input.query.q ?? null,
      reach: callerOf(input).reach,
    };
    const { only, heldBack } = await letOutOf(request.schoolId, callerOf(input), input);
    const students = await listStudents(input.deps.database, { ...request, only });
    return pageReply(students, 'students', { heldBack });
  },
);
