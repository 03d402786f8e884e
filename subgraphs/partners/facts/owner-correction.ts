import { refusal, type Refusal } from '../../runtime/errors/errors.js';

const CALLED = {
  solution: { en: 'solution', th: 'โซลูชัน' },
  programme: { en: 'programme', th: 'โครงการ' },
} as const;

/** The refusal of an owner that corrects who owns a record: that gives away rights. */
export function ownerIsNotTheirs(kind: keyof typeof CALLED): Refusal {
  const { en, th } = CALLED[kind];
  return refusal(
    'FORBIDDEN',
    {
      en: `Only the network’s administrators correct who owns a ${en}.`,
      th: `เฉพาะผู้ดูแลเครือข่ายเท่านั้นที่แก้ไขเจ้าของ${th}ได้`,
    },
    { argument: 'input.ownerId', needs: ['network-admin'] },
  );
}
