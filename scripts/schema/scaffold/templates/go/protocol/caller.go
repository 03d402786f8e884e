package protocol

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Caller is who has signed in at the gateway; without an id, nobody has.
type Caller struct {
	ID    string   `json:"id"`
	Roles []string `json:"roles"`
}

// HasRole tells whether the caller holds a role for an id. An administrator of the network holds every role.
func (c Caller) HasRole(role, of string) bool {
	return slices.Contains(c.Roles, "network-admin") || slices.Contains(c.Roles, role+":"+of)
}

type contextKey struct{}

type told struct {
	caller Caller
	isThai bool
}

// WithRequest keeps what a request tells of its caller. Call it after the signature was verified.
func WithRequest(ctx context.Context, header http.Header) (context.Context, error) {
	kept := told{isThai: prefersThai(header.Get("accept-language"))}
	if value := header.Get("citylink-caller"); value != "" {
		text, err := base64.RawURLEncoding.DecodeString(value)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &kept.caller); err != nil {
			return nil, err
		}
	}
	return context.WithValue(ctx, contextKey{}, kept), nil
}

// CallerOf returns the caller of the request.
func CallerOf(ctx context.Context) Caller {
	kept, _ := ctx.Value(contextKey{}).(told)
	return kept.caller
}

// Text chooses the text in the language that the client prefers; English when it names none.
func Text(ctx context.Context, english, thai string) string {
	if kept, _ := ctx.Value(contextKey{}).(told); kept.isThai {
		return thai
	}
	return english
}

func prefersThai(header string) bool {
	quality := map[string]float64{}
	for _, part := range strings.Split(strings.ToLower(header), ",") {
		tag, weight, hasWeight := strings.Cut(strings.TrimSpace(part), ";q=")
		value := 1.0
		if hasWeight {
			value, _ = strconv.ParseFloat(weight, 64)
		}
		language, _, _ := strings.Cut(tag, "-")
		quality[language] = max(quality[language], value)
	}
	return quality["th"] > quality["en"]
}
