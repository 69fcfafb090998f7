import type { EntityName } from '../../model/entities.ts';
import type { EntityLimits } from './policy.ts';
import type { Mapping } from './resolve.ts';

interface Words {
  readonly data: Record<string, unknown>;
  readonly changes: string[];
}

interface CodeGround {
  readonly mapping: Mapping;
  readonly limits: (entity: EntityName) => EntityLimits;
}

/** `absent/sick/Б` as its three parts. */
function partsOf(key: string): { status: string; reason: string | null; rawCode: string } | null {
  const [, status = '', reason = '', rawCode = ''] = /^([^/]+)\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  return status === '' ? null : { status, reason: reason === 'none' ? null : reason, rawCode };
}

/** Whether the target says that it cannot hold this reason: then the policy decides what becomes of it. */
const isReasonOfPolicy = (reason: unknown, { limits }: CodeGround): boolean =>
  limits('attendance').fields.some(
    ({ field, values }) => field === 'reason' && (values === null || values.test(String(reason))),
  );

function translateAttendance({ data, changes }: Words, ground: CodeGround): string | null {
  const { mapping } = ground;
  const id = [data['status'], data['reason'] ?? 'none', data['rawCode']].join('/');
  const said = mapping.resolve('attendanceCode', id);
  if (said === null) return null;
  if (said.kind !== 'target') {
    return said.kind === 'leave' ? 'transfer.mapping_leaves' : 'transfer.mapping_asks';
  }
  const code = partsOf(said.targetKey);
  if (code === null) {
    data['rawCode'] = said.targetKey;
    return null;
  }
  if (code.status === data['status'] && code.reason === null && isReasonOfPolicy(data['reason'], ground)) {
    data['rawCode'] = code.rawCode;
    return null;
  }
  const same = code.status === data['status'] && code.reason === data['reason'];
  Object.assign(data, code);
  if (!same) changes.push('transfer.code_differs/attendance.rawCode');
  return null;
}

function translateScale({ data }: Words, mapping: Mapping): string | null {
  const scale = String(data['scaleMax']);
  const said = mapping.resolve('markScale', scale);
  if (said === null || (said.kind === 'target' && said.targetKey === scale)) return null;
  if (said.kind === 'question') return 'transfer.mapping_asks';
  // A mark is never counted over from one scale to another: that would be another mark.
  return said.kind === 'leave' ? 'transfer.mapping_leaves' : 'transfer.scale_differs';
}

/** Puts the words of dictionaries that are no rows into the target's; gives the reason why a row cannot go. */
export function translateCodes(entity: EntityName, words: Words, ground: CodeGround): string | null {
  if (entity === 'attendance') return translateAttendance(words, ground);
  if (entity === 'mark' || entity === 'termMark') return translateScale(words, ground.mapping);
  return null;
}
