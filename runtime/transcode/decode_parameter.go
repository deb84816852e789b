// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"net/url"
	"strings"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A rawParameter is a parameter of a query, a form or a cookie. Its value is encoded.
type rawParameter struct{ name, value string }

// parseQuery splits a query or a form into parameters, and decodes their names.
func parseQuery(query string) ([]rawParameter, *RequestError) {
	var all []rawParameter
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		decoded, err := url.QueryUnescape(name)
		if err == nil {
			_, err = url.QueryUnescape(value)
		}
		if err != nil {
			return nil, badText("percent-encoding", pair)
		}
		all = append(all, rawParameter{decoded, value})
	}
	return all, nil
}

// A collected value is everything that a query or a form holds for one parameter.
type collected struct {
	name string
	rule *apipb.Parameter
	// values are encoded. In a multipart form, separators in values are not encoded.
	values      []string
	isMultipart bool
	// deep holds the values with keys in brackets, and members those of an exploded object.
	deep, members *node
}

// node returns the value according to the style of the parameter.
func (g *collected) node() (*node, *RequestError) {
	separator := g.rule.GetSeparator()
	others := g.deep
	if others == nil {
		others = g.members
	}
	switch {
	case others != nil && len(g.values) > 0:
		return nil, badRequestf("has a value and members")
	case others != nil:
		return others, nil
	case g.rule.GetJson():
		if len(g.values) > 1 {
			return nil, badRequestf("is given %d times", len(g.values))
		}
		return &node{json: []byte(unescapeQuery(g.values[0]))}, nil
	case separator == "," && !g.isMultipart:
		// Commas within values are encoded, commas between them are not.
		n, _ := pieces(strings.Split(strings.Join(g.values, ","), ","), false, url.QueryUnescape)
		return n, nil
	case separator != "" && separator != deepObject:
		joined := strings.Join(g.values, url.QueryEscape(separator))
		text := unescapeQuery(joined)
		n, _ := pieces(strings.Split(text, separator), false, func(text string) (string, error) { return text, nil })
		// EncodeQuery encodes spaces between values as %20, and spaces within them as "+".
		n.preferList = !n.hasText && !strings.Contains(joined, "+")
		n.text, n.hasText = text, len(g.values) == 1 // A single text may contain separators.
		return n, nil
	}
	texts := make([]string, len(g.values))
	for i, value := range g.values {
		texts[i] = unescapeQuery(value)
	}
	n := repeated(texts)
	n.objectAsText = separator == "" && !g.rule.GetExploded()
	return n, nil
}

// unescapeQuery decodes a value that parseQuery has validated.
func unescapeQuery(value string) string {
	text, _ := url.QueryUnescape(value)
	return text
}

// splitKeys splits name[a][b] into the name and the keys.
func splitKeys(name string) (base string, keys []string, ok bool) {
	base, rest, ok := strings.Cut(name, "[")
	if !ok || base == "" {
		return name, nil, false
	}
	for {
		key, after, ok := strings.Cut(rest, "]")
		if !ok || len(keys) == maxDepth {
			return name, nil, false
		}
		keys = append(keys, key)
		if after == "" {
			return base, keys, true
		}
		if after[0] != '[' {
			return name, nil, false
		}
		rest = after[1:]
	}
}
