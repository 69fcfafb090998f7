import type { Invented } from './invented.ts';

/** A body that is right for each operation which takes one, by the operation's id. Sent twice it does nothing new. */
export function bodies({ student, family }: Invented): Readonly<Record<string, unknown>> {
  const staffId = family.id('staff', 't1');
  const day = '2025-09-15';
  const key = 'the same';
  return {
    enterConsent: {
      studentId: student,
      purpose: 'portal',
      state: 'refused',
      signedByStudent: true,
      fromDay: day,
      key,
    },
    withdrawConsent: { day },
    enterRefusal: { studentId: student, fromDay: day, key },
    endRefusal: { day },
    applyForPermit: {
      studentId: student,
      target: 'mark',
      targetId: family.id('mark', 'm1'),
      value: '4',
      ground: 'student_illness',
      document: '12-к',
      documentDay: day,
      key,
    },
    decidePermit: { state: 'refused', decidedByStaffId: staffId },
    enterPermit: { enteredByStaffId: staffId },
    enterSubstitutions: { lessonId: family.id('lesson', 'l2'), substituteTeacherId: staffId, key },
    enterRemarks: { madeBy: 'deputy_head', day, text: 'Нет темы урока', staffId, key },
    enterEvents: { kind: 'backup', day, key },
    enterAccounts: { holder: 'staff', staffId, rights: 'own_lessons', key },
    enterProtocols: {
      studentId: student,
      subjectId: family.id('subject', 'Алгебра'),
      date: day,
      number: '3',
      value: '4',
      heldBy: 'teacher',
      key,
    },
    enterGuardians: { studentId: student, displayName: 'Придуманова Ольга', relation: 'mother', key },
    answerRemark: { day, answer: 'Исправлено' },
    closeAccount: { day },
    planMigration: { from: 'staff-a', to: 'nowhere', operator: 'Новый журнал' },
    rollBackMigration: { confirmed: true },
    answerMapping: { entity: 'class', sourceId: family.id('class', '2207'), answer: 'leave' },
    putMappingYaml: 'version: none',
    putMappingXlsx: 'no workbook',
    explainFinding: { text: 'Болел учитель' },
    closeFinding: { closed: true, text: null },
    adoptRegulation: { regulation: 'tiny', from: '2025-09-01' },
    retractAdoption: { regulation: 'tiny', from: '2025-09-01' },
  };
}
