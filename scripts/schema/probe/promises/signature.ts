import type { Finding } from '../../report/report.js';
import { broken, doubtful, told } from '../findings.js';
import type { ProbeContext } from '../probe-context.js';
import type { CallOptions, Reply } from '../subgraph-endpoint.js';

const CALL = { query: '{ __typename }' };
const PAGE = 'subgraphs/protocol/TRUST.md';

const ATTEMPTS: readonly { signing: CallOptions['signing'] & string; code: string; what: string; advice: string }[] = [
  {
    signing: 'none',
    code: 'UNSIGNED_ACCEPTED',
    what: 'a call without a signature',
    advice: `Verify the signature of each request before its body is parsed, and refuse it with status 401 (${PAGE}).`,
  },
  {
    signing: 'wrong-key',
    code: 'WRONG_KEY_ACCEPTED',
    what: 'a call that was signed with another key',
    advice: 'Compute the HMAC of the signature base with your own key, and compare it in constant time.',
  },
  {
    signing: 'other-audience',
    code: 'AUDIENCE_ACCEPTED',
    what: 'a call that was signed for another subgraph',
    advice: 'Accept only the keyid `gateway/<name of your subgraph>`.',
  },
  {
    signing: 'other-body',
    code: 'BODY_ACCEPTED',
    what: 'a call whose body is not the one that was signed',
    advice: 'Compare content-digest with the SHA-256 of the bytes that you received.',
  },
  {
    signing: 'old',
    code: 'OLD_ACCEPTED',
    what: 'a call that was signed ten minutes ago',
    advice: 'Refuse a signature whose `created` differs from your clock by more than 60 seconds.',
  },
  {
    signing: 'unsigned-caller',
    code: 'CALLER_ACCEPTED',
    what: 'a call with a caller that the signature does not cover: anybody between could be anybody',
    advice: 'Refuse a request with the header citylink-caller whose signature does not cover it.',
  },
];

/** Answers only what the gateway signed for this subgraph, once. */
export async function checkSignatures({ endpoint }: ProbeContext): Promise<Finding[]> {
  if (!endpoint.isSigned) {
    return [
      doubtful(
        'UNSIGNED_ACCEPTED',
        'The subgraph answers calls without a signature: whoever reaches it can read all of it.',
        {
          advice: `Verify signatures (${PAGE}), and give the probe your key: --key, or SUBGRAPH_KEY.`,
        },
      ),
    ];
  }
  const findings: Finding[] = [];
  for (const { signing, code, what, advice } of ATTEMPTS) {
    const reply = await endpoint.send(CALL, { signing });
    findings.push(...judge(reply, code, what, advice));
    // One that verifies nothing accepts all the others too.
    if (signing === 'none' && findings.length > 0) return findings;
  }
  const signing = endpoint.sign(CALL);
  await endpoint.send(CALL, { signing });
  const repeated = await endpoint.send(CALL, { signing });
  findings.push(
    ...judge(
      repeated,
      'REPLAY_ACCEPTED',
      'a call that it had received before',
      'Remember each signature for 122 seconds, and refuse it when it comes again.',
    ),
  );
  return findings;
}

function judge({ failure, status, result }: Reply, code: string, what: string, advice: string): Finding[] {
  if (result?.data != null || (failure === undefined && status < 300))
    return [broken(code, `The subgraph answered ${what}.`, { advice })];
  if (failure !== undefined) return [told(code, `The subgraph gave no response to ${what}: ${failure}.`)];
  if (status === 401) return [];
  return [
    doubtful('REFUSAL_STATUS', `The subgraph refused ${what} with status ${status}.`, {
      advice: 'Refuse it with status 401: the gateway then tells its operators that the signature was refused.',
    }),
  ];
}
