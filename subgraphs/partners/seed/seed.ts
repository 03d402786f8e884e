import { asStored, type SeedFile, type SeedItem } from '../../runtime/seed.js';
import { agreementModel } from '../agreement/agreement.model.js';
import { officeKindOf } from '../person/office-rules.js';
import { partnerModel } from '../partner/partner.model.js';
import { personModel, type StoredOffice } from '../person/person.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel } from '../solution/solution.model.js';

/** The partners' first content. */
export const partnersSeed: readonly SeedFile[] = [
  { model: partnerModel, file: 'subgraphs/partners/seed/partners.json', documents: (items) => items.map(asStored) },
  { model: personModel, file: 'subgraphs/partners/seed/people.json', documents: (items) => items.map(personOf) },
  { model: programmeModel, file: 'subgraphs/partners/seed/programmes.json', documents: (items) => items.map(asStored) },
  { model: solutionModel, file: 'subgraphs/partners/seed/solutions.json', documents: (items) => items.map(asStored) },
  { model: agreementModel, file: 'subgraphs/partners/seed/agreements.json', documents: (items) => items.map(asStored) },
];

function personOf(person: SeedItem) {
  const offices = person['offices'] as Array<Omit<StoredOffice, 'kind'>>;
  return asStored({
    ...person,
    offices: offices.map((office) => ({ ...office, kind: officeKindOf(office.office.en) })),
  });
}
