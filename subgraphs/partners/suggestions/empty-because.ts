import type { Sentence } from '../../protocol/language.js';

/** Why nothing is suggested to a city. */
export const EMPTY_BECAUSE = {
  NO_CHALLENGE: {
    en: 'No challenge of this city is on file, so there is nothing to compare.',
    th: 'ยังไม่มีข้อมูลความท้าทายของเมืองนี้ จึงไม่มีสิ่งที่จะเปรียบเทียบ',
  },
  ALONE: { en: 'No other city on file has any of its challenges.', th: 'ยังไม่มีเมืองอื่นในระบบที่มีความท้าทายเดียวกัน' },
  NOTHING_PROVEN: {
    en: 'No solution to its challenges is on record as in use or tried out in any city.',
    th: 'ยังไม่มีข้อมูลว่ามีเมืองใดใช้งานจริงหรือทดลองใช้ทางออกสำหรับความท้าทายของเมืองนี้',
  },
  ALL_USED: {
    en: 'Every proven solution to its challenges is on record in this city already.',
    th: 'ทางออกที่ใช้ได้ผลสำหรับความท้าทายของเมืองนี้มีอยู่ในเมืองนี้แล้วทั้งหมด',
  },
} as const satisfies Record<string, Sentence>;
