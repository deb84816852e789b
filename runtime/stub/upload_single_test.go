// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/rest"
)

// odd is a service whose descriptors have unusual or malformed media rules.
var odd = withRules(file("oddmedia", `
	message_type { name: "Item"
		field { name: "name"  number: 1 type: TYPE_STRING }
		field { name: "title" number: 2 type: TYPE_STRING options { [protolect.api.v1.field] { parameter { header: "X-Title" } } } }
	}
`, []method{
	{"Chunks", "", "", `post: "/v1/{name=spaces/*}/chunks"`},
	{"BadPath", "", "", `post: "/v1/bad"`},
	{"BadChunks", "", "", `post: "/v1/bad"`},
	{"Unbound", "", "", ``},
	{"OneType", "", "", `post: "/v1/one"`},
	{"Ranges", "", "", `post: "/v1/ranges"`},
}), map[string]string{
	"Chunks":    `media_upload { resumable_path: "/upload/v1/{name=spaces/*}/chunks" }`,
	"BadPath":   `media_upload { simple_path: "upload" }`,
	"BadChunks": `media_upload { resumable_path: "upload" }`,
	"Unbound":   `media_upload { simple_path: "/upload" } media_download {}`,
	"OneType":   `media_upload { accept: "text/markdown" simple_path: "/upload" }`,
	"Ranges":    `media_upload { accept: "text/*" simple_path: "/upload" }`,
})

// A method without a path for one request sends even empty media in a session.
func TestUploadOnlyInChunks(t *testing.T) {
	for size, want := range map[int]string{0: "[bytes */0]", 1: "[bytes 0-0/1]", chunk: "[bytes 0-262143/262144]", chunk + 1: "[bytes 0-262143/262145 bytes 262144-262144/262145]"} {
		s := newUploadServer(t)
		c := clientOf(t, odd, rest.WithEndpoint(s.URL), rest.WithoutCredentials())
		var progress []int64
		err := c.Upload(t.Context(), "Chunks", itemOf(t, odd, `{"name":"spaces/A","title":"a"}`), itemOf(t, odd, `{}`), bytes.NewReader(noise(size)),
			rest.WithChunkSize(chunk), rest.WithUploadProgress(func(received, _ int64) { progress = append(progress, received) }))
		if got := fmt.Sprint(s.puts); err != nil || got != want || !s.finished {
			t.Errorf("%d bytes: got %v, sent %s, want %s", size, err, got, want)
		}
		if s.startURI != "/upload/v1/spaces/A/chunks?uploadType=resumable" || s.start.Get("X-Title") != "a" || s.start.Get("Content-Type") != "" || s.metadata != "" {
			t.Errorf("started with %s %v %q", s.startURI, s.start, s.metadata)
		}
		if len(progress) > 0 && progress[len(progress)-1] != int64(size) {
			t.Errorf("%d bytes: progress %v", size, progress)
		}
	}
}

// A chunk has 16 MiB by default.
func TestUploadDefaultChunkSize(t *testing.T) {
	s := newUploadServer(t)
	c := clientOf(t, odd, rest.WithEndpoint(s.URL), rest.WithoutCredentials())
	err := c.Upload(t.Context(), "Chunks", itemOf(t, odd, `{"name":"spaces/A"}`), itemOf(t, odd, `{}`), bytes.NewReader(make([]byte, 16<<20+1)))
	if got := fmt.Sprint(s.puts); err != nil || got != "[bytes 0-16777215/16777217 bytes 16777216-16777216/16777217]" {
		t.Errorf("got %v, sent %s", err, got)
	}
}

