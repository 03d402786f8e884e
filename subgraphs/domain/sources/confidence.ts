import { defineEnum } from '../vocabulary/define-enum.js';

/** How well a fact is supported. */
export const Confidence = defineEnum('Confidence', 'How well a fact is supported by its sources.', {
  HIGH: { description: 'A primary source, or several sources that agree.', en: 'High', th: 'สูง' },
  MEDIUM: { description: 'One decent source, or a clear inference.', en: 'Medium', th: 'ปานกลาง' },
  LOW: { description: 'Weak, a stand-in, or inferred.', en: 'Low', th: 'ต่ำ' },
});
export type Confidence = keyof typeof Confidence;

const RANK: Record<Confidence, number> = { HIGH: 2, MEDIUM: 1, LOW: 0 };

/** The confidences that are at least as high as asked. */
export function confidencesFrom(minimum: Confidence): Confidence[] {
  return Object.values(Confidence).filter((confidence) => isAtLeast(confidence, minimum));
}

/** Tells whether a fact is supported at least as well as asked. */
export function isAtLeast(confidence: Confidence, minimum: Confidence): boolean {
  return RANK[confidence] >= RANK[minimum];
}
