package protocol_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"example.org/sample/protocol"
)

func TestVectors(t *testing.T) {
	text, err := os.ReadFile("../test-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Audience string   `json:"audience"`
		Keys     []string `json:"keys"`
		Now      int64    `json:"now"`
		Vectors  []struct {
			Name     string            `json:"name"`
			Keys     []string          `json:"keys"`
			Method   string            `json:"method"`
			Target   string            `json:"target"`
			Headers  map[string]string `json:"headers"`
			Body     string            `json:"body"`
			Expected []string          `json:"expected"`
		} `json:"vectors"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) < 30 {
		t.Fatalf("only %d vectors", len(file.Vectors))
	}
	for _, vector := range file.Vectors {
		t.Run(vector.Name, func(t *testing.T) {
			keys := vector.Keys
			if keys == nil {
				keys = file.Keys
			}
			clock := func() time.Time { return time.Unix(file.Now, 0) }
			verifier := protocol.Verifier{Audience: file.Audience, Keys: keys, Now: clock}
			for _, expected := range vector.Expected {
				request := httptest.NewRequest(vector.Method, vector.Target, strings.NewReader(vector.Body))
				request.Header = http.Header{}
				for name, value := range vector.Headers {
					request.Header.Set(name, value)
				}
				got := verifier.Verify(request, []byte(vector.Body))
				if got == "" {
					got = "accepted"
				}
				if got != expected {
					t.Errorf("got %s, expected %s", got, expected)
				}
			}
		})
	}
}