func TestMalformedMediaRules(t *testing.T) {
	url, requests := serve(t, respondJSON(`{}`))
	c := clientOf(t, odd, rest.WithEndpoint(url), rest.WithoutCredentials())
	for _, test := range []struct {
		method  protoreflect.Name
		request string
		code    code.Code
		want    string
	}{
		{"BadPath", `{}`, code.Code_INVALID_ARGUMENT, "media_upload: "},
		{"BadChunks", `{}`, code.Code_INVALID_ARGUMENT, "media_upload: "},
		{"Unbound", `{}`, code.Code_UNIMPLEMENTED, "no google.api.http rule"},
		{"Chunks", `{"name":"rooms/A"}`, code.Code_INVALID_ARGUMENT, "the form spaces/*"},
		{"OneType", `{"title":"a\nb"}`, code.Code_INVALID_ARGUMENT, "title"},
		{"Ranges", `{}`, code.Code_INVALID_ARGUMENT, "the media looks like image/png, and the method accepts text/*"},
	} {
		err := c.Upload(t.Context(), test.method, itemOf(t, odd, test.request), itemOf(t, odd, `{}`), strings.NewReader("\x89PNG\x0D\x0A\x1A\x0A"))
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != test.code || !strings.Contains(e.Message, test.want) {
			t.Errorf("%s: got %v, want %v %q", test.method, err, test.code, test.want)
		}
	}
	_, err := c.Download(t.Context(), "Unbound", itemOf(t, odd, `{}`))
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_UNIMPLEMENTED {
		t.Errorf("got %v", err)
	}
	// A transport calls the method, and media still need an HTTP form.
	over := overTransport(t, odd, new(recording))
	if err := over.Call(t.Context(), "Unbound", itemOf(t, odd, `{}`), itemOf(t, odd, `{}`)); err != nil {
		t.Error(err)
	}
	err = over.Upload(t.Context(), "Unbound", itemOf(t, odd, `{}`), itemOf(t, odd, `{}`), strings.NewReader(""))
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_UNIMPLEMENTED {
		t.Errorf("got %v", err)
	}
	_, err = over.Download(t.Context(), "Unbound", itemOf(t, odd, `{}`))
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_UNIMPLEMENTED {
		t.Errorf("got %v", err)
	}
	if len(*requests) > 0 {
		t.Errorf("%d requests were sent", len(*requests))
	}
}

// Media of an unknown type is sent as the only type that the method accepts.
func TestUploadOfOneType(t *testing.T) {
	url, requests := serve(t, respondJSON(`{}`))
	c := clientOf(t, odd, rest.WithEndpoint(url), rest.WithoutCredentials())
	if err := c.Upload(t.Context(), "OneType", itemOf(t, odd, `{}`), itemOf(t, odd, `{}`), strings.NewReader("\x89PNG\x0D\x0A\x1A\x0A")); err != nil {
		t.Fatal(err)
	}
	if got := (*requests)[0].header.Get("Content-Type"); got != "text/markdown" {
		t.Errorf("sent %s", got)
	}
}

// The first 512 bytes of the media determine its type.
func TestUploadDetectsType(t *testing.T) {
	url, requests := serve(t, respondJSON(`{}`))
	for text, want := range map[string]string{
		strings.Repeat("a", 511) + "\x00": "application/octet-stream",
		strings.Repeat("a", 512) + "\x00": "text/plain; charset=utf-8",
	} {
		for _, media := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
			*requests = nil
			if _, err := upload(t, mediaClient(t, url), "UploadAtOnce", media); err != nil {
				t.Fatal(err)
			}
			if _, _, got := parts(t, (*requests)[0]); got != want {
				t.Errorf("%T: sent %s, want %s", media, got, want)
			}
		}
	}
}

// net/http may read the body again after a connection turns out to be closed.
func TestUploadBodyIsReadAgain(t *testing.T) {
	data := noise(1000)
	var bodies []string
	hc := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		for body := r.Body; len(bodies) < 3; {
			first := make([]byte, 500)
			if _, err := io.ReadFull(body, first); err != nil {
				return nil, err
			}
			again, err := r.GetBody()
			if err != nil {
				return nil, err
			}
			if n, err := io.Copy(io.Discard, body); n > 0 && len(bodies) == 0 && err == nil {
				t.Errorf("%d bytes of the first body were read after GetBody", n)
			}
			all, err := io.ReadAll(again)
			if err != nil {
				return nil, err
			}
			bodies = append(bodies, string(all))
			if body, err = r.GetBody(); err != nil {
				return nil, err
			}
		}
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
	})}
	if _, err := upload(t, mediaClient(t, "http://127.0.0.1", rest.WithHTTPClient(hc)), "Upload", bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	for _, body := range bodies {
		if !strings.Contains(body, string(data)) || !strings.Contains(body, `{"title":"a title"}`) {
			t.Errorf("the body has %d bytes", len(body))
		}
	}
	// After an error of the reader, the body is not sent again.
	hc = &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, err := r.GetBody()
		return nil, err
	})}
	media := &brokenMedia{Reader: bytes.NewReader(data), from: 600}
	_, err := upload(t, mediaClient(t, "http://127.0.0.1", rest.WithHTTPClient(hc)), "Upload", media)
	if !errors.Is(err, errBroken) || media.failures != 1 {
		t.Errorf("got %v after %d failures", err, media.failures)
	}
	// The body of a stream cannot be read again.
	hc = &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		if r.GetBody != nil {
			t.Error("the request of a stream has GetBody")
		}
		return nil, errBroken
	})}
	if _, err := upload(t, mediaClient(t, "http://127.0.0.1", rest.WithHTTPClient(hc)), "UploadAtOnce", iotest.OneByteReader(bytes.NewReader(data))); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}
