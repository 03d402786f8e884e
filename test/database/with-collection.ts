import mongoose from 'mongoose';

type Client = InstanceType<typeof mongoose.mongo.MongoClient>;
export type Collection = ReturnType<ReturnType<Client['db']>['collection']>;

/** Talk to one collection of a database, and hang up afterwards. */
export async function withCollection<T>(uri: string, talk: (collection: Collection) => Promise<T>): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5000 });
  try {
    return await talk(client.db('kept').collection('things'));
  } finally {
    await client.close();
  }
}
