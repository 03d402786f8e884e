// Package graph has the types of sample.graphql and their resolvers. generated.go and federation.go are written by
// `go generate ./...` from sample.graphql.
package graph

import (
	"encoding/json"
)

// City is an entity of another subgraph, known here by its key.
type City struct {
	ID string
}

// IsEntity marks the type for gqlgen.
func (City) IsEntity() {}

// SampleItem is an entity of this subgraph.
type SampleItem struct {
	ID   string
	City *City
	name map[string]string
}

// IsEntity marks the type for gqlgen.
func (SampleItem) IsEntity() {}

// Items is what this subgraph knows, in the order of the file. Read your own database here.
type Items []*SampleItem

// ReadItems reads the text of items.json.
func ReadItems(text []byte) (Items, error) {
	var rows []struct {
		ID     string            `json:"id"`
		CityID string            `json:"cityId"`
		Name   map[string]string `json:"name"`
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		return nil, err
	}
	items := make(Items, 0, len(rows))
	for _, row := range rows {
		items = append(items, &SampleItem{ID: row.ID, City: &City{ID: row.CityID}, name: row.Name})
	}
	return items, nil
}

func (items Items) byID(id string) *SampleItem {
	for _, item := range items {
		if item.ID == id {
			return item
		}
	}
	return nil
}

func (items Items) ofCity(id string) Items {
	found := Items{} // A nil slice would be null in a result.
	for _, item := range items {
		if item.City.ID == id {
			found = append(found, item)
		}
	}
	return found
}
