// The subgraph sample of Citylink: it adds a field to cities, and has items of its own.
package main

import (
	"bufio"
	_ "embed"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"example.org/sample/graph"
	"example.org/sample/protocol"
)

//go:generate go tool gqlgen generate

//go:embed items.json
var itemsText []byte

func main() {
	readEnvFile(".env")
	items, err := graph.ReadItems(itemsText)
	if err != nil {
		log.Fatal(err)
	}
	var verifier *protocol.Verifier
	if keys := os.Getenv("SUBGRAPH_KEY"); keys != "" {
		verifier = &protocol.Verifier{Audience: "sample", Keys: strings.Split(keys, ","), Now: time.Now}
	} else if os.Getenv("NODE_ENV") == "production" {
		log.Fatal("SUBGRAPH_KEY is not set: in production unsigned requests are refused.")
	} else {
		log.Print("WARNING: SUBGRAPH_KEY is not set: DEVELOPMENT ONLY, everybody is answered without a signature.")
	}
	address := valueOf("HOST", "127.0.0.1") + ":" + valueOf("PORT", "4010")
	log.Printf("sample listens on http://%s/graphql", address)
	mux := http.NewServeMux()
	mux.Handle("POST /graphql", newHandler(items, verifier))
	server := http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func valueOf(name, other string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return other
}

// readEnvFile sets the variables of a file that are not set yet.
func readEnvFile(name string) {
	file, err := os.Open(name)
	if err != nil {
		return
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		name, value, isVariable := strings.Cut(lines.Text(), "=")
		if _, isSet := os.LookupEnv(name); isVariable && !isSet && !strings.HasPrefix(name, "#") {
			_ = os.Setenv(name, value)
		}
	}
}
