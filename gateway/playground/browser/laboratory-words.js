/**
 * The words of Hive Laboratory, which speaks English only, in Thai. Words of GraphQL itself (Query, Mutation, Subscription) and of HTTP
 * (GET, POST) stay as they are.
 *
 * @type {Readonly<Record<string, string>>}
 */
const THAI = {
  'Active operation (tab) headers will be included in the introspection query':
    'ส่งเฮดเดอร์ของแท็บที่เปิดอยู่ไปกับคำขออ่านสคีมาด้วย',
  'Add collection': 'เพิ่มชุดคำสั่งค้น',
  'Add operation': 'เพิ่มคำสั่งค้น',
  Builder: 'สร้างคำสั่งค้น',
  Collections: 'ชุดคำสั่งค้น',
  'Command Palette': 'ค้นหาคำสั่งของหน้านี้',
  'Configure the fetch options for the laboratory.': 'วิธีส่งคำขอ',
  'Configure the introspection options for the laboratory.': 'วิธีอ่านสคีมา',
  'Configure the subscriptions options for the laboratory.': 'วิธีรับข้อมูลต่อเนื่อง',
  'Copy as cURL': 'คัดลอกเป็นคำสั่ง cURL',
  Credentials: 'คุกกี้และข้อมูลประจำตัว',
  'Enter endpoint': 'ใส่ URL ปลายทาง',
  Extensions: 'ส่วนขยาย',
  Fetch: 'การส่งคำขอ',
  Headers: 'เฮดเดอร์',
  History: 'ประวัติ',
  Include: 'ส่งทุกครั้ง',
  'Include active operation headers': 'ใช้เฮดเดอร์ของแท็บที่เปิดอยู่',
  Introspection: 'การอ่านสคีมา',
  'Introspection settings': 'ตั้งค่าการอ่านสคีมา',
  List: 'รายการ',
  Method: 'เมธอด',
  'No history yet': 'ยังไม่มีประวัติ',
  'No query plan available yet. Run your operation to see the query plan here.':
    'ยังไม่มีแผน เลือก “แผนและต้นทุน” ด้านบน แล้วกด “เรียกใช้”',
  'No query plan yet': 'ยังไม่มีแผน',
  'No response available yet. Run your operation to see the response here.': 'ยังไม่มีผลลัพธ์ กด “เรียกใช้” แล้วผลลัพธ์จะแสดงที่นี่',
  Omit: 'ไม่ส่ง',
  Operation: 'คำสั่งค้น',
  'Poll for schema changes': 'ตรวจการเปลี่ยนแปลงของสคีมา',
  Protocol: 'โพรโทคอล',
  'Query Plan': 'แผนการค้น',
  'Re-runs the introspection query every 5 seconds. Turn off to reload the schema only when you ask for it.':
    'อ่านสคีมาใหม่ทุก 5 วินาที ปิดไว้เพื่ออ่านใหม่เมื่อสั่งเท่านั้น',
  'Reload schema': 'อ่านสคีมาใหม่',
  Response: 'ผลลัพธ์',
  Run: 'เรียกใช้',
  'Same-origin': 'เฉพาะเซิร์ฟเวอร์เดียวกัน',
  Save: 'บันทึก',
  'Save operation': 'บันทึกคำสั่งค้น',
  Saved: 'บันทึกแล้ว',
  'Search fields': 'ค้นหาฟิลด์',
  'Search for a command to run...': 'ค้นหาคำสั่งที่จะใช้…',
  'Search...': 'ค้นหา…',
  Settings: 'ตั้งค่า',
  Share: 'แชร์',
  Stop: 'หยุด',
  Subscriptions: 'ข้อมูลต่อเนื่อง',
  Timeout: 'เวลารอสูงสุด',
  'To pick up a sortable item, press space or enter. While dragging, use the left and right keys to move the item. Press space or enter again to drop the item in its new position, or press escape to cancel.':
    'กดเว้นวรรคหรือ Enter เพื่อหยิบรายการ ใช้ปุ่มซ้ายขวาเพื่อย้าย กดเว้นวรรคหรือ Enter อีกครั้งเพื่อวาง หรือ Esc เพื่อยกเลิก',
  Tree: 'แผนผัง',
  'Use GET for queries': 'ใช้ GET กับคำสั่งค้น',
  Variables: 'ตัวแปร',
};
const ATTRIBUTES = ['placeholder', 'title', 'aria-label'];

/**
 * Puts Thai in the place of each word that is in the table, now and whenever Laboratory writes one. What people wrote and what the
 * graph says (the editors, names of types and fields) is left alone.
 *
 * @param {ShadowRoot} root
 */
export function showInThai(root) {
  const watched = {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  };
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes)
      for (const node of type === 'childList' ? addedNodes : [target]) translate(node);
  });
  observer.observe(root, watched);
  translate(root);
}

/** @param {Node} node it and all in it */
function translate(node) {
  if (node instanceof Text) return translateText(node);
  if (node instanceof Element && node.closest('.monaco-editor')) return;
  const inside = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let each = /** @type {Node | null} */ (inside.currentNode); each; each = inside.nextNode())
    if (each instanceof Text) translateText(each);
    else if (each instanceof Element) translateAttributes(each);
}

/** @param {Text} text */
function translateText(text) {
  const thai = THAI[text.data.trim().replace(/\s+/g, ' ')];
  // The tree of fields has names of types, such as `Query`, that may be words of the table.
  if (thai === undefined || text.parentElement?.closest('.monaco-editor, .font-mono, style')) return;
  text.data = text.data.replace(text.data.trim(), thai);
}

/** @param {Element} element */
function translateAttributes(element) {
  for (const name of ATTRIBUTES) {
    const thai = THAI[element.getAttribute(name) ?? ''];
    if (thai !== undefined) element.setAttribute(name, thai);
  }
}
