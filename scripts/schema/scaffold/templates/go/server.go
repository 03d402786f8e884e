package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"example.org/sample/graph"
	"example.org/sample/protocol"
)

const maxBody = 1 << 20

// newHandler answers requests of the gateway. Without a verifier it answers everybody: in development only.
func newHandler(items graph.Items, verifier *protocol.Verifier) http.Handler {
	graphql := handler.New(graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{Items: items}}))
	graphql.AddTransport(transport.POST{})
	// Without it gqlgen refuses `_service { sdl }`, which `dev` and `probe` read.
	graphql.Use(extension.Introspection{})
	return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, maxBody))
		if err != nil {
			refuse(response, http.StatusRequestEntityTooLarge, "PAYLOAD_TOO_LARGE", "The body is too large.")
			return
		}
		if verifier != nil {
			if reason := verifier.Verify(request, body); reason != "" {
				log.Printf("A request was refused: %s", reason)
				response.Header().Set("www-authenticate", fmt.Sprintf("CitylinkSignature reason=%q", reason))
				refuse(response, http.StatusUnauthorized, "UNAUTHENTICATED", "This subgraph answers signed requests only.")
				return
			}
		}
		ctx, err := protocol.WithRequest(request.Context(), request.Header)
		if err != nil {
			refuse(response, http.StatusBadRequest, "BAD_REQUEST", "The caller cannot be read.")
			return
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
		graphql.ServeHTTP(response, request.WithContext(ctx))
	})
}

func refuse(response http.ResponseWriter, status int, code, message string) {
	response.Header().Set("content-type", "application/json")
	response.WriteHeader(status)
	_ = json.NewEncoder(response).Encode(map[string]any{
		"errors": []any{map[string]any{"message": message, "extensions": map[string]any{"code": code}}},
	})
}
