import { type EntityName, entityNames, entityOf } from '../../model/entities.ts';

/** A condition on rows that refer back: their field equals a field of ours (or our id), or is empty. */
export interface Condition {
  readonly field: string;
  /** Field of the row we come from, `id`, or null for «is empty». */
  readonly equals: string | null;
}

/** One step of a path; see `Fill` for how a path is written. */
export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'hop'; readonly field: string; readonly entity: EntityName }
  | {
      readonly kind: 'back';
      readonly entity: EntityName;
      readonly conditions: readonly Condition[];
      readonly pick: 'all' | 'last';
    };

/** A path as steps, with every `entity.field` that it reads. */
export interface Path {
  readonly steps: readonly Step[];
  readonly reads: readonly string[];
}

const BACK = /^(\w+)\(([^)]*)\)(:last)?$/;

function entityNamed(name: string): EntityName {
  const found = entityNames.find((one) => one === name);
  if (!found) throw new Error(`the layout names an entity that is not there: ${name}`);
  return found;
}

function knownField(entity: EntityName, name: string): string {
  if (!entityOf(entity).fields.has(name)) throw new Error(`the layout names no field: ${entity}.${name}`);
  return `${entity}.${name}`;
}

function conditionsOf(text: string): Condition[] {
  return text.split(',').map((one) => {
    const [field = '', equals = ''] = one.split('=');
    return { field, equals: equals === 'null' ? null : equals };
  });
}

interface Walk {
  readonly at: EntityName;
  readonly step: Step;
  readonly reads: readonly string[];
}

function backStep(from: EntityName, found: RegExpExecArray): Walk {
  const [, name = '', inside = '', last] = found;
  const entity = entityNamed(name);
  const conditions = conditionsOf(inside);
  const reads = conditions.flatMap(({ field, equals }) => {
    if (equals !== null && equals !== 'id') knownField(from, equals);
    return knownField(entity, field);
  });
  return { at: entity, step: { kind: 'back', entity, conditions, pick: last ? 'last' : 'all' }, reads };
}

function fieldStep(from: EntityName, name: string, isLast: boolean): Walk {
  if (isLast && name === 'id') return { at: from, step: { kind: 'field', name }, reads: [] };
  if (isLast && name === 'label' && from === 'staff') {
    return { at: from, step: { kind: 'field', name }, reads: ['staff.displayName'] };
  }
  const reads = [knownField(from, name)];
  const target = entityOf(from).fields.get(name)?.ref;
  if (isLast) return { at: from, step: { kind: 'field', name }, reads };
  if (target === undefined)
    throw new Error(`the layout goes on behind a field that refers to nothing: ${name}`);
  const entity = entityNamed(target);
  return { at: entity, step: { kind: 'hop', field: name, entity }, reads };
}

/** Reads a path of the layout; throws for one that the model does not know: a defect of the layout. */
export function parsePath(entity: EntityName, text: string): Path {
  const names = text.split('.');
  const steps: Step[] = [];
  const reads: string[] = [];
  let at = entity;
  names.forEach((name, index) => {
    const back = BACK.exec(name);
    const walk = back ? backStep(at, back) : fieldStep(at, name, index === names.length - 1);
    at = walk.at;
    steps.push(walk.step);
    reads.push(...walk.reads);
  });
  return { steps, reads };
}
