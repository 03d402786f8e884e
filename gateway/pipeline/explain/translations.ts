import * as graphql from 'graphql';
import type { Reporter } from '../document-error.js';
import { deferLabelRule, deferRootFieldRule } from '../defer-rules.js';
import { noConditionalSubscriptionRule } from '../no-conditional-subscription-rule.js';
import { noIntrospectionRule } from '../no-introspection-rule.js';

/**
 * A message of graphql-js, and the Thai sentence for it, which takes the names and values by their numbers. In English, `{}`
 * stands for a name or a value, and `{message}` for another message of this file.
 */
export type Translation = readonly [english: string, thai: string];

/** The values of the scalars and enums that every schema has. */
export const VALUES: readonly Translation[] = [
  ['Int cannot represent non-integer value: {}', 'ต้องเป็นจำนวนเต็ม แต่ได้รับ {1}'],
  ['Int cannot represent non 32-bit signed integer value: {}', 'ต้องเป็นจำนวนเต็มขนาด 32 บิต แต่ได้รับ {1}'],
  ['Float cannot represent non numeric value: {}', 'ต้องเป็นตัวเลข แต่ได้รับ {1}'],
  ['String cannot represent a non string value: {}', 'ต้องเป็นข้อความ แต่ได้รับ {1}'],
  ['Boolean cannot represent a non boolean value: {}', 'ต้องเป็น true หรือ false แต่ได้รับ {1}'],
  ['ID cannot represent a non-string and non-integer value: {}', 'รหัสต้องเป็นข้อความหรือจำนวนเต็ม แต่ได้รับ {1}'],
  ['ID cannot represent value: {}', 'รหัสต้องเป็นข้อความหรือจำนวนเต็ม แต่ได้รับ {1}'],
  ['Value "{}" does not exist in "{}" enum.', 'ไม่มีค่า "{1}" ในรายการค่า "{2}"'],
  ['Enum "{}" cannot represent non-string value: {}.', 'ค่าของ "{1}" ต้องเป็นข้อความ แต่ได้รับ {2}'],
  ['Enum "{}" cannot represent non-enum value: {}.', 'ค่าของ "{1}" ต้องเป็นค่าในรายการ แต่ได้รับ {2}'],
];

/** The values of variables. */
export const COERCION: readonly Translation[] = [
  ['Expected non-nullable type "{}" not to be null.', 'ชนิดข้อมูล "{1}" ต้องไม่เป็น null'],
  ['Expected type "{}" to be an object.', 'ชนิดข้อมูล "{1}" ต้องเป็นออบเจกต์'],
  ['Expected type "{}".', 'ต้องเป็นค่าชนิด "{1}"'],
  ['Expected type "{}". {message}', 'ต้องเป็นค่าชนิด "{1}" ({2})'],
  ['Exactly one key must be specified for OneOf type "{}".', 'ข้อมูล "{1}" ต้องระบุเพียงหนึ่งฟิลด์'],
  ['Field "{}" of required type "{}" was not provided.', 'โปรดระบุฟิลด์ "{1}" ซึ่งเป็นชนิดข้อมูล "{2}" ที่จำเป็น'],
  ['Field "{}" is not defined by type "{}".', 'ไม่มีฟิลด์ "{1}" ในชนิดข้อมูล "{2}"'],
  ['Field "{}" must be non-null.', 'ฟิลด์ "{1}" ต้องไม่เป็น null'],
];

/** Other messages within messages: why fields conflict, and why our own scalars refuse a number. */
export const REASONS: readonly Translation[] = [
  ['Such a number is rounded: send it as a string.', 'ตัวเลขขนาดนี้จะถูกปัดเศษ โปรดส่งเป็นข้อความ'],
  ['"{}" and "{}" are different fields', ' "{1}" และ "{2}" เป็นคนละฟิลด์'],
  ['they have differing arguments', 'มีอาร์กิวเมนต์ต่างกัน'],
  ['they return conflicting types "{}" and "{}"', 'ให้ชนิดข้อมูล "{1}" และ "{2}" ซึ่งขัดกัน'],
  ['subfields {}', 'ฟิลด์ย่อยขัดกัน'],
  ['The number is too large.', 'ตัวเลขมีค่ามากเกินไป'],
];

