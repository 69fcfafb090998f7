import { day, decimal, id, int, key, moment, type PackFile, text, time, words } from './column.ts';

const student = key(id('№ личного дела'));
const groupClass = ['classId.name', 'subjectGroupId.classId.name'];
const termCode = { parts: ['termId.kind', 'termId.ordinal'], between: '' };
const termLetters = { quarter: 'Ч', trimester: 'Т', half_year: 'П', other: 'Д' };
const weekdays = { 1: 'понедельник', 2: 'вторник', 3: 'среда', 4: 'четверг', 5: 'пятница', 6: 'суббота' };
// That somebody was ill is a special category of personal data: what was missing is told, not why.
const grounds = {
  student_illness: 'отсутствие ученика',
  student_excused: 'отсутствие ученика',
  resit: 'пересдача',
  teacher_illness: 'отсутствие учителя',
};
const rights = {
  read_own: 'ученик, родитель',
  own_class: 'классный руководитель',
  own_lessons: 'учитель',
  read_all: 'просмотр всего',
  edit_all: 'изменение всего',
  administer: 'администратор',
};

/**
 * The layout of an exchange pack, in the order in which a reader wants the files: 23 files, their columns, and where
 * each cell comes from. The writer reads it from left to right; a reader would read `fill` the other way round.
 * It is ours, made after what local acts ask a journal to hold; no vendor's format. Where a source tells more than the
 * acts ask for, its columns stand behind the others: a reader passes over a column that it does not know.
 */
