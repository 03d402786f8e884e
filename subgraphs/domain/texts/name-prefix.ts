/** What people put before a place or a person: kinds of administration, their abbreviations, and titles. */
const PREFIXES = [
  ...['องค์การบริหารส่วนจังหวัด', 'องค์การบริหารส่วนตำบล', 'เทศบาลนคร', 'เทศบาลเมือง', 'เทศบาลตำบล', 'เทศบาล'],
  ...['จังหวัด', 'อำเภอ', 'ตำบล', 'เมือง', 'จ.', 'อ.', 'ต.', 'ทน.', 'ทม.', 'ทต.', 'อบจ.', 'อบต.'],
  ...['นางสาว', 'นาย', 'นาง', 'น.ส.', 'ดร.', 'ผศ.', 'รศ.', 'ศ.'],
  ...['City of ', 'Province of ', 'Mueang ', 'Amphoe ', 'Changwat ', 'Mr. ', 'Mrs. ', 'Ms. ', 'Dr. '],
].map((prefix) => prefix.normalize('NFKC').toLowerCase());
/** What follows a prefix must be a name by itself. */
const SHORTEST_NAME = 2;

/**
 * A name without what people put before it (จังหวัดภูเก็ต, จ.ภูเก็ต, เทศบาลนครภูเก็ต, City of Phuket, นายสมชาย).
 *
 * @returns null when nothing stands before it
 */
export function withoutPrefix(text: string): string | null {
  const trimmed = text.normalize('NFKC').trim();
  const prefix = PREFIXES.find((each) => trimmed.toLowerCase().startsWith(each));
  if (prefix === undefined) return null;
  const rest = trimmed.slice(prefix.length).trim();
  return [...rest].length < SHORTEST_NAME ? null : (withoutPrefix(rest) ?? rest);
}
