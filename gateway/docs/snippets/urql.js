import { cacheExchange, Client, fetchExchange, gql } from '@urql/core';

const client = new Client({
  url: 'http://127.0.0.1:4000/graphql',
  exchanges: [cacheExchange, fetchExchange],
  fetchOptions: { headers: { 'accept-language': 'th' } },
  // A GET has an entity tag, and is served from memory by proxies; long documents go as a POST.
  preferGetMethod: 'within-url-limit',
});

const CITY = gql`
  query CityPage($id: ID!) {
    city(id: $id) {
      id
      name {
        th
        en
      }
    }
  }
`;

const { data, error } = await client.query(CITY, { id: 'th-yala' }).toPromise();
console.log(error ? error.message : data.city.name.th);
