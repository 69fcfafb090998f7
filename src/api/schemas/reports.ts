import { z } from 'zod';
import { scopeSchema } from '../../model/access.ts';
import { drillKinds } from '../../reports/drill.ts';
import { scopeKinds } from '../../reports/request.ts';
import { day, instant, uuid } from './basic.ts';

const formSchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    about: z.string().describe('What it answers'),
    scopes: z.array(z.enum(scopeKinds)),
    period: z
      .enum(['term', 'terms', 'days', 'day'])
      .describe('`terms`: only terms; else terms and any two dates'),
    compares: z.boolean().describe('Whether `compare=year` is understood'),
    namesStudents: z.boolean().describe('Whether the scope `students.read` is needed, too'),
    needs: z.array(scopeSchema).optional().describe('Scopes that are needed besides'),
  })
  .meta({ id: 'ReportForm' });

const termSchema = z
  .strictObject({ term: z.string(), name: z.string(), from: day, to: day })
  .meta({ id: 'ReportTerm' });

export const reportsSchema = z
  .strictObject({
    forms: z.array(formSchema),
    terms: z.array(termSchema).optional().describe('Where a scope was given: its terms, the earliest first'),
  })
  .meta({ id: 'Reports' });

const cellSchema = z
  .strictObject({
    value: z.union([z.string(), z.number()]).nullable(),
    missing: z.string().optional().describe('Why there is no value'),
    was: z.number().nullable().optional().describe('A year before'),
    rows: z.string().nullable().optional().describe('Address of the rows that made the number'),
  })
  .meta({ id: 'ReportCell' });

const sectionSchema = z
  .strictObject({
    key: z.string(),
    title: z.string().nullable(),
    columns: z.array(
      z.strictObject({
        key: z.string(),
        title: z.string(),
        group: z.string().optional(),
        kind: z.enum(['text', 'integer', 'decimal', 'percent', 'day']),
        width: z.number(),
      }),
    ),
    rows: z.array(
      z.strictObject({
        key: z.string(),
        kind: z.enum(['row', 'subtotal', 'total']),
        opens: z.string().optional().describe('`scope` of the same form one level down'),
        cells: z.record(z.string(), cellSchema).describe('By the keys of the columns'),
      }),
    ),
  })
  .meta({ id: 'ReportSection' });

export const reportSchema = z
  .strictObject({
    form: z.string(),
    title: z.string(),
    about: z.string(),
    from: day,
    to: day,
    period: z.string(),
    comparedWith: z.string().nullable(),
    madeAt: instant,
    freshness: z.array(
      z.strictObject({ schoolId: uuid, school: z.string(), source: z.string(), readAt: instant.nullable() }),
    ),
    notes: z.array(z.string()),
    signatures: z.array(z.string()),
    sections: z.array(sectionSchema),
  })
  .meta({ id: 'Report' });

const nameSchema = z.strictObject({ id: uuid, name: z.string() }).nullable();

export const reportRowsSchema = z
  .strictObject({
    of: z.enum(drillKinds),
    from: day,
    to: day,
    items: z.array(
      z
        .strictObject({
          key: z.string(),
          entity: z.string(),
          school: z.strictObject({ id: uuid, name: z.string() }),
          class: nameSchema,
          student: nameSchema,
          subject: nameSchema,
          teacher: nameSchema,
          day: day.nullable(),
          value: z.string().nullable().describe('The mark, the reason, the state'),
          text: z.string().nullable(),
          counts: z.int().describe('How much of the number it makes'),
          source: z.string().nullable().describe('Null, as what follows: worked out, told by no source'),
          externalKey: z.string().nullable().describe('The key that the vendor knows it by'),
          runId: z.string().nullable().describe('The run that wrote it last'),
          firstSeenAt: instant.nullable(),
          changedAt: instant.nullable(),
        })
        .meta({ id: 'ReportRow' }),
    ),
    next: z.string().nullable().describe('Cursor of the next page; null on the last one'),
    total: z.int().describe('How many rows there are in all'),
    counts: z.int().describe('What they come to: the number that they stand behind'),
  })
  .meta({ id: 'ReportRows' });
