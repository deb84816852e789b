// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// itemsOfParts iterates over the items of the list method NumberOfParts. It stops
// after most items, unless most is 0.
func itemsOfParts(t *testing.T, respond http.HandlerFunc, most int) (names []string, requests int, err error) {
	t.Helper()
	url, sent := serve(t, respond)
	c := clientOf(t, forms, rest.WithEndpoint(url), rest.WithoutCredentials())
	p := stub.NewPager(t.Context(), c, "NumberOfParts", new(errdetails.QuotaFailure_Violation), (*apipb.Body).GetParts)
	for part, e := range p.All() {
		if e != nil {
			err = e
			break
		}
		if names = append(names, part.GetName()); len(names) == most {
			break
		}
	}
	return names, len(*sent), err
}

// An error after the first item ends the list with that error.
func TestItemsErrors(t *testing.T) {
	const start = `{"parts": [{"name": "a"}, `
	unfinished := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, text)
		}
	}
	for _, test := range []struct {
		name    string
		respond http.HandlerFunc
		items   string
		code    code.Code
		want    string
		cause   error
	}{
		{"malformed after an item", respondJSON(start + `x`), "a", code.Code_INTERNAL, "the response cannot be read as a protolect.api.v1.Body", nil},
		{"malformed item", respondJSON(start + `{"name": [}]}`), "a", code.Code_INTERNAL, "the response cannot be read as a protolect.api.v1.Body", nil},
		{"a value of another type", respondJSON(start + `{"name": 3}]}`), "a", code.Code_INTERNAL, "parts[1].name: want string, found 3 at byte 35; if the server does not keep to its description, generate", nil},
		{"malformed at the start", respondJSON(`{"parts": [x`), "", code.Code_INTERNAL, "cannot be read", nil},
		{"ended after an item", unfinished(start), "a", code.Code_UNAVAILABLE, "the response ended early: unexpected EOF", io.ErrUnexpectedEOF},
		{"ended before an item", unfinished(`{"parts": [`), "", code.Code_UNAVAILABLE, "the response ended early: unexpected EOF", io.ErrUnexpectedEOF},
		{"an error with status 200", respondJSON(`{"error": {"code": 404, "message": "gone"}}`), "", code.Code_NOT_FOUND, "gone", nil},
		{"an error", respond(503, "application/json", `{"error": {"message": "later"}}`), "", code.Code_UNAVAILABLE, "later", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			names, requests, err := itemsOfParts(t, test.respond, 0)
			e, _ := errors.AsType[*rest.Error](err)
			if e == nil || e.Code != test.code || !strings.Contains(e.Message, test.want) || test.cause != nil && !errors.Is(err, test.cause) {
				t.Errorf("got %v, want %v %q", err, test.code, test.want)
			}
			if got := strings.Join(names, " "); got != test.items || requests != 1 {
				t.Errorf("got the items %q in %d requests, want %q", got, requests, test.items)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "page 1: ") {
				t.Errorf("%v does not name the page", err)
			}
		})
	}
}

// A break ends the iteration without an error and without reading the rest.
func TestItemsBreak(t *testing.T) {
	names, requests, err := itemsOfParts(t, respondJSON(`{"parts": [{"name": "a"}, {"name": "b"}, {"name": "c"}, x`), 2)
	if err != nil || strings.Join(names, " ") != "a b" || requests != 1 {
		t.Errorf("got %q, %v in %d requests", names, err, requests)
	}
}

// The size of a response is limited while its items are yielded.
func TestItemsTooLong(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 256 MiB")
	}
	spaces := strings.Repeat(" ", 1<<20)
	names, _, err := itemsOfParts(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"parts": [{"name": "a"}, `)
		for range 257 {
			if _, err := io.WriteString(w, spaces); err != nil {
				return
			}
		}
		io.WriteString(w, `{"name": "b"}]}`)
	}, 0)
	if err == nil || !strings.Contains(err.Error(), "the response is larger than the limit of 256 MiB (request less, for example a smaller page") || strings.Join(names, " ") != "a" {
		t.Errorf("got %q, %v", names, err)
	}
}

// A canceled context ends the iteration.
func TestItemsCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"parts": [{"name": "a"}, `)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	c := clientOf(t, forms, rest.WithEndpoint(url), rest.WithoutCredentials())
	p := stub.NewPager(ctx, c, "NumberOfParts", new(errdetails.QuotaFailure_Violation), (*apipb.Body).GetParts)
	var last error
	for _, err := range p.All() {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("got %v", last)
	}
}
