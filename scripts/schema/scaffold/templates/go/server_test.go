package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.org/sample/graph"
	"example.org/sample/protocol"
)

// ask sends a query and returns the data and the status.
func ask(t *testing.T, verifier *protocol.Verifier, query string, headers map[string]string) (any, int) {
	t.Helper()
	items, err := graph.ReadItems(itemsText)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := json.Marshal(map[string]string{"query": query})
	request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body)))
	request.Header.Set("content-type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response := httptest.NewRecorder()
	newHandler(items, verifier).ServeHTTP(response, request)
	var result struct{ Data any }
	if err := json.Unmarshal(response.Body.Bytes(), &result); err != nil {
		t.Fatal(err, response.Body.String())
	}
	return result.Data, response.Code
}

func expect(t *testing.T, got any, expected string) {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(expected), &value); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, value) {
		text, _ := json.Marshal(got)
		t.Errorf("got %s, expected %s", text, expected)
	}
}

func TestReferencesAreAnsweredInOrderWithNullForUnknownItems(t *testing.T) {
	data, _ := ask(t, nil, `{ _entities(representations: [
		{ __typename: "SampleItem", id: "none" }
		{ __typename: "City", id: "th-yala" }
		{ __typename: "SampleItem", id: "sample-phuket-1" }
		{ __typename: "City", id: "th-satun" }
		{ __typename: "City", id: "th-phuket" }
	]) { ... on City { id sampleItems(first: 1) { id } } ... on SampleItem { id city { id } } } }`, nil)
	expect(t, data, `{ "_entities": [
		null,
		{ "id": "th-yala", "sampleItems": [{ "id": "sample-yala-1" }] },
		{ "id": "sample-phuket-1", "city": { "id": "th-phuket" } },
		{ "id": "th-satun", "sampleItems": [] },
		{ "id": "th-phuket", "sampleItems": [{ "id": "sample-phuket-1" }] }
	] }`)
}

func TestSDLIsServed(t *testing.T) {
	data, _ := ask(t, nil, "{ _service { sdl } }", nil)
	service, _ := data.(map[string]any)["_service"].(map[string]any)
	if sdl, _ := service["sdl"].(string); !strings.Contains(sdl, "type SampleItem") {
		t.Errorf("got %q", sdl)
	}
}

func TestNameIsInTheLanguageOfTheClient(t *testing.T) {
	query := `{ sampleItem(id: "sample-yala-1") { name } }`
	data, _ := ask(t, nil, query, map[string]string{"accept-language": "th-TH, en;q=0.5"})
	expect(t, data, `{ "sampleItem": { "name": "รายการแรกของยะลา" } }`)
	data, _ = ask(t, nil, query, nil)
	expect(t, data, `{ "sampleItem": { "name": "The first item of Yala" } }`)
}

func TestOfficerOfTheCityMayChangeAnItem(t *testing.T) {
	query := `{ sampleItem(id: "sample-yala-1") { mayChange } }`
	caller := base64.RawURLEncoding.EncodeToString([]byte(`{"id":"anong","roles":["city-officer:th-yala"]}`))
	data, _ := ask(t, nil, query, map[string]string{"citylink-caller": caller})
	expect(t, data, `{ "sampleItem": { "mayChange": true } }`)
	data, _ = ask(t, nil, query, nil)
	expect(t, data, `{ "sampleItem": { "mayChange": false } }`)
}

func TestUnsignedRequestsAreRefused(t *testing.T) {
	verifier := &protocol.Verifier{Audience: "sample", Keys: []string{"a key"}, Now: time.Now}
	data, status := ask(t, verifier, "{ __typename }", nil)
	if data != nil || status != http.StatusUnauthorized {
		t.Errorf("got %v with status %d", data, status)
	}
}
