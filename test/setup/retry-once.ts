import { jest } from '@jest/globals';

// Real processes, sockets and deadlines share two cores with each other here: what fails once is tried once more, and
// both are told. What is wrong fails twice.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
