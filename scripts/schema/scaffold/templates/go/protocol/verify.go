// Package protocol is what the gateway of Citylink says beside GraphQL: the signature of each request (RFC 9421), the
// caller, and the language.
package protocol

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	maxSkew    = 60 * time.Second
	remembered = 2*maxSkew + 2*time.Second
)

var (
	member    = regexp.MustCompile(`([a-z*][\w.*-]*)=(\(("[^"\\]+"(?: "[^"\\]+")*)\)((?:;[a-z]+=(?:"[^"\\]*"|\d{1,15}))*))`)
	parameter = regexp.MustCompile(`;([a-z]+)=(?:"([^"\\]*)"|(\d+))`)
	signature = regexp.MustCompile(`^\s*([^=\s]+)=:([A-Za-z0-9+/]{43}=):\s*$`)
)

// Verifier accepts each request that the gateway signed for this subgraph, once.
type Verifier struct {
	// Audience is the name of this subgraph.
	Audience string
	// Keys is the subgraph's key; two while the gateway's secret changes.
	Keys []string
	// Now is the clock.
	Now func() time.Time

	mutex sync.Mutex
	seen  map[string]time.Time
}

// Verify returns why a request is refused, or "" for one that is accepted. Reasons: missing, malformed, audience, digest,
// key, clock, replay.
func (v *Verifier) Verify(request *http.Request, body []byte) string {
	if request.Header.Get("signature-input") == "" && request.Header.Get("signature") == "" {
		return "missing"
	}
	label, params, names, values := readInput(request.Header.Get("signature-input"))
	given := readSignature(request.Header.Get("signature"), label)
	created, err := strconv.ParseInt(values["created"], 10, 64)
	alg := values["alg"]
	if given == nil || err != nil || len(values["nonce"]) < 16 || (alg != "" && alg != "hmac-sha256") {
		return "malformed"
	}
	base, isComplete := signatureBase(request, names, params)
	if !isComplete || !strings.HasPrefix(values["keyid"], "gateway/") {
		return "malformed"
	}
	if values["keyid"] != "gateway/"+url.PathEscape(v.Audience) {
		return "audience"
	}
	digest := sha256.Sum256(body)
	if request.Header.Get("content-digest") != "sha-256=:"+base64.StdEncoding.EncodeToString(digest[:])+":" {
		return "digest"
	}
	if !slices.ContainsFunc(v.Keys, func(key string) bool { return hmac.Equal(given, sign(key, base)) }) {
		return "key"
	}
	now := v.Now()
	if age := now.Truncate(time.Second).Sub(time.Unix(created, 0)); age > maxSkew || age < -maxSkew {
		return "clock"
	}
	if v.isReplay(string(given), now) {
		return "replay"
	}
	return ""
}

// readInput finds the signature that carries our tag, among others that a proxy may add.
func readInput(header string) (label, params string, names []string, values map[string]string) {
	for _, match := range member.FindAllStringSubmatch(header, -1) {
		values = map[string]string{}
		for _, each := range parameter.FindAllStringSubmatch(match[4], -1) {
			values[each[1]] = each[2] + each[3]
		}
		if values["tag"] == "citylink" {
			return match[1], match[2], strings.Split(strings.Trim(match[3], `"`), `" "`), values
		}
	}
	return "", "", nil, nil
}

func readSignature(header, label string) []byte {
	for _, each := range strings.Split(header, ",") {
		if match := signature.FindStringSubmatch(each); match != nil && match[1] == label {
			decoded, _ := base64.StdEncoding.DecodeString(match[2])
			return decoded
		}
	}
	return nil
}

// signatureBase writes what was signed (RFC 9421, section 2.5); false unless it covers all that it must, once.
func signatureBase(request *http.Request, names []string, params string) (string, bool) {
	required := []string{"@method", "@path", "@query", "content-digest"}
	if request.Header.Get("citylink-caller") != "" {
		required = append(required, "citylink-caller")
	}
	for _, name := range required {
		if !slices.Contains(names, name) {
			return "", false
		}
	}
	path, query, _ := strings.Cut(request.RequestURI, "?")
	var base strings.Builder
	for at, name := range names {
		value := map[string]string{"@method": request.Method, "@path": path, "@query": "?" + query}[name]
		if !strings.HasPrefix(name, "@") {
			value = strings.TrimSpace(request.Header.Get(name))
		}
		if value == "" || slices.Contains(names[:at], name) {
			return "", false
		}
		fmt.Fprintf(&base, "%q: %s\n", name, value)
	}
	fmt.Fprintf(&base, "%q: %s", "@signature-params", params)
	return base.String(), true
}

// sign returns the HMAC of a text. The key is the text of 43 characters itself: it is not decoded.
func sign(key, text string) []byte {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func (v *Verifier) isReplay(signature string, now time.Time) bool {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if v.seen == nil {
		v.seen = map[string]time.Time{}
	}
	for each, at := range v.seen {
		if now.Sub(at) > remembered {
			delete(v.seen, each)
		}
	}
	_, isSeen := v.seen[signature]
	v.seen[signature] = now
	return isSeen
}
