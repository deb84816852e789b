// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode_test

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/transcode"
)

// A target is a method for which requests are decoded.
type target struct {
	name   string
	method *transcode.Method
	router *transcode.Router
}

// targets returns a method for each place and kind. seed receives requests of clients for each method, with
// its number.
func targets(f *testing.F, places []place, seed func(number uint16, r *transcode.Request)) []target {
	var all []target
	random := rand.New(rand.NewPCG(3, 4))
	for _, p := range places {
		for _, kind := range slices.Sorted(maps.Keys(fieldKinds)) {
			m := compileKind(f, fieldKinds[kind], p, false)
			if m == nil {
				continue
			}
			all = append(all, target{p.name + ", " + kind, m, transcode.NewRouter([]*transcode.Method{m}, transcode.RouterOptions{})})
			for range 3 {
				g := &generator{Rand: random}
				req := dynamicpb.NewMessage(m.Descriptor.Input())
				fields := req.Descriptor().Fields()
				req.Set(fields.ByName("id"), protoreflect.ValueOfString("1"))
				g.set(req, fields.ByName("f"), 3)
				if r, err := m.EncodeRequest(req); err == nil {
					seed(uint16(len(all)-1), r)
				}
			}
		}
	}
	return all
}

// stable decodes any request, encodes the message, and decodes and encodes it again. The second encoding must
// be the same as the first.
func (target target) stable(t *testing.T, r *transcode.Request) {
	match, err := target.router.Match(r.Verb, r.Path)
	if err != nil {
		t.Fatal(err)
	}
	req := dynamicpb.NewMessage(target.method.Descriptor.Input())
	if match.DecodeRequest(r, req, transcode.DecodeRequestOptions{}) != nil {
		return
	}
	sameAgain(t, target.method, target.router, req, target.name, false)
}

func placesOf(names ...string) []place {
	var some []place
	for _, p := range places() {
		if slices.Contains(names, p.name) {
			some = append(some, p)
		}
	}
	return some
}

func FuzzDecodeQuery(f *testing.F) {
	all := targets(f, placesOf("query ", `query separator: ","`, `query separator: "|"`, `query separator: "[]"`, "query exploded: true", "query json: true"),
		func(number uint16, r *transcode.Request) { f.Add(number, r.Query) })
	for _, query := range []string{"f[999999999]=x", "f[][a]=1&f[][a]=2", "f[a]=1&f=2", "f=a,b&f=c", "f[a][0][b][1]=x", "f.inner.inner.any=1", "a=1&a=2", "f[", "f[]]=1", "f=%00", "f={}", "f=[]"} {
		for i := 0; i < len(all); i += 5 {
			f.Add(uint16(i), query)
		}
	}
	f.Fuzz(func(t *testing.T, number uint16, query string) {
		target := all[int(number)%len(all)]
		target.stable(t, &transcode.Request{Verb: "GET", Path: "/v1/1", Query: query, Header: http.Header{}})
	})
}

func FuzzDecodeForm(f *testing.F) {
	all := targets(f, placesOf("form", "whole form", "form of ", `form of separator: "[]"`, "form of exploded: true", "multipart", "whole multipart", "multipart of text/plain", "whole JSON"),
		func(number uint16, r *transcode.Request) { f.Add(number, r.Header.Get("Content-Type"), r.Body) })
	f.Fuzz(func(t *testing.T, number uint16, contentType string, body []byte) {
		target := all[int(number)%len(all)]
		target.stable(t, &transcode.Request{Verb: "POST", Path: "/v1/1", Header: http.Header{"Content-Type": {contentType}}, Body: body})
	})
}
