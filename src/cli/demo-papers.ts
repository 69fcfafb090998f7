import type { DisclosurePurpose } from '../model/disclosure.ts';
import { listAdoptions } from '../store/adoptions.ts';
import { findIdentity } from '../store/identity.ts';
import type { RegisterVisit } from '../store/register.ts';
import { adopt } from '../sync/control/adopt.ts';
import { consentInput, enterConsent, withdrawalInput, withdrawConsent } from '../sync/registers/consents.ts';
import { enterInto } from '../sync/registers/enter.ts';
import { registerKinds } from '../sync/registers/kinds.ts';
import { CommandError } from './errors.ts';
import type { Services } from './services.ts';

/** What an invented family has signed. */
export interface SignedPaper {
  /** The vendor's key of the student. */
  readonly studentKey: string;
  readonly guardian: string;
  readonly purpose: DisclosurePurpose;
  /** To whom; null: to anybody. */
  readonly operator: string | null;
  /** Besides the guardian. */
  readonly signedByStudent: boolean;
  readonly state: 'given' | 'refused';
  readonly fromDay: string;
  readonly withdrawnDay: string | null;
  readonly document: string;
}

/** The papers of an invented school: the act that it keeps to, and what its families have signed. */
export interface SchoolPapers {
  readonly schoolId: string;
  readonly system: string;
  readonly regulation: string;
  /** The first day of the act in the school. */
  readonly from: string;
  /** What the act leaves to the school. */
  readonly choices: Readonly<Record<string, string>>;
  readonly signed: readonly SignedPaper[];
}

const BY = 'demo';

type Entry = Awaited<ReturnType<typeof enterInto>> | Awaited<ReturnType<typeof enterConsent>>;

function accepted(entry: Entry): string {
  if (!entry.ok) throw new CommandError(entry.error);
  return entry.value.id;
}

/** The guardian whose signature it is; the journal tells of none, so the school enters them. */
async function enterGuardian({ store }: Services, visit: RegisterVisit, studentId: string, name: string) {
  const input = registerKinds.guardians.input.parse({
    studentId,
    guardianId: null,
    displayName: name,
    relation: 'unknown',
    key: studentId,
  });
  const entered = await enterInto(store, visit, 'guardians', input);
  if (!entered.ok) throw new CommandError(entered.error);
  return String((entered.value.fields as { readonly guardianId?: string }).guardianId);
}

async function enterSigned(
  services: Services,
  visit: RegisterVisit,
  ids: { readonly studentId: string; readonly signerGuardianId: string },
  paper: SignedPaper,
): Promise<void> {
  const { store } = services;
  const { purpose, operator, signedByStudent, state, fromDay, withdrawnDay, document } = paper;
  const words = { purpose, operator, signedByStudent, state, fromDay, document, key: document };
  const input = consentInput.parse({ ...ids, ...words });
  const consentId = accepted(await enterConsent(store, visit, input));
  if (withdrawnDay === null) return;
  const withdrawal = withdrawalInput.parse({ day: withdrawnDay });
  accepted(await withdrawConsent(store, visit, consentId, withdrawal));
}

async function enterFamilies(services: Services, papers: SchoolPapers, now: Date): Promise<void> {
  const { schoolId, system, signed } = papers;
  const visit: RegisterVisit = { schoolId, by: BY, at: now };
  const guardians = new Map<string, string>();
  for (const paper of signed) {
    const key = paper.studentKey;
    const studentId = await findIdentity(services.store, { schoolId, system, entity: 'student', key });
    if (studentId === null) continue;
    const known = guardians.get(studentId);
    const signerGuardianId = known ?? (await enterGuardian(services, visit, studentId, paper.guardian));
    guardians.set(studentId, signerGuardianId);
    await enterSigned(services, visit, { studentId, signerGuardianId }, paper);
  }
}

/** Enters the papers of an invented school, once: the act comes last, so that a broken start begins anew. */
export async function enterPapers(services: Services, papers: SchoolPapers, now: Date): Promise<void> {
  const { schoolId, regulation, from, choices } = papers;
  if ((await listAdoptions(services.store, schoolId)).length > 0) return;
  await enterFamilies(services, papers, now);
  const adoption = { regulation, from, to: null, choices };
  const adopted = await adopt(services.control, { schoolId, adoption, now, by: BY });
  const [fault] = adopted.ok ? [] : adopted.error;
  if (fault) throw new CommandError(fault);
}
