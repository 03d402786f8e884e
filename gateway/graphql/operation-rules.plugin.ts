import type { ApolloServerPlugin } from '@apollo/server';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import { requestError } from '../errors.js';
import type { RequestContext } from '../request-context.js';

/** A variable of the plan's own; Apollo's executor cannot tell it from a client's. */
const RESERVED_VARIABLE = 'representations';

const RESERVED: Sentence = {
  en: `The variable "$${RESERVED_VARIABLE}" needs another name: this one is the gateway's own.`,
  th: `โปรดเปลี่ยนชื่อตัวแปร "$${RESERVED_VARIABLE}" เพราะเกตเวย์ใช้ชื่อนี้เอง`,
};

/**
 * Refuses, before a plan is made, what Apollo's gateway would answer with status 500: an operation that the
 * document does not have, a subscription, a variable whose name the plan needs.
 */
export function operationRulesPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, request }) {
          if (!operation) throw requestError('OPERATION_RESOLUTION_FAILURE', unresolved(request.operationName));
          if (operation.operation === 'subscription') throw requestError('SUBSCRIPTIONS_NOT_SERVED');
          const reserved = operation.variableDefinitions?.find(
            ({ variable }) => variable.name.value === RESERVED_VARIABLE,
          );
          if (reserved) throw requestError('BAD_USER_INPUT', RESERVED, { nodes: [reserved] });
        },
      };
    },
  };
}

function unresolved(name: string | null | undefined): Sentence {
  if (name) return { en: `The document has no operation named "${name}".`, th: `เอกสารนี้ไม่มีคำสั่งชื่อ "${name}"` };
  return {
    en: 'The document has several operations: say in operationName which one to run.',
    th: 'เอกสารนี้มีหลายคำสั่ง โปรดระบุใน operationName ว่าจะใช้คำสั่งใด',
  };
}
