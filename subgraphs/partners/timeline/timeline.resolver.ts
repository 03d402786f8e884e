import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { byId } from '../../runtime/lists/order.js';
import { fillNames, referencesTo } from '../../domain/timeline/fill-names.js';
import { NamedKey, TimelineEntry } from '../../domain/timeline/timeline-entry.type.js';
import { readTimeline } from '../../domain/timeline/read-timeline.js';
import { readTimelineId } from '../../domain/timeline/timeline-query.js';
import type { PartnersContext } from '../loaders.js';
import { Timeline } from '../references.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

/** Programmes are few: one for each network that cities join. */
const MOST_PROGRAMMES = 100;

const OPEN = ['Partner', 'Person', 'Programme', 'Solution', 'Agreement'];

/** What the partners add to the timeline; clients never see it. */
@Resolver(() => Timeline)
export class TimelineResolver {
  @Directive('@inaccessible')
  @ListSize(100)
  @FieldResolver(() => [TimelineEntry], {
    nullable: true,
    description: 'The moments of partners, newest first: a page and one more.',
  })
  async partnerEntries(@Root() { id }: Timeline, @Ctx() context: PartnersContext): Promise<TimelineEntry[]> {
    const entries = await readTimeline(context, readTimelineId(id), OPEN);
    const ids = referencesTo(
      'partner',
      entries.map(({ title }) => title as { th: string; en: string }),
    );
    const found = await Promise.all(ids.map((partner) => context.loaders.partners.byId.load(partner)));
    const names = new Map<string, LocalizedText>(
      found.flatMap((partner) => (partner ? [[`partner:${partner.id}`, partner.name] as const] : [])),
    );
    return entries.map((entry) => ({
      ...entry,
      title: fillNames(entry.title as { th: string; en: string }, (reference) => names.get(reference) ?? null),
    }));
  }

  @Directive('@inaccessible')
  @ListSize(20)
  @FieldResolver(() => [NamedKey], {
    nullable: true,
    description: 'The names of programmes, for the sentences of cities that join them.',
  })
  async programmeNames(@Ctx() { loaders }: PartnersContext): Promise<NamedKey[]> {
    const { nodes } = await loaders.programmes.page({}, byId, { first: MOST_PROGRAMMES });
    return nodes.map(({ id, name }) => ({ id, name }));
  }
}
