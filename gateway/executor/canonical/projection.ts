import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  print,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLUnionType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { formOf, type OutputForm } from '../output-form.js';
import type { CanonicalKeys } from './canonical-keys.js';
import type { Canonicalizer, Position } from './canonical-operation.js';
import {
  collectFields,
  fieldError,
  visitSelections,
  type ClientSelection,
  type CollectedField,
  type FieldError,
} from './client-selection.js';

/** How the result of a client's operation is made out of the data of its canonical operation. */
export interface Projection {
  readonly root: ObjectProjection;
  /**
   * Equal for projections that give the same result for the same data, but for the names that the client chose: texts that
   * differ in aliases have one signature.
   */
  readonly signature: string;
  /** The names that the client chose, which the signature has by their numbers. */
  readonly names: readonly string[];
  /** False when it has fields that no subgraph gives: introspection, and fields with an error. */
  readonly isCompilable: boolean;
}

/** What the client selects of the objects of one type. */
export interface ObjectProjection {
  readonly type: GraphQLObjectType | GraphQLInterfaceType;
  /** In the order of the result. */
  readonly fields: readonly FieldProjection[];
  /** What is selected of them by fragments that are kept apart. */
  readonly deferred: readonly DeferredProjection[];
}

/** What a fragment with `@defer` selects of the objects of one type. */
export interface DeferredProjection {
  /** The fragment, which may stand at several positions. */
  readonly node: SelectionNode;
  readonly position: Position;
  /** Without the fragments within it that are kept apart from it. */
  projection(): ObjectProjection;
}

export type FieldProjection = DataField | TypenameField | IntrospectionField | ErrorField;

/** A field that the subgraphs give. */
export interface DataField {
  readonly kind: 'data';
  readonly responseName: string;
  /** The number of `responseName` among the names that the client chose; null for a name that is in the signature. */
  readonly nameNumber: number | null;
  /** In the data. */
  readonly key: string;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
  readonly type: GraphQLOutputType;
  readonly form: OutputForm;
  /** Null for leaf values. */
  readonly selection: SelectionProjection | null;
}

interface TypenameField {
  readonly kind: 'typename';
  readonly responseName: string;
  readonly nameNumber: number | null;
}

/** `__schema` or `__type`. */
export interface IntrospectionField {
  readonly kind: 'introspection';
  readonly responseName: string;
  readonly nodes: readonly FieldNode[];
}

/** A field that is null because of an error that is known before anything is fetched. */
interface ErrorField {
  readonly kind: 'error';
  readonly responseName: string;
  readonly type: GraphQLOutputType;
  readonly error: FieldError;
  readonly nodes: readonly FieldNode[];
}

/** What the client selects of a composite value, whatever its type. */
export class SelectionProjection {
  readonly #byType = new Map<string, ObjectProjection>();
  readonly #byKey = new Map<string, readonly DataField[]>();
  #forAll: ObjectProjection | null | undefined;

  constructor(
    private readonly projector: ProjectionBuilder,
    readonly position: Position,
    readonly selectionSets: readonly SelectionSetNode[],
    readonly type: GraphQLCompositeType,
  ) {}

  /** @param type an object type of the value */
  of(type: GraphQLObjectType): ObjectProjection {
    let projection = this.#byType.get(type.name);
    if (!projection) {
      projection = this.projector.objectProjection(this.position, type, this.selectionSets);
      this.#byType.set(type.name, projection);
    }
    return projection;
  }

  /** All projections that a value may get. */
  all(): readonly ObjectProjection[] {
    const types = isObjectType(this.type) ? [this.type] : this.projector.possibleTypes(this.type);
    const any = this.ofAny();
    return [...types.map((type) => this.of(type)), ...(any && !isObjectType(any.type) ? [any] : [])];
  }