/** By what reports them. */
export const TRANSLATIONS: ReadonlyMap<Reporter, readonly Translation[]> = new Map<Reporter, readonly Translation[]>([
  [graphql.ExecutableDefinitionsRule, [['The {} definition is not executable.', 'ส่วน {1} ไม่ใช่คำสั่งที่ดำเนินการได้']]],
  [graphql.FieldsOnCorrectTypeRule, [['Cannot query field "{}" on type "{}".', 'ไม่มีฟิลด์ "{1}" ในชนิดข้อมูล "{2}"']]],
  [
    graphql.FragmentsOnCompositeTypesRule,
    [
      ['Fragment cannot condition on non composite type "{}".', 'แฟรกเมนต์ใช้กับชนิดข้อมูล "{1}" ไม่ได้ เพราะไม่มีฟิลด์ย่อย'],
      [
        'Fragment "{}" cannot condition on non composite type "{}".',
        'แฟรกเมนต์ "{1}" ใช้กับชนิดข้อมูล "{2}" ไม่ได้ เพราะไม่มีฟิลด์ย่อย',
      ],
    ],
  ],
  [
    graphql.KnownArgumentNamesRule,
    [
      ['Unknown argument "{}" on field "{}".', 'ไม่มีอาร์กิวเมนต์ "{1}" ในฟิลด์ "{2}"'],
      ['Unknown argument "{}" on directive "@{}".', 'ไม่มีอาร์กิวเมนต์ "{1}" ในไดเรกทีฟ "@{2}"'],
    ],
  ],
  [
    graphql.KnownDirectivesRule,
    [
      ['Unknown directive "@{}".', 'ไม่มีไดเรกทีฟชื่อ "@{1}"'],
      ['Directive "@{}" may not be used on {}.', 'ใช้ไดเรกทีฟ "@{1}" ที่ {2} ไม่ได้'],
    ],
  ],
  [graphql.KnownFragmentNamesRule, [['Unknown fragment "{}".', 'ไม่มีแฟรกเมนต์ชื่อ "{1}"']]],
  [graphql.KnownTypeNamesRule, [['Unknown type "{}".', 'ไม่มีชนิดข้อมูลชื่อ "{1}"']]],
  [
    graphql.LoneAnonymousOperationRule,
    [['This anonymous operation must be the only defined operation.', 'หากเอกสารมีคำสั่งที่ไม่มีชื่อ ต้องมีคำสั่งนั้นเพียงคำสั่งเดียว']],
  ],
  [graphql.MaxIntrospectionDepthRule, [['Maximum introspection depth exceeded', 'ถามโครงสร้างของสคีมาลึกเกินไป']]],
  [
    graphql.NoFragmentCyclesRule,
    [
      ['Cannot spread fragment "{}" within itself via {}.', 'แฟรกเมนต์ "{1}" ใช้ตัวเองผ่าน {2} ไม่ได้'],
      ['Cannot spread fragment "{}" within itself.', 'แฟรกเมนต์ "{1}" ใช้ตัวเองไม่ได้'],
    ],
  ],
  [
    graphql.NoUndefinedVariablesRule,
    [
      ['Variable "${}" is not defined by operation "{}".', 'คำสั่ง "{2}" ไม่ได้ประกาศตัวแปร "${1}"'],
      ['Variable "${}" is not defined.', 'ไม่ได้ประกาศตัวแปร "${1}"'],
    ],
  ],
  [graphql.NoUnusedFragmentsRule, [['Fragment "{}" is never used.', 'แฟรกเมนต์ "{1}" ไม่ได้ถูกใช้']]],
  [
    graphql.NoUnusedVariablesRule,
    [
      ['Variable "${}" is never used in operation "{}".', 'ตัวแปร "${1}" ไม่ได้ถูกใช้ในคำสั่ง "{2}"'],
      ['Variable "${}" is never used.', 'ตัวแปร "${1}" ไม่ได้ถูกใช้'],
    ],
  ],
  [
    graphql.OverlappingFieldsCanBeMergedRule,
    [
      [
        'Fields "{}" conflict because {message}. Use different aliases on the fields to fetch both if this was intentional.',
        'ฟิลด์ "{1}" ขัดกัน เพราะ{2} หากต้องการทั้งสองฟิลด์ โปรดตั้งชื่อแทนให้ต่างกัน',
      ],
    ],
  ],
  [
    graphql.PossibleFragmentSpreadsRule,
    [
      [
        'Fragment cannot be spread here as objects of type "{}" can never be of type "{}".',
        'ใช้แฟรกเมนต์ตรงนี้ไม่ได้ เพราะข้อมูลชนิด "{1}" ไม่มีทางเป็นชนิด "{2}"',
      ],
      [
        'Fragment "{}" cannot be spread here as objects of type "{}" can never be of type "{}".',
        'ใช้แฟรกเมนต์ "{1}" ตรงนี้ไม่ได้ เพราะข้อมูลชนิด "{2}" ไม่มีทางเป็นชนิด "{3}"',
      ],
    ],
  ],
  [
    graphql.ProvidedRequiredArgumentsRule,
    [
      [
        'Field "{}" argument "{}" of type "{}" is required, but it was not provided.',
        'โปรดระบุอาร์กิวเมนต์ "{2}" ของฟิลด์ "{1}" ซึ่งเป็นชนิดข้อมูล "{3}" ที่จำเป็น',
      ],
      [
        'Directive "@{}" argument "{}" of type "{}" is required, but it was not provided.',
        'โปรดระบุอาร์กิวเมนต์ "{2}" ของไดเรกทีฟ "@{1}" ซึ่งเป็นชนิดข้อมูล "{3}" ที่จำเป็น',
      ],
    ],
  ],
  [
    graphql.ScalarLeafsRule,
    [
      [
        'Field "{}" must not have a selection since type "{}" has no subfields.',
        'ฟิลด์ "{1}" เลือกฟิลด์ย่อยไม่ได้ เพราะชนิดข้อมูล "{2}" ไม่มีฟิลด์ย่อย',
      ],
      ['Field "{}" of type "{}" must have a selection of subfields.', 'ฟิลด์ "{1}" เป็นชนิดข้อมูล "{2}" จึงต้องเลือกฟิลด์ย่อย'],
      [
        'Field "{}" of type "{}" must have at least one field selected.',
        'ฟิลด์ "{1}" เป็นชนิดข้อมูล "{2}" จึงต้องเลือกฟิลด์ย่อยอย่างน้อยหนึ่งฟิลด์',
      ],
    ],
  ],
  [
    graphql.SingleFieldSubscriptionsRule,
    [
      ['Subscription "{}" must select only one top level field.', 'subscription "{1}" ต้องเลือกฟิลด์ชั้นบนสุดเพียงฟิลด์เดียว'],
      [
        'Subscription "{}" must not select an introspection top level field.',
        'subscription "{1}" เลือกฟิลด์ของสคีมาที่ชั้นบนสุดไม่ได้',
      ],
      ['Anonymous Subscription must select only one top level field.', 'subscription ต้องเลือกฟิลด์ชั้นบนสุดเพียงฟิลด์เดียว'],
      [
        'Anonymous Subscription must not select an introspection top level field.',
        'subscription เลือกฟิลด์ของสคีมาที่ชั้นบนสุดไม่ได้',
      ],
    ],
  ],
  [
    graphql.UniqueArgumentNamesRule,
    [['There can be only one argument named "{}".', 'มีอาร์กิวเมนต์ชื่อ "{1}" ได้เพียงตัวเดียว']],
  ],
  [
    graphql.UniqueDirectivesPerLocationRule,
    [['The directive "@{}" can only be used once at this location.', 'ใช้ไดเรกทีฟ "@{1}" ตรงนี้ได้เพียงครั้งเดียว']],
  ],
  [
    graphql.UniqueFragmentNamesRule,
    [['There can be only one fragment named "{}".', 'มีแฟรกเมนต์ชื่อ "{1}" ได้เพียงแฟรกเมนต์เดียว']],
  ],
  [
    graphql.UniqueInputFieldNamesRule,
    [['There can be only one input field named "{}".', 'มีฟิลด์ชื่อ "{1}" ในข้อมูลนี้ได้เพียงฟิลด์เดียว']],
  ],
  [graphql.UniqueOperationNamesRule, [['There can be only one operation named "{}".', 'มีคำสั่งชื่อ "{1}" ได้เพียงคำสั่งเดียว']]],
  [graphql.UniqueVariableNamesRule, [['There can be only one variable named "${}".', 'มีตัวแปรชื่อ "${1}" ได้เพียงตัวเดียว']]],
  [
    graphql.ValuesOfCorrectTypeRule,
    [
      ['Expected value of type "{}", found {}; {message}', 'ต้องเป็นค่าชนิด "{1}" แต่ได้รับ {2} ({3})'],
      ['Expected value of type "{}", found {}.', 'ต้องเป็นค่าชนิด "{1}" แต่ได้รับ {2}'],
      ['OneOf Input Object "{}" must specify exactly one key.', 'ข้อมูล "{1}" ต้องระบุเพียงหนึ่งฟิลด์'],
      ['Field "{}" of required type "{}" was not provided.', 'โปรดระบุฟิลด์ "{1}" ซึ่งเป็นชนิดข้อมูล "{2}" ที่จำเป็น'],
      ['Field "{}" is not defined by type "{}".', 'ไม่มีฟิลด์ "{1}" ในชนิดข้อมูล "{2}"'],
      ['Field "{}" must be non-null.', 'ฟิลด์ "{1}" ต้องไม่เป็น null'],
      ...VALUES,
    ],
  ],
  [
    graphql.VariablesAreInputTypesRule,
    [['Variable "${}" cannot be non-input type "{}".', 'ตัวแปร "${1}" เป็นชนิดข้อมูล "{2}" ไม่ได้ เพราะไม่ใช่ชนิดสำหรับรับค่า']],
  ],
  [
    graphql.VariablesInAllowedPositionRule,
    [
      [
        'Variable "${}" of type "{}" used in position expecting type "{}".',
        'ตัวแปร "${1}" เป็นชนิดข้อมูล "{2}" แต่ใช้ตรงที่ต้องเป็นชนิด "{3}"',
      ],
      [
        'Variable "${}" is of type "{}" but must be non-nullable to be used for OneOf Input Object "{}".',
        'ตัวแปร "${1}" เป็นชนิดข้อมูล "{2}" แต่ต้องเป็นชนิดที่ไม่เป็น null จึงจะใช้กับข้อมูล "{3}" ได้',
      ],
    ],
  ],
  [
    deferLabelRule,
    [
      ['The label "{}" of @defer must be unique.', 'ป้าย "{1}" ของ @defer ต้องไม่ซ้ำกัน'],
      ['The label of @defer must be a string, not a variable.', 'ป้ายของ @defer ต้องเป็นข้อความ ไม่ใช่ตัวแปร'],
    ],
  ],
  [
    deferRootFieldRule,
    [['@defer cannot be used on fields of the root type "{}".', 'ใช้ @defer กับฟิลด์ของชนิดข้อมูลราก "{1}" ไม่ได้']],
  ],
  [
    noConditionalSubscriptionRule,
    [['"@{}" is not allowed on the root field of a subscription.', 'ใช้ "@{1}" กับฟิลด์ชั้นบนสุดของ subscription ไม่ได้']],
  ],
  [noIntrospectionRule, [['Introspection is disabled here: "{}" is not allowed.', 'ที่อยู่นี้ไม่เปิดให้อ่านสคีมา จึงไม่ตอบ "{1}"']]],
  [
    'validation',
    [
      ['Too many validation errors, error limit reached. Validation aborted.', 'คำสั่งค้นมีข้อผิดพลาดมากเกินไป จึงหยุดตรวจสอบ'],
      ['Validation aborted.', 'คำสั่งค้นซับซ้อนเกินไป จึงหยุดตรวจสอบ'],
    ],
  ],
  [
    'variables',
    [
      ['Variable "${}" got invalid value {} at "{}"; {message}', 'ตัวแปร "${1}" มีค่าที่ใช้ไม่ได้ที่ "{3}" คือ {2}: {4}'],
      ['Variable "${}" got invalid value {}; {message}', 'ตัวแปร "${1}" มีค่าที่ใช้ไม่ได้ คือ {2}: {3}'],
      ['Variable "${}" of required type "{}" was not provided.', 'โปรดระบุค่าของตัวแปร "${1}" ซึ่งเป็นชนิดข้อมูล "{2}" ที่จำเป็น'],
      ['Variable "${}" of non-null type "{}" must not be null.', 'ตัวแปร "${1}" เป็นชนิดข้อมูล "{2}" จึงต้องไม่เป็น null'],
      [
        'Variable "${}" expected value of type "{}" which cannot be used as an input type.',
        'ตัวแปร "${1}" เป็นชนิดข้อมูล "{2}" ไม่ได้ เพราะไม่ใช่ชนิดสำหรับรับค่า',
      ],
    ],
  ],
  [
    'execution',
    [
      ['Cannot return null for non-nullable field {}.', 'ฟิลด์ {1} เป็น null ไม่ได้'],
      [
        'Variable "${}" must not be null: the argument "{}" does not take null.',
        'ตัวแปร "${1}" เป็น null ไม่ได้ เพราะอาร์กิวเมนต์ "{2}" ไม่รับ null',
      ],
      ['Argument "{}" of required type "{}" was not provided.', 'โปรดระบุอาร์กิวเมนต์ "{1}" ซึ่งเป็นชนิดข้อมูล "{2}" ที่จำเป็น'],
      [
        'Argument "{}" of required type "{}" was provided the variable "${}" which was not provided a runtime value.',
        'โปรดระบุค่าของตัวแปร "${3}" เพราะอาร์กิวเมนต์ "{1}" ซึ่งเป็นชนิดข้อมูล "{2}" จำเป็นต้องมีค่า',
      ],
      ['Argument "{}" of non-null type "{}" must not be null.', 'อาร์กิวเมนต์ "{1}" เป็นชนิดข้อมูล "{2}" จึงต้องไม่เป็น null'],
      ['Argument "{}" has invalid value {}.', 'อาร์กิวเมนต์ "{1}" มีค่าที่ใช้ไม่ได้ คือ {2}'],
    ],
  ],
  [
    'parser',
    [
      [
        'Syntax Error: Unexpected description, descriptions are not supported on shorthand queries.',
        'คำสั่งค้นแบบย่อมีคำอธิบายไม่ได้',
      ],
      [
        'Syntax Error: Unexpected description, only GraphQL definitions support descriptions.',
        'ใส่คำอธิบายได้เฉพาะหน้าส่วนนิยามเท่านั้น',
      ],
      ['Syntax Error: Invalid number, unexpected digit after 0: {}.', 'ตัวเลขเขียนไม่ถูกต้อง (มีตัวเลข {1} ตามหลัง 0)'],
      ['Syntax Error: Invalid number, expected digit but got: {}.', 'ตัวเลขเขียนไม่ถูกต้อง (ต้องเป็นตัวเลข แต่พบ {1})'],
      ['Syntax Error: Invalid character: {}.', 'มีอักขระที่ใช้ไม่ได้ คือ {1}'],
      ['Syntax Error: Expected "{}", found {}.', 'ตรงนี้ต้องเป็น "{1}" แต่พบ {2}'],
      ['Syntax Error: Document contains more that {} tokens. Parsing aborted.', 'คำสั่งค้นยาวเกิน {1} โทเคน'],
      ['Syntax Error: Document contains more than {} comments. Parsing aborted.', 'คำสั่งค้นมีหมายเหตุเกิน {1} รายการ'],
      ['Syntax Error: Source contains more than {} UTF-16 code units. Parsing aborted.', 'คำสั่งค้นยาวเกิน {1} อักขระ'],
      ['Syntax Error: Unexpected variable "${}" in constant value.', 'ใช้ตัวแปร "${1}" ในค่าคงที่ไม่ได้'],
      [
        'Syntax Error: Unexpected single quote character (\'), did you mean to use a double quote (")?',
        'ข้อความต้องอยู่ในเครื่องหมายอัญประกาศคู่ (") ไม่ใช่อัญประกาศเดี่ยว (\')',
      ],
      ['Syntax Error: Unexpected character: {}.', 'มีอักขระที่ใช้ไม่ได้ คือ {1}'],
      ['Syntax Error: {} is reserved and cannot be used for an enum value.', '{1} เป็นคำสงวน ใช้เป็นค่าในรายการไม่ได้'],
      ['Syntax Error: Unterminated string.', 'ข้อความไม่มีเครื่องหมายอัญประกาศปิด'],
      ['Syntax Error: Invalid character within String: {}.', 'มีอักขระที่ใช้ในข้อความไม่ได้ คือ {1}'],
      ['Syntax Error: Invalid Unicode escape sequence: "{}".', 'รหัสอักขระยูนิโคดไม่ถูกต้อง คือ "{1}"'],
      ['Syntax Error: Invalid character escape sequence: "{}".', 'ลำดับอักขระหลีกไม่ถูกต้อง คือ "{1}"'],
      ['Syntax Error: Unexpected {}.', 'ไม่คาดว่าจะพบ {1} ตรงนี้'],
      ['Syntax Error: Expected {}, found {}.', 'ตรงนี้ต้องเป็น {1} แต่พบ {2}'],
    ],
  ],
]);
