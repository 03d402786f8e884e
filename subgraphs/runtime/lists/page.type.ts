import { Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { Cost } from '../schema/cost-directives.js';
import type { Page } from './page.js';

@Directive('@shareable')
@Cost(0)
@ObjectType('PageInfo', { description: 'Where a page stands in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, {
    description: 'Whether rows follow this page. Read from the end, true when `before` was given.',
  })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: 'Whether rows stand before this page. Read from the start, true when `after` or `offset` was given.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row, null for an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row, null for an empty page.' })
  endCursor!: string | null;
}

/**
 * Makes the connection type of a list and its edge type (Relay cursor connections), with `nodes` beside
 * `edges` and a `totalCount` that is counted only when asked for.
 *
 * @param name the node's GraphQL name: `Book` gives `BookConnection` and `BookEdge`
 * @param options `shareable` when several subgraphs have the same list type
 */
export function connectionType<N extends object>(
  name: string,
  node: () => ClassType<N>,
  { shareable = false } = {},
): ClassType<Page<N>> {
  @Cost(0) // The row counts.
  @ObjectType(`${name}Edge`, { description: `A ${name} and its place in a list.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, {
      description: 'The place of the row in the list: give it as `after` or `before` to read on from here.',
    })
    cursor!: string;

    @Field(node, { description: 'The row.' })
    node!: N;
  }

  @Cost(0)
  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.`, simpleResolvers: true })
  class Connection {
    @Field(() => [Edge], { description: 'The rows with their cursors.' })
    edges!: Edge[];

    @Field(() => [node()], { description: 'The rows.' })
    nodes!: N[];

    @Field(() => PageInfo, { description: 'Whether there are rows before and after this page, and its cursors.' })
    pageInfo!: PageInfo;

    @Cost(1) // A count of its own in the database.
    @Field(() => Int, { description: 'How many rows the whole list has.' })
    totalCount!: number;
  }
  if (shareable) for (const type of [Edge, Connection]) Directive('@shareable')(type);
  return Connection as unknown as ClassType<Page<N>>;
}
