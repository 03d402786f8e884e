package graph

import (
	"context"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"example.org/sample/protocol"
)

const maxFirst = 100

// Resolver answers the fields of sample.graphql.
type Resolver struct {
	Items Items
}

func (r *Resolver) Query() QueryResolver { return queryResolver{r} }

func (r *Resolver) City() CityResolver { return cityResolver{r} }

func (r *Resolver) SampleItem() SampleItemResolver { return itemResolver{} }

func (r *Resolver) Entity() EntityResolver { return entityResolver{r} }

type queryResolver struct{ *Resolver }

func (r queryResolver) SampleItem(_ context.Context, id string) (*SampleItem, error) {
	return r.Items.byID(id), nil
}

// entityResolver answers references of the gateway.
type entityResolver struct{ *Resolver }

// FindCityByID takes any key: its own subgraph knows which cities exist. One without items has an empty list.
func (r entityResolver) FindCityByID(_ context.Context, id string) (*City, error) {
	return &City{ID: id}, nil
}

// FindSampleItemByID is of an entity of this subgraph: a key that is not known is null.
func (r entityResolver) FindSampleItemByID(_ context.Context, id string) (*SampleItem, error) {
	return r.Items.byID(id), nil
}

type cityResolver struct{ *Resolver }

func (r cityResolver) SampleItems(ctx context.Context, city *City, first *int) ([]*SampleItem, error) {
	size := 10
	if first != nil {
		size = *first
	}
	if size < 1 || size > maxFirst {
		// An error with a code of its own reaches the client; one without is masked by the gateway.
		message := protocol.Text(ctx, "first must be 1 to 100.", "first ต้องอยู่ระหว่าง 1 ถึง 100")
		return nil, &gqlerror.Error{Message: message, Extensions: map[string]any{"code": "BAD_USER_INPUT"}}
	}
	items := r.Items.ofCity(city.ID)
	return items[:min(size, len(items))], nil
}

type itemResolver struct{}

func (itemResolver) Name(ctx context.Context, item *SampleItem) (*string, error) {
	name := protocol.Text(ctx, item.name["en"], item.name["th"])
	return &name, nil
}

func (itemResolver) MayChange(ctx context.Context, item *SampleItem) (*bool, error) {
	may := protocol.CallerOf(ctx).HasRole("city-officer", item.City.ID)
	return &may, nil
}
