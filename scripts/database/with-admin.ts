import mongoose from 'mongoose';

const { MongoClient } = mongoose.mongo;
export type Admin = ReturnType<InstanceType<typeof MongoClient>['db']>;

/**
 * Talk to one mongod of ours, whatever state its replica set is in, and hang up afterwards.
 *
 * `patience` is how long it may take to accept the connection, in milliseconds.
 */
export async function withAdmin<T>(port: number, patience: number, talk: (admin: Admin) => Promise<T>): Promise<T> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: patience,
    connectTimeoutMS: patience,
    heartbeatFrequencyMS: 500,
    minHeartbeatFrequencyMS: 25,
  });
  try {
    return await talk(client.db('admin'));
  } finally {
    await client.close();
  }
}
