import {
  isCompositeType,
  isListType,
  isNonNullType,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
} from 'graphql';

/**
 * What the values of an output type are. It is worked out once for each type: predicates such as `isListType` search the
 * prototypes of the type at each call, which costs more than the rest of completing a value.
 */
export type OutputForm = { readonly isNonNull: boolean } & (
  | { readonly kind: 'list'; readonly items: OutputForm }
  | { readonly kind: 'composite'; readonly type: GraphQLCompositeType }
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
);

const forms = new WeakMap<GraphQLOutputType, OutputForm>();

export function formOf(type: GraphQLOutputType): OutputForm {
  let form = forms.get(type);
  if (!form) forms.set(type, (form = makeForm(type)));
  return form;
}

function makeForm(given: GraphQLOutputType): OutputForm {
  const isNonNull = isNonNullType(given);
  const type = isNonNull ? given.ofType : given;
  if (isListType(type)) return { isNonNull, kind: 'list', items: formOf(type.ofType) };
  return isCompositeType(type) ? { isNonNull, kind: 'composite', type } : { isNonNull, kind: 'leaf', type };
}
