import { defineEnum } from './define-enum.js';

/** The languages in which the network writes. */
export const Language = defineEnum('Language', 'A language of the network.', {
  TH: 'Thai.',
  EN: 'English.',
});
export type Language = keyof typeof Language;
