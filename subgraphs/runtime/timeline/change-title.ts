import type { Sentence } from '../../protocol/language.js';
import { actionLabel } from '../history/action-label.js';
import type { StoredChange } from '../history/change.model.js';

/** Records that may have no name, by their type. */
const TYPES: Readonly<Record<string, Sentence>> = {
  City: { en: 'A city', th: 'เมือง' },
  CityPlan: { en: 'A city’s plan', th: 'แผนของเมือง' },
  Partner: { en: 'A partner', th: 'พันธมิตร' },
  Solution: { en: 'A solution', th: 'โซลูชัน' },
  Agreement: { en: 'An agreement', th: 'ข้อตกลง' },
  Person: { en: 'A person', th: 'บุคคล' },
  Event: { en: 'An event', th: 'กิจกรรม' },
  Invitation: { en: 'An invitation', th: 'คำเชิญ' },
  Registration: { en: 'A registration', th: 'การลงทะเบียน' },
  Enrolment: { en: 'An enrolment', th: 'การสมัครหลักสูตร' },
};

const RECORD: Sentence = { en: 'A record', th: 'ข้อมูล' };

/** A change of a record for people, never by its id or by the name of a mutation: “Yala”: challenge declared. */
export function changeTitle({ name, type, action }: Pick<StoredChange, 'name' | 'type' | 'action'>): Sentence {
  const [en, th] = [name?.en ?? name?.th, name?.th ?? name?.en];
  const [kind, done] = [TYPES[type] ?? RECORD, actionLabel(action)];
  return {
    en: `${en == null ? kind.en : `“${en}”`}: ${done.en}.`,
    th: `${th == null ? kind.th : `“${th}”`}: ${done.th}`,
  };
}
