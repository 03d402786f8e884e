import { defineEnum } from '../vocabulary/define-enum.js';

/** The languages in which the network writes. */
export const Language = defineEnum('Language', 'A language of the network.', {
  TH: { description: 'Thai.', en: 'Thai', th: 'ไทย' },
  EN: { description: 'English.', en: 'English', th: 'อังกฤษ' },
});
export type Language = keyof typeof Language;
