import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';

const client = new ApolloClient({
  link: new HttpLink({ uri: 'http://127.0.0.1:4000/graphql', headers: { 'accept-language': 'th' } }),
  cache: new InMemoryCache(),
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

const { data } = await client.query({ query: CITY, variables: { id: 'th-yala' } });
console.log(data.city.name.th);
client.stop();