  /** The projection of objects whose type is not known, when it does not matter; null when it does. */
  ofAny(): ObjectProjection | null {
    if (this.#forAll === undefined) this.#forAll = this.#ofAny();
    return this.#forAll;
  }

  /** The fields under a key of the data: one for each of the value's types that has it. */
  fieldsOf(key: string): readonly DataField[] {
    let fields = this.#byKey.get(key);
    if (!fields) {
      const types = isObjectType(this.type) ? [this.type] : this.projector.possibleTypes(this.type);
      fields = types.flatMap((type) => {
        const field = this.of(type).fields.find((candidate) => candidate.kind === 'data' && candidate.key === key);
        return field?.kind === 'data' ? field : [];
      });
      // Subgraphs may send any number of other keys.
      if (fields.length > 0) this.#byKey.set(key, fields);
    }
    return fields;
  }

  #ofAny(): ObjectProjection | null {
    const { type, projector, position, selectionSets } = this;
    if (isObjectType(type)) return this.of(type);
    if (!isInterfaceType(type) || projector.typedPositions.has(position)) return null;
    const projection = projector.objectProjection(position, type, selectionSets);
    if (projection.fields.some(({ kind }) => kind === 'typename')) return null;
    const isSame = projector.possibleTypes(type).every((possible) => {
      const { fields } = this.of(possible);
      return (
        fields.length === projection.fields.length &&
        fields.every(({ responseName }, index) => responseName === projection.fields[index]!.responseName) &&
        projector.countNodes(possible, selectionSets) === projector.countNodes(type, selectionSets)
      );
    });
    return isSame ? projection : null;
  }
}