export const packFiles: readonly PackFile[] = [
  {
    name: 'organization',
    title: 'Сведения об организации',
    columns: [
      key(id('ИНН')),
      text('наименование'),
      text('краткое наименование'),
      text('адрес'),
      text('директор'),
      id('лицензия №'),
      day('лицензия дата'),
      id('аккредитация №'),
      day('аккредитация дата'),
      day('аккредитация срок'),
    ],
    // The model has no such rows: the line comes from the settings of the pack.
    lines: [],
  },
  {
    name: 'students',
    title: 'Обучающиеся',
    columns: [
      student,
      text('фамилия'),
      text('имя'),
      text('отчество'),
      day('дата рождения'),
      words('пол', { male: 'м', female: 'ж' }),
      text('класс'),
      day('дата зачисления'),
      id('приказ №'),
      day('приказ дата'),
      text('форма обучения'),
      text('программа'),
      text('статус'),
    ],
    lines: [
      {
        entity: 'student',
        fill: {
          '№ личного дела': 'id',
          фамилия: ['lastName', 'displayName'],
          имя: 'firstName',
          отчество: 'middleName',
          'дата рождения': 'birthDate',
          пол: 'sex',
          класс: 'enrolment(studentId=id):last.classId.name',
          'дата зачисления': 'enrolment(studentId=id):last.fromDay',
          'приказ №': 'enrolment(studentId=id):last.orderNumber',
          'приказ дата': 'enrolment(studentId=id):last.orderDay',
        },
      },
    ],
  },
  {
    name: 'guardians',
    title: 'Представители',
    columns: [
      student,
      key(text('ФИО представителя')),
      words('степень родства', {
        mother: 'мать',
        father: 'отец',
        guardian: 'опекун',
        other: 'иной представитель',
        unknown: '',
      }),
      id('телефон'),
      text('e-mail'),
      words('согласие ПДн', { given: 'да', refused: 'нет', withdrawn: 'отозвано', expired: 'нет' }),
      day('дата согласия'),
      day('отказ от электронной формы'),
    ],
    lines: [
      {
        entity: 'guardianship',
        fill: {
          '№ личного дела': 'studentId',
          'ФИО представителя': 'guardianId.displayName',
          'степень родства': 'relation',
          'согласие ПДн': 'consent(studentId=studentId,signerGuardianId=guardianId):last.state',
          'дата согласия': 'consent(studentId=studentId,signerGuardianId=guardianId):last.fromDay',
          'отказ от электронной формы': 'electronicFormRefusal(studentId=studentId):last.fromDay',
        },
      },
      {
        // Signed by somebody of whom nobody says that the student is theirs.
        entity: 'consent',
        unless: 'guardianship(studentId=studentId,guardianId=signerGuardianId).studentId',
        fill: {
          '№ личного дела': 'studentId',
          'ФИО представителя': 'signerGuardianId.displayName',
          'согласие ПДн': 'state',
          'дата согласия': 'fromDay',
        },
      },
    ],
  },
  {
    name: 'movements',
    title: 'Движение',
    columns: [
      student,
      key(day('дата')),
      words('вид', {
        arrival: 'прибытие',
        departure: 'выбытие',
        transfer: 'перевод в класс',
        graduation: 'выпуск',
        expulsion: 'отчисление',
      }),
      id('приказ №'),
      day('приказ дата'),
      text('класс из'),
      text('класс в'),
      text('организация'),
      text('документ-основание'),
    ],
    lines: [
      {
        entity: 'movement',
        fill: {
          '№ личного дела': 'studentId',
          дата: 'date',
          вид: 'kind',
          'приказ №': 'orderNumber',
          'приказ дата': 'orderDay',
          'класс из': 'fromClassId.name',
          'класс в': 'toClassId.name',
          организация: 'otherPlace',
          'документ-основание': ['confirmationNumber', 'reason'],
        },
      },
    ],
  },
  {
    name: 'meal_benefits',
    title: 'Льготное питание',
    columns: [student, text('категория льготы'), day('с'), day('по'), text('основание')],
    lines: [],
  },
  {
    name: 'territory',
    title: 'Закреплённая территория',
    columns: [key(text('адрес (улица, дом с–по)')), text('микрорайон')],
    lines: [],
  },
  {
    name: 'classes',
    title: 'Классы',
    columns: [
      key(text('класс')),
      int('параллель'),
      text('буква'),
      text('уровень'),
      int('смена'),
      text('пятидневка/шестидневка'),
      text('классный руководитель'),
      text('тип периода'),
    ],
    lines: [
      {
        entity: 'class',
        fill: {
          класс: 'name',
          параллель: 'grade',
          буква: 'letter',
          смена: 'shift',
          'классный руководитель': 'homeroomTeacherId.label',
        },
      },
    ],
  },
  {
    name: 'staff',
    title: 'Сотрудники',
    columns: [
      key(id('табельный №')),
      text('ФИО'),
      text('должность'),
      text('предметы'),
      text('e-mail'),
      text('логин'),
      text('роль'),
    ],
    lines: [
      {
        entity: 'staff',
        fill: {
          'табельный №': 'id',
          ФИО: 'displayName',
          должность: 'position',
          предметы: 'subjectGroup(teacherId=id).subjectId.name',
        },
      },
    ],
  },
  {
    name: 'periods',
    title: 'Учебные периоды и каникулы',
    columns: [
      key(text('учебный год')),
      key(words('код', termLetters)),
      text('наименование'),
      day('начало'),
      day('конец'),
      words('вид', { break: 'каникулы', holiday: 'праздник' }),
    ],
    lines: [
      {
        entity: 'academicYear',
        fill: {
          'учебный год': 'name',
          код: { always: 'Год' },
          наименование: 'name',
          начало: 'startDay',
          конец: 'endDay',
          вид: { always: 'учебный' },
        },
      },
      {
        entity: 'term',
        fill: {
          'учебный год': 'academicYearId.name',
          код: { parts: ['kind', 'ordinal'], between: '' },
          наименование: 'name',
          начало: 'startDay',
          конец: 'endDay',
          вид: { always: 'учебный' },
        },
      },
      {
        entity: 'schoolBreak',
        fill: {
          'учебный год': 'academicYearId.name',
          код: 'name',
          наименование: 'name',
          начало: 'startDay',
          конец: 'endDay',
          вид: 'kind',
        },
      },
    ],
  },
  {
    name: 'curriculum',
    title: 'Учебный план',
    columns: [
      key(text('класс/параллель')),
      key(text('предмет')),
      decimal('часов в неделю'),
      decimal('часов в год'),
      text('часть плана'),
      text('аттестация'),
    ],
    lines: [
      {
        entity: 'curriculumLine',
        fill: {
          'класс/параллель': 'classId.name',
          предмет: 'subjectId.name',
          'часов в неделю': 'weeklyHours',
          'часов в год': 'yearlyHours',
        },
      },
    ],
  },
  {
    name: 'groups',
    title: 'Группы по предметам',
    columns: [
      key(text('класс')),
      key(text('предмет')),
      key(text('группа')),
      id('№ личного дела'),
      day('с'),
      day('по'),
    ],
    lines: [
      {
        entity: 'groupMembership',
        fill: {
          класс: 'subjectGroupId.classId.name',
          предмет: 'subjectGroupId.subjectId.name',
          группа: 'subjectGroupId.name',
          '№ личного дела': 'studentId',
          с: 'fromDay',
          по: 'toDay',
        },
      },
      {
        // Without a subject it is the class itself: so every stay of a student has its line, not the latest alone.
        entity: 'enrolment',
        fill: { класс: 'classId.name', '№ личного дела': 'studentId', с: 'fromDay', по: 'toDay' },
      },
    ],
  },
  {
    name: 'load',
    title: 'Педагогическая нагрузка',
    columns: [
      key(text('педагог')),
      key(text('класс/группа')),
      key(text('предмет')),
      decimal('часов в неделю'),
      day('с'),
      day('по'),
      // Groups of two classes may bear one name.
      key(text('класс')),
    ],
    lines: [
      {
        entity: 'teachingLoad',
        fill: {
          класс: ['classId.name', 'subjectGroupId.classId.name'],
          педагог: 'staffId.label',
          'класс/группа': ['subjectGroupId.name', 'classId.name'],
          предмет: 'subjectId.name',
          'часов в неделю': 'weeklyHours',
          с: 'fromDay',
          по: 'toDay',
        },
      },
      {
        // Where a journal tells only who teaches a group, that is all we know of the load.
        entity: 'subjectGroup',
        unless: 'teachingLoad(subjectGroupId=id).staffId',
        fill: {
          педагог: 'teacherId.label',
          'класс/группа': 'name',
          предмет: 'subjectId.name',
          класс: 'classId.name',
        },
      },
    ],
  },
  {
    name: 'bells',
    title: 'Расписание звонков',
    columns: [key(int('смена')), key(int('№ урока')), time('начало'), time('конец')],
    lines: [
      {
        entity: 'bellPeriod',
        fill: { смена: 'shift', '№ урока': 'number', начало: 'startTime', конец: 'endTime' },
      },
    ],
  },
  {
    name: 'timetable',
    title: 'Расписание уроков',
    columns: [
      key(text('класс')),
      key(words('день недели', { ...weekdays, 7: 'воскресенье' })),
      key(int('№ урока')),
      text('предмет'),
      text('группа'),
      text('педагог'),
      text('кабинет'),
      day('с'),
      day('по'),
    ],
    lines: [
      {
        entity: 'timetableSlot',
        fill: {
          класс: groupClass,
          'день недели': 'weekday',
          '№ урока': 'number',
          предмет: 'subjectId.name',
          группа: 'subjectGroupId.name',
          педагог: 'teacherId.label',
          кабинет: 'room',
          с: 'fromDay',
          по: 'toDay',
        },
      },
    ],
  },
  {
    name: 'substitutions',
    title: 'Замещение уроков',
    columns: [
      key(day('дата')),
      key(text('класс')),
      key(int('№ урока')),
      text('предмет по расписанию'),
      text('замещаемый педагог'),
      text('причина'),
      text('замещающий'),
      text('предмет факт'),
      decimal('часов'),
    ],
    lines: [
      {
        entity: 'substitution',
        fill: {
          дата: 'date',
          класс: ['lessonId.classId.name', 'lessonId.subjectGroupId.classId.name'],
          '№ урока': 'lessonId.number',
          'предмет по расписанию': 'plannedSubjectId.name',
          'замещаемый педагог': 'absentTeacherId.label',
          причина: 'reason',
          замещающий: 'substituteTeacherId.label',
          'предмет факт': 'lessonId.subjectId.name',
        },
      },
    ],
  },
  {
    name: 'lesson_plan',
    title: 'Календарно-тематическое планирование',
    columns: [
      key(text('педагог')),
      key(text('класс')),
      key(text('предмет')),
      key(int('№ урока')),
      text('тема'),
      decimal('часов'),
      text('вид работы'),
      day('план. дата'),
    ],
    lines: [
      {
        entity: 'lessonPlanEntry',
        fill: {
          педагог: 'subjectGroupId.teacherId.label',
          класс: groupClass,
          предмет: 'subjectId.name',
          '№ урока': 'ordinal',
          тема: 'topic',
          часов: 'hours',
          'план. дата': 'plannedDay',
        },
      },
    ],
  },
  {
    name: 'lessons',
    title: 'Уроки',
    columns: [
      key(day('дата')),
      key(text('класс')),
      key(int('№ урока')),
      text('предмет'),
      text('группа'),
      text('педагог'),
      text('тема'),
      text('вид работы'),
      text('домашнее задание'),
      day('дата записи'),
      moment('время записи ДЗ'),
      int('примерное время ДЗ (мин)'),
      words('вид занятия', { lesson: 'урок', extracurricular: 'внеурочное', remote: 'дистанционное' }),
      text('кабинет'),
      text('темы работ'),
      decimal('веса работ'),
    ],
    lines: [
      {
        entity: 'lesson',
        fill: {
          дата: 'date',
          класс: groupClass,
          '№ урока': 'number',
          предмет: 'subjectId.name',
          группа: 'subjectGroupId.name',
          педагог: 'teacherId.label',
          тема: 'topic',
          'вид работы': 'assessment(lessonId=id).workTypeId.name',
          // What is set for one student alone is not told to the class.
          'домашнее задание': 'homework(lessonId=id,studentId=null).text',
          'примерное время ДЗ (мин)': 'homework(lessonId=id,studentId=null):last.minutes',
          'вид занятия': 'kind',
          кабинет: 'room',
          'темы работ': 'assessment(lessonId=id).topic',
          'веса работ': 'assessment(lessonId=id).weight',
        },
      },
      {
        entity: 'homework',
        when: { field: 'studentId', values: [null] },
        unless: 'lessonId',
        fill: {
          дата: 'dueDay',
          класс: 'classId.name',
          предмет: 'subjectId.name',
          'домашнее задание': 'text',
          'примерное время ДЗ (мин)': 'minutes',
        },
      },
      {
        entity: 'assessment',
        unless: 'lessonId',
        fill: {
          дата: 'date',
          класс: 'classId.name',
          предмет: 'subjectId.name',
          'вид работы': 'workTypeId.name',
          'темы работ': 'topic',
          'веса работ': 'weight',
        },
      },
    ],
  },
  {
    name: 'marks',
    title: 'Текущие отметки',
    columns: [
      student,
      key(text('предмет')),
      key(day('дата')),
      key(int('№ п/п')),
      id('отметка'),
      decimal('вес'),
      text('вид работы'),
      text('ВШК'),
      text('комментарий'),
      day('дата выставления'),
      text('автор'),
      int('шкала'),
      text('тема работы'),
    ],
    lines: [
      {
        entity: 'mark',
        fill: {
          '№ личного дела': 'studentId',
          предмет: 'subjectId.name',
          дата: 'date',
          '№ п/п': { counter: true },
          отметка: 'value',
          вес: 'assessmentId.weight',
          'вид работы': 'assessmentId.workTypeId.name',
          комментарий: 'comment',
          'дата выставления': 'setDay',
          автор: 'teacherId.label',
          шкала: 'scaleMax',
          'тема работы': 'assessmentId.topic',
        },
      },
    ],
  },
  {
    name: 'period_marks',
    title: 'Отметки за период',
    columns: [
      student,
      key(text('предмет')),
      key(words('период', termLetters)),
      id('отметка'),
      words('вид', { term: 'период', year: 'год', exam: 'экзамен', final: 'итог' }),
      day('дата выставления'),
      text('автор'),
      int('шкала'),
    ],
    lines: [
      {
        entity: 'termMark',
        when: { field: 'kind', values: ['term'] },
        fill: {
          '№ личного дела': 'studentId',
          предмет: 'subjectId.name',
          период: termCode,
          отметка: 'value',
          вид: 'kind',
          шкала: 'scaleMax',
        },
      },
      {
        entity: 'termMark',
        when: { field: 'kind', values: ['year', 'exam', 'final'] },
        fill: {
          '№ личного дела': 'studentId',
          предмет: 'subjectId.name',
          период: ['academicYearId.name', 'termId.academicYearId.name'],
          отметка: 'value',
          вид: 'kind',
          шкала: 'scaleMax',
        },
      },
    ],
  },
  {
    name: 'attendance',
    title: 'Посещаемость',
    columns: [
      student,
      key(day('дата')),
      key(int('№ урока')),
      text('предмет'),
      words('код', {
        present: 'п',
        absent: 'н',
        late: 'оп',
        partial: 'ч',
        remote: 'д',
        exempt: 'осв',
        unknown: '',
      }),
      words('причина', {
        sick: 'болезнь',
        excused: 'уважительная',
        unexcused: 'неуважительная',
        school_event: 'мероприятие школы',
        not_given: '',
      }),
      int('минут опоздания'),
      day('дата записи'),
      text('автор'),
      text('комментарий'),
    ],
    lines: [
      {
        entity: 'attendance',
        fill: {
          '№ личного дела': 'studentId',
          дата: 'date',
          '№ урока': 'lessonId.number',
          предмет: ['subjectId.name', 'lessonId.subjectId.name'],
          код: ['status', 'rawCode'],
          причина: 'reason',
          комментарий: 'comment',
        },
      },
    ],
  },
  {
    name: 'health_sheet',
    title: 'Лист здоровья',
    special: true,
    columns: [
      student,
      text('группа здоровья'),
      words('физкультурная группа', {
        main: 'основная',
        preparatory: 'подготовительная',
        special_a: 'специальная А',
        special_b: 'специальная Б',
      }),
      day('освобождение с'),
      day('освобождение по'),
      text('рекомендации по посадке'),
      day('дата'),
    ],
    lines: [
      {
        entity: 'healthSheet',
        fill: {
          '№ личного дела': 'studentId',
          'группа здоровья': 'healthGroup',
          'физкультурная группа': 'physicalEducationGroup',
          'освобождение с': 'exemptFrom',
          'освобождение по': 'exemptTo',
          'рекомендации по посадке': 'seating',
        },
      },
    ],
  },
  {
    name: 'mark_changes',
    title: 'Изменения отметок',
    columns: [
      key(moment('дата изменения')),
      text('автор'),
      id('ученик'),
      text('предмет'),
      day('дата урока'),
      id('было'),
      id('стало'),
      words('основание', grounds),
    ],
    lines: [
      {
        entity: 'amendmentPermit',
        when: { field: 'state', values: ['granted'] },
        fill: {
          'дата изменения': 'decidedAt',
          автор: 'enteredByStaffId.label',
          ученик: 'studentId',
          предмет: 'subjectId.name',
          'дата урока': 'lessonDay',
          стало: 'value',
          основание: { parts: ['ground', 'document'], between: ', ' },
        },
      },
    ],
  },
  {
    name: 'users',
    title: 'Учётные записи',
    columns: [key(id('логин')), words('роль', rights), text('ФИО'), text('статус'), moment('последний вход')],
    lines: [
      {
        entity: 'account',
        fill: {
          логин: 'id',
          роль: 'rights',
          ФИО: ['staffId.displayName', 'guardianId.displayName', 'studentId.displayName'],
        },
      },
    ],
  },
];
