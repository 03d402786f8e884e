import {
  getNamedType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type DirectiveNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { argumentOf, type Argument, type ArgumentValue, type VariableDefinitions } from './argument-values.js';
import { applies, collectFields, fieldError, visitSelections, type ClientSelection } from './client-selection.js';
import type { CanonicalKeys } from './canonical-keys.js';

/** A variable of a canonical operation. */
export interface CanonicalVariable {
  readonly name: string;
  /** What the client calls it: `$day` for a variable, `from` for the value of an argument. */
  readonly clientName: string;
  readonly value: ArgumentValue;
}

/**
 * A validated operation in the form in which it is planned: no alias, no fragment definition, no `@skip` and `@include`,
 * every argument a variable. Operations that differ only in names, literals and spacing have the same text. No name that
 * a client chose reaches a plan. https://spec.graphql.org/October2021/#sec-Field-Alias
 */
interface CanonicalOperation {
  readonly text: string;
  readonly variables: readonly CanonicalVariable[];
}

/**
 * A position in the data: all objects that a field gives, wherever its selections stand. It names the fields of these
 * objects: a field has its own name; where one name meets different arguments or shapes, the later ones get a generated
 * key, as two values cannot have one name.
 */
export class Position {
  readonly #keys = new Map<string, string>();
  readonly #used = new Set<string>();
  readonly #children = new Map<string, Position>();

  constructor(private readonly canonicalKeys: CanonicalKeys) {}

  /** @param signature equal for fields that have the same value */
  keyOf(signature: string, name: string, hasArguments: boolean): string {
    let key = this.#keys.get(signature);
    if (key === undefined) {
      key = this.canonicalKeys.next(name, hasArguments, this.#used);
      this.#used.add(key);
      this.#keys.set(signature, key);
    }
    return key;
  }

  child(key: string): Position {
    let child = this.#children.get(key);
    if (!child) {
      child = new Position(this.canonicalKeys);
      this.#children.set(key, child);
    }
    return child;
  }
}

/** What is the same for all parts of one client's operation. */
export class Canonicalizer {
  readonly root: Position;
  #variables: CanonicalVariable[] = [];
  #declarations: string[] = [];
  #names = new Map<string, string>();
  /** A node has one parent type, so that its signature is the same wherever its fragment is used. */
  readonly #signatures = new Map<FieldNode, string>();
  readonly #arguments = new Map<FieldNode | DirectiveNode, readonly NamedArgument[]>();
  readonly #definitions: VariableDefinitions;
  /** Whether a field may have an error that is known before anything is fetched. */
  readonly #mayFail: boolean;

  constructor(
    private readonly selection: ClientSelection,
    private readonly operation: OperationDefinitionNode,
    keys: CanonicalKeys,
    /** Interfaces and unions of which clients may not see every object: its type must be known. */
    private readonly partlyHidden: ReadonlySet<string>,
  ) {
    this.root = new Position(keys);
    this.#mayFail = selection.refused.size > 0 || Object.values(selection.decisions).includes(null);
    this.#definitions = new Map(
      (operation.variableDefinitions ?? []).map((definition) => [definition.variable.name.value, definition]),
    );
  }

  /**
   * The operations to plan, in the order in which they run: one for a query or a subscription, one for each root field of a mutation, as
   * they are executed serially. https://spec.graphql.org/October2021/#sec-Mutation
   */
  operations(): CanonicalOperation[] {
    const { operation, selectionSet } = this.operation;
    const type = this.selection.schema.getRootType(operation)!;
    if (operation !== 'mutation') {
      const text = this.#selections(this.root, type, [selectionSet]);
      return text === '' ? [] : [this.#take(operation, text)];
    }
    return [...collectFields(this.selection, type, [selectionSet])].flatMap(([name, { nodes, error }]) => {
      const field = type.getFields()[nodes[0]!.name.value];
      if (!field || error) return [];
      const key = this.rootKey(name, nodes[0]!, field);
      return [this.#take('mutation', this.#field(this.root, key, nodes[0]!, field, nodes))];
    });
  }

  /** The key of a field of the data, for an object of the type that has the field. */
  keyAt(position: Position, node: FieldNode, field: GraphQLField<unknown, unknown>): string {
    return position.keyOf(this.#signatureOf(node, field), field.name, field.args.length > 0);
  }

  /** Root fields of a mutation never share a value. */
  rootKey(responseName: string, node: FieldNode, field: GraphQLField<unknown, unknown>): string {
    if (this.operation.operation !== 'mutation') return this.keyAt(this.root, node, field);
    return this.root.keyOf(`${responseName} mutation`, field.name, field.args.length > 0);
  }

  #take(kind: string, text: string): CanonicalOperation {
    const declared = this.#declarations.length > 0 ? `(${this.#declarations.join(', ')})` : '';
    const taken = { text: `${kind}${declared} {${text}}`, variables: this.#variables };
    this.#variables = [];
    this.#declarations = [];
    this.#names = new Map();
    return taken;
  }

  /**
   * The text of selections, without braces; empty when nothing is to be fetched.
   *
   * @param failed response names that have an error in the selections around these, which select of the same objects
   */
  #selections(
    position: Position,
    type: GraphQLCompositeType,
    selectionSets: readonly SelectionSetNode[],
    failed: ReadonlySet<string> = NO_NAMES,
  ): string {
    const { schema } = this.selection;
    const failing = this.#mayFail && !isUnionType(type) ? this.#failing(type, selectionSets, failed) : failed;
    const fields = new Map<string, { node: FieldNode; field: GraphQLField<unknown, unknown>; nodes: FieldNode[] }>();
    const fragments = new Map<string, SelectionSetNode[]>();
    let hasTypename = false;
    const isRoot = position === this.root;
    const collect = ({ selections }: SelectionSetNode): void =>
      visitSelections(this.selection, selections, {
        field: (node, error) => {
          if (node.name.value === '__typename') hasTypename = !isRoot;
          const field = isUnionType(type) ? undefined : type.getFields()[node.name.value];
          if (!field || error || fieldError(this.selection, node, field.args)) return;
          if (failing.size > 0 && failing.has((node.alias ?? node.name).value)) return;
          const key = this.keyAt(position, node, field);
          const known = fields.get(key);
          if (known) known.nodes.push(node);
          else fields.set(key, { node, field, nodes: [node] });
        },
        fragment: (condition, selectionSet, error) => {
          const isMet =
            condition === undefined ||
            condition === type.name ||
            (!isUnionType(type) && applies(schema, type, condition));
          if (error) {
            // Only objects of its type, and of the types of the fragments within, have its errors.
            if (!isObjectType(type)) hasTypename = true;
          } else if (isMet) collect(selectionSet);
          else if (!isObjectType(type)) {
            const known = fragments.get(condition);
            if (known) known.push(selectionSet);
            else fragments.set(condition, [selectionSet]);
          }
        },
      });
    for (const selectionSet of selectionSets) collect(selectionSet);

    const isTyped = hasTypename || fragments.size > 0 || (!isObjectType(type) && this.partlyHidden.has(type.name));
    const parts = isTyped ? ['__typename'] : [];
    for (const [key, { node, field, nodes }] of fields) parts.push(this.#field(position, key, node, field, nodes));
    for (const [condition, sets] of fragments) {
      const inner = this.#selections(position, schema.getType(condition) as GraphQLCompositeType, sets, failing);
      if (inner !== '' && inner !== '__typename') parts.push(`... on ${condition} {${inner}}`);
    }
    return parts.join(' ');
  }

  /** The response names that have an error: no field of these names is fetched, also where it is selected without one. */
  #failing(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSets: readonly SelectionSetNode[],
    failed: ReadonlySet<string>,
  ): ReadonlySet<string> {
    const failing = new Set(failed);
    for (const [name, { error }] of collectFields(this.selection, type, selectionSets)) if (error) failing.add(name);
    return failing;
  }

  #field(
    position: Position,
    key: string,
    node: FieldNode,
    { name, type, args }: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
  ): string {
    const head = `${key === name ? '' : `${key}: `}${name}${this.#writeArguments(node, args)}${this.#writeDirectives(node)}`;
    const named = getNamedType(type);
    if (!isCompositeType(named)) return head;
    const inner = this.#selections(
      position.child(key),
      named,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );
    return `${head} {${inner === '' ? '__typename' : inner}}`;
  }

  #writeArguments(node: FieldNode | DirectiveNode, args: readonly GraphQLArgument[]): string {
    const texts = this.#argumentsOf(node, args).map((argument) => `${argument.name}: $${this.#variable(argument)}`);
    return texts.length > 0 ? `(${texts.join(', ')})` : '';
  }

  #argumentsOf(node: FieldNode | DirectiveNode, args: readonly GraphQLArgument[]): readonly NamedArgument[] {
    if (!node.arguments || node.arguments.length === 0) return NO_ARGUMENTS;
    let found = this.#arguments.get(node);
    if (!found) {
      found = [...node.arguments]
        .sort((one, other) => (one.name.value < other.name.value ? -1 : 1))
        .map(({ name, value }) => {
          const { type, defaultValue } = args.find((candidate) => candidate.name === name.value)!;
          const declared = isNonNullType(type) && defaultValue !== undefined ? type.ofType : type;
          return { name: name.value, type: String(declared), ...argumentOf(value, type, this.#definitions) };
        });
      this.#arguments.set(node, found);
    }
    return found;
  }

  /** Equal values of one type are one variable. */
  #variable({ name: argument, type, key, value, variable }: NamedArgument): string {
    const identity = `${type} ${key}`;
    let name = this.#names.get(identity);
    if (name === undefined) {
      name = `v${this.#variables.length}`;
      this.#names.set(identity, name);
      this.#variables.push({ name, clientName: variable === undefined ? argument : `$${variable}`, value });
      this.#declarations.push(`$${name}: ${type}`);
    }
    return name;
  }

  /** Directives other than `@skip` and `@include` go to the subgraphs as they are. */
  #writeDirectives({ directives = [] }: FieldNode): string {
    return directives
      .filter(isForSubgraphs)
      .map(
        (directive) =>
          ` @${directive.name.value}${this.#writeArguments(directive, this.#argumentsOfDirective(directive))}`,
      )
      .join('');
  }

  #argumentsOfDirective({ name }: DirectiveNode): readonly GraphQLArgument[] {
    return this.selection.schema.getDirective(name.value)?.args ?? [];
  }

  /** Equal for fields of one position that have the same value: name, arguments, directives, shape; of objects, the response name. */
  #signatureOf(node: FieldNode, field: GraphQLField<unknown, unknown>): string {
    let signature = this.#signatures.get(node);
    if (signature === undefined) {
      const directives = (node.directives ?? [])
        .filter(isForSubgraphs)
        .map(
          (directive) =>
            `@${directive.name.value}(${identityOf(this.#argumentsOf(directive, this.#argumentsOfDirective(directive)))})`,
        );
      // An error below a field may null all of its value in the subgraph: what the client selects twice stays apart.
      const own = node.selectionSet ? (node.alias ?? node.name).value : '';
      signature = `${field.name}(${identityOf(this.#argumentsOf(node, field.args))})${directives.join('')} ${shapeOf(field.type)} ${own}`;
      this.#signatures.set(node, signature);
    }
    return signature;
  }
}

interface NamedArgument extends Argument {
  readonly name: string;
  readonly type: string;
}

const NO_NAMES: ReadonlySet<string> = new Set();
const NO_ARGUMENTS: readonly NamedArgument[] = [];

function identityOf(args: readonly NamedArgument[]): string {
  return args.map(({ name, type, key }) => `${name}:${type} ${key}`).join(',');
}

function isForSubgraphs({ name }: DirectiveNode): boolean {
  return name.value !== 'skip' && name.value !== 'include';
}

/** https://spec.graphql.org/October2021/#SameResponseShape() */
function shapeOf(type: GraphQLOutputType): string {
  if (isNonNullType(type)) return `${shapeOf(type.ofType)}!`;
  if (isListType(type)) return `[${shapeOf(type.ofType)}]`;
  return isLeafType(type) ? type.name : '';
}