const META_FIELDS: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map(
  [TypeNameMetaFieldDef, SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);

/** Makes the projections of one client's operation. */
export class ProjectionBuilder {
  /** One for the same selections of a position, or fragments within fragments would take exponentially many. */
  readonly #selections = new Map<Position, SelectionProjection[]>();
  /** Likewise. */
  readonly #deferred = new Map<SelectionNode, (DeferredProjection & { readonly type: GraphQLCompositeType })[]>();
  readonly #names = new Map<string, number>();
  #isCompilable = true;

  constructor(
    private readonly selection: ClientSelection,
    private readonly operation: OperationDefinitionNode,
    private readonly canonicalizer: Canonicalizer,
    private readonly keys: CanonicalKeys,
    /** Where the type of objects must be known, although it may not matter for what is projected here. */
    readonly typedPositions: ReadonlySet<Position> = new Set(),
  ) {}

  build(): Projection {
    const type = this.selection.schema.getRootType(this.operation.operation)!;
    // First, because it numbers the names.
    const signature = `${this.operation.operation}{${this.#signature(this.canonicalizer.root, type, this.operation.selectionSet, true)}}`;
    const root = this.objectProjection(this.canonicalizer.root, type, [this.operation.selectionSet]);
    return { root, signature, names: [...this.#names.keys()], isCompilable: this.#isCompilable };
  }

  objectProjection(
    position: Position,
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSets: readonly SelectionSetNode[],
  ): ObjectProjection {
    const apart = new Map<SelectionNode, SelectionSetNode>();
    const fields = [...collectFields(this.selection, type, selectionSets, apart)].flatMap(([name, collected]) =>
      this.#field(position, type, name, collected),
    );
    const deferred = [...apart].map(([node, selectionSet]) =>
      this.#deferredProjection(position, type, node, selectionSet),
    );
    return { type, fields, deferred };
  }

  #deferredProjection(
    position: Position,
    type: GraphQLObjectType | GraphQLInterfaceType,
    node: SelectionNode,
    selectionSet: SelectionSetNode,
  ): DeferredProjection {
    const known = this.#deferred.get(node) ?? [];
    this.#deferred.set(node, known);
    const found = known.find((each) => each.position === position && each.type === type);
    if (found) return found;
    let projection: ObjectProjection | undefined;
    const deferred = {
      node,
      position,
      type,
      projection: () => (projection ??= this.objectProjection(position, type, [selectionSet])),
    };
    known.push(deferred);
    return deferred;
  }

  possibleTypes(type: GraphQLInterfaceType | GraphQLUnionType): readonly GraphQLObjectType[] {
    return this.selection.schema.getPossibleTypes(type);
  }

  countNodes(type: GraphQLObjectType | GraphQLInterfaceType, selectionSets: readonly SelectionSetNode[]): number {
    let count = 0;
    for (const { nodes } of collectFields(this.selection, type, selectionSets).values()) count += nodes.length;
    return count;
  }

  #field(
    position: Position,
    parent: GraphQLObjectType | GraphQLInterfaceType,
    responseName: string,
    { nodes, error }: CollectedField,
  ): FieldProjection[] {
    const node = nodes[0]!;
    const name = node.name.value;
    const meta = META_FIELDS.get(name);
    if (meta && error) return [{ kind: 'error', responseName, type: meta.type, error, nodes }];
    if (name === '__typename') return [{ kind: 'typename', responseName, nameNumber: this.#numberOf(responseName) }];
    if (name === '__schema' || name === '__type') return [{ kind: 'introspection', responseName, nodes }];
    const field = parent.getFields()[name];
    if (!field) return [];
    if (error) return [{ kind: 'error', responseName, type: field.type, error, nodes }];
    const isRoot = position === this.canonicalizer.root;
    const key = isRoot
      ? this.canonicalizer.rootKey(responseName, node, field)
      : this.canonicalizer.keyAt(position, node, field);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const selection =
      sets.length === 0
        ? null
        : this.#selectionOf(position.child(key), sets, getNamedType(field.type) as GraphQLCompositeType);
    return [
      {
        kind: 'data',
        responseName,
        nameNumber: this.#numberOf(responseName),
        key,
        coordinate: `${parent.name}.${name}`,
        type: field.type,
        form: formOf(field.type),
        selection,
      },
    ];
  }

  #selectionOf(
    position: Position,
    selectionSets: readonly SelectionSetNode[],
    type: GraphQLCompositeType,
  ): SelectionProjection {
    const known = this.#selections.get(position) ?? [];
    this.#selections.set(position, known);
    const found = known.find(
      (candidate) =>
        candidate.type === type &&
        candidate.selectionSets.length === selectionSets.length &&
        candidate.selectionSets.every((set, index) => set === selectionSets[index]),
    );
    if (found) return found;
    const selection = new SelectionProjection(this, position, selectionSets, type);
    known.push(selection);
    return selection;
  }

  #numberOf(responseName: string): number | null {
    return this.#names.get(responseName) ?? null;
  }

  /**
   * A response name as the signature has it. Names of fields of the supergraph stay: the bytes of values that are passed on
   * contain them. All others are numbered.
   */
  #signedName(responseName: string): string {
    if (this.keys.isFieldName(responseName)) return responseName;
    const number = this.#names.get(responseName) ?? this.#names.size;
    this.#names.set(responseName, number);
    return `$${number}`;
  }

  /** The client's selections as they stand, in canonical keys. */
  #signature(
    position: Position,
    type: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    isRoot: boolean,
  ): string {
    let text = '';
    visitSelections(this.selection, selections, {
      field: (node, error) => {
        const responseName = (node.alias ?? node.name).value;
        const name = node.name.value;
        const field = isUnionType(type) ? undefined : type.getFields()[name];
        if (!field) {
          const refusal = error ?? this.selection.refused.get(node);
          if (name !== '__typename' || refusal) this.#isCompilable = false;
          text += ` ${refusal ? `!${JSON.stringify(refusal)}` : ''}${name === '__typename' ? `${this.#signedName(responseName)}:${name}` : print(node)}`;
          return;
        }
        const wrong = error ?? fieldError(this.selection, node, field.args);
        if (wrong) {
          this.#isCompilable = false;
          text += ` ${responseName}!${JSON.stringify(wrong)}`;
          return;
        }
        const key = isRoot
          ? this.canonicalizer.rootKey(responseName, node, field)
          : this.canonicalizer.keyAt(position, node, field);
        text += ` ${this.#signedName(responseName)}:${key}`;
        if (node.selectionSet)
          text += `{${this.#signature(position.child(key), getNamedType(field.type) as GraphQLCompositeType, node.selectionSet, false)}}`;
      },
      fragment: (condition, selectionSet, error) => {
        if (error) this.#isCompilable = false;
        const inner =
          condition === undefined ? type : (this.selection.schema.getType(condition) as GraphQLCompositeType);
        text += ` ${error ? `!${JSON.stringify(error)}` : ''}...${condition ?? ''}{${this.#signature(position, inner, selectionSet, isRoot)}}`;
      },
    });
    return text;
  }
}
