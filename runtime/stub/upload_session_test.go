// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/code"

	"github.com/protolect/protolect/runtime/rest"
)

const chunk = 256 * kib

func TestUploadInChunks(t *testing.T) {
	for _, r := range readers {
		for _, size := range []int{chunk + 1, 2*chunk - 1, 2 * chunk, 2*chunk + 1, 5*chunk + 77} {
			t.Run(fmt.Sprint(r.name, size), func(t *testing.T) {
				t.Parallel()
				s := newUploadServer(t)
				data := noise(size)
				title, err := upload(t, mediaClient(t, s.URL), "Upload", r.open(t, data), rest.WithChunkSize(chunk), rest.WithContentType("video/mp4"))
				if err != nil || title != fmt.Sprint(size) {
					t.Fatalf("%q, %v", title, err)
				}
				if !bytes.Equal(s.data, data) {
					t.Error("the server received other bytes")
				}
				if want := "/upload/v1/spaces/A/files?uploadType=resumable"; s.startURI != want || s.metadata != `{"title":"a title"}` {
					t.Errorf("%s %s", s.startURI, s.metadata)
				}
				length := ""
				if r.known {
					length = fmt.Sprint(size)
				}
				if h := s.start; h.Get("X-Upload-Content-Type") != "video/mp4" || h.Get("X-Upload-Content-Length") != length || h.Get("Content-Type") != "application/json" {
					t.Errorf("start: %v", h)
				}
				if h := s.header; h.Get("Content-Type") != "video/mp4" {
					t.Errorf("chunk: %v", h)
				}
				var want []string
				for first := 0; first < size; first += chunk {
					end, total := min(first+chunk, size), fmt.Sprint(size)
					if !r.known && end < size {
						total = "*"
					}
					want = append(want, fmt.Sprintf("bytes %d-%d/%s", first, end-1, total))
				}
				if !slices.Equal(s.puts, want) {
					t.Errorf("got %v, want %v", s.puts, want)
				}
			})
		}
	}
}

// The server receives each byte once and in order, whatever fails.
func TestUploadResumes(t *testing.T) {
	for _, test := range []struct {
		name   string
		faults []fault
		// back reports whether the reader must seek to before the chunk.
		back bool
	}{
		{"503 and nothing kept", []fault{nil, fails(503, 0)}, false},
		{"503 before the chunk is read", []fault{refuses}, false},
		{"503 after 256 KiB", []fault{fails(503, chunk)}, false},
		{"503 in the last chunk", []fault{nil, nil, fails(503, 10)}, false},
		{"other failures that pass", []fault{fails(500, 0), fails(502, 0), fails(504, chunk), fails(429, 0), fails(408, 0)}, false},
		{"reset before anything", []fault{resets(0)}, false},
		{"reset in a chunk", []fault{nil, resets(chunk)}, false},
		{"reset in a chunk, and of the question", []fault{nil, resets(chunk), resets(0), fails(503, 0)}, false},
		{"the response to the last chunk is lost", []fault{nil, nil, loses}, false},
		{"the response to a chunk is lost", []fault{loses}, false},
		{"fewer bytes are kept", []fault{keeps(chunk), nil, keeps(chunk / 2)}, false},
		{"nothing is kept of a chunk", []fault{keeps(0), nil, keeps(0)}, false},
		{"308 without a Range", []fault{forgets}, false},
		{"308 without a Range after a chunk", []fault{nil, forgets}, true},
		{"308 in another header", []fault{override308}, false},
		{"half a response", []fault{nil, nil, halfResponse}, false},
	} {
		for _, r := range readers {
			t.Run(test.name+" "+r.name, func(t *testing.T) {
				t.Parallel()
				s := newUploadServer(t, slices.Clone(test.faults)...)
				data := noise(5*chunk + 77) // three chunks of two units
				var progress []int64
				title, err := upload(t, mediaClient(t, s.URL), "Upload", r.open(t, data), rest.WithChunkSize(2*chunk),
					rest.WithUploadProgress(func(sent, _ int64) { progress = append(progress, sent) }))
				if test.back && !r.again {
					if err == nil || !strings.Contains(err.Error(), "use a reader that implements io.Seeker") || s.finished {
						t.Errorf("got %v", err)
					}
					return
				}
				if err != nil || title != fmt.Sprint(len(data)) {
					t.Fatalf("%q, %v after %v", title, err, s.puts)
				}
				if !bytes.Equal(s.data, data) {
					t.Errorf("the server received other bytes, after %v", s.puts)
				}
				if s.started != 1 {
					t.Errorf("%d sessions", s.started)
				}
				increasing := slices.IsSorted(progress) && len(slices.Compact(slices.Clone(progress))) == len(progress)
				if !increasing || progress[len(progress)-1] != int64(len(data)) {
					t.Errorf("progress %v", progress)
				}
			})
		}
	}
}

// override308 sends 308 in a header, as some servers do for clients that would
// follow a redirect.
func override308(s *uploadServer, w http.ResponseWriter, r *http.Request) bool {
	recorder := httptest.NewRecorder()
	s.put(recorder, r)
	w.Header().Set("Range", recorder.Header().Get("Range"))
	w.Header().Set("X-Http-Status-Code-Override", "308")
	return true
}

// halfResponse finishes the upload, and breaks the connection within the response.
func halfResponse(s *uploadServer, w http.ResponseWriter, r *http.Request) bool {
	s.put(httptest.NewRecorder(), r)
	w.Header().Set("Content-Length", "100")
	io.WriteString(w, `{"title":`)
	http.NewResponseController(w).Flush()
	reset(w)
	return true
}

// An upload that cannot be resumed is an error. The client does not start another.
func TestUploadSessionFails(t *testing.T) {
	status := func(status int, body string) fault {
		return says(func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			io.WriteString(w, body)
		})
	}
	ranges := func(text string) fault {
		return says(func(w http.ResponseWriter) {
			w.Header().Set("Range", text)
			w.WriteHeader(308)
		})
	}
	for _, test := range []struct {
		name   string
		faults []fault
		want   string
		code   code.Code
	}{
		{"404", []fault{nil, status(404, `{"error":{"code":404,"message":"gone"}}`)}, "404 NOT_FOUND: gone (the upload no longer exists on the server: call the method again", code.Code_NOT_FOUND},
		{"410", []fault{nil, status(410, "")}, "the upload no longer exists on the server", code.Code_FAILED_PRECONDITION},
		{"404 to a question", []fault{fails(503, 0), status(404, "")}, "the upload no longer exists on the server", code.Code_NOT_FOUND},
		{"another failure", []fault{nil, status(403, `{"error":{"code":403,"message":"no more"}}`)}, "403 PERMISSION_DENIED: no more", code.Code_PERMISSION_DENIED},
		{"a redirect", []fault{status(302, "")}, "302", code.Code_UNKNOWN},
		{"200 before the end", []fault{status(200, `{"title":"done"}`)}, "ended the upload after 262144 bytes, before the end of the media", code.Code_INTERNAL},
		{"more than was sent", []fault{ranges("bytes=0-262144")}, `received "bytes=0-262144" of the media, of which only 262144 bytes`, code.Code_INTERNAL},
		{"a range from elsewhere", []fault{ranges("bytes=5-10")}, `"bytes=5-10"`, code.Code_INTERNAL},
		{"no range at all", []fault{ranges("everything")}, `"everything"`, code.Code_INTERNAL},
		{"no response message", []fault{nil, nil, status(200, `[]`)}, "not a JSON object", code.Code_INTERNAL},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newUploadServer(t, test.faults...)
			_, err := upload(t, mediaClient(t, s.URL), "Upload", bytes.NewReader(noise(3*chunk)), rest.WithChunkSize(chunk))
			if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != test.code || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if s.started != 1 || len(s.puts) != len(test.faults) {
				t.Errorf("%d sessions, %v", s.started, s.puts)
			}
		})
	}
}

func TestUploadGivesUp(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault fault
		want  string
	}{
		{"unavailable", fails(503, 0), "503 UNAVAILABLE"},
		{"receives nothing", keeps(0), "does not receive the rest of the media"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newUploadServer(t, append([]fault{nil}, slices.Repeat([]fault{test.fault}, 30)...)...)
			_, err := upload(t, mediaClient(t, s.URL), "Upload", bytes.NewReader(noise(3*chunk)), rest.WithChunkSize(chunk))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "no progress after byte 262144 in 8 attempts") {
				t.Errorf("got %v", err)
			}
			if len(s.puts) != 9 {
				t.Errorf("%v", s.puts)
			}
		})
	}
}

// Only the server of the call receives the token.
func TestUploadToAnotherServer(t *testing.T) {
	other, requests := serve(t, respondJSON(`{}`))
	for _, location := range []string{
		other + "/session", "https://example.com/session", "//example.com/session", "http://127.0.0.1/session", "ftp://127.0.0.1/x",
		"http://user:password@HOST/session", "http://HOST@example.com/session", "http://[::1", "none",
	} {
		s := newUploadServer(t)
		s.location = strings.ReplaceAll(location, "HOST", strings.TrimPrefix(s.URL, "http://"))
		if location == "none" {
			s.location = ""
			s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { s.started++ })
		}
		c := clientOf(t, mediaFile, rest.WithEndpoint(s.URL), rest.WithTokenSource(token("secret-marker")))
		_, err := upload(t, c, "Upload", bytes.NewReader(noise(2*chunk)), rest.WithChunkSize(chunk))
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_INTERNAL || !strings.Contains(e.Message, "the server ") {
			t.Errorf("%s: got %v", location, err)
		}
		if err != nil && strings.Contains(fmt.Sprintf("%+v %#v", err, err), "secret-marker") {
			t.Errorf("%s: the error contains the token", location)
		}
		if len(s.puts) > 0 || s.started != 1 {
			t.Errorf("%s: %d sessions, %v", location, s.started, s.puts)
		}
	}
	if len(*requests) > 0 {
		t.Errorf("the other server received %d requests", len(*requests))
	}
}

// A Location may be a path. Its requests contain the credentials and headers of
// the call.
func TestUploadSessionHeaders(t *testing.T) {
	s := newUploadServer(t)
	s.location = "/session?upload_id=2"
	c := clientOf(t, mediaFile, rest.WithEndpoint(s.URL), rest.WithTokenSource(token("a-token")))
	if _, err := upload(t, c, "Upload", bytes.NewReader(noise(2*chunk)), rest.WithChunkSize(chunk), rest.WithHeader("X-Own", "1")); err != nil {
		t.Fatal(err)
	}
	for _, h := range []http.Header{s.start, s.header} {
		if h.Get("Authorization") != "Bearer a-token" || h.Get("X-Own") != "1" || !strings.Contains(h.Get("User-Agent"), "protolect/") {
			t.Errorf("%v", h)
		}
	}
}

func TestUploadSessionDenied(t *testing.T) {
	url, requests := serve(t, respond(403, "application/json", `{"error":{"code":403,"message":"no"}}`))
	_, err := upload(t, mediaClient(t, url), "Upload", bytes.NewReader(noise(2*chunk)), rest.WithChunkSize(chunk))
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.StatusCode != 403 || e.Message != "no" || len(*requests) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestUploadIsCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newUploadServer(t, nil, func(_ *uploadServer, w http.ResponseWriter, r *http.Request) bool {
		cancel()
		w.Header().Set("Retry-After", "100")
		w.WriteHeader(503)
		return true
	})
	err := mediaClient(t, s.URL).Upload(ctx, "Upload", mediaItem("spaces/A", ""), mediaItem("", ""), bytes.NewReader(noise(4*chunk)), rest.WithChunkSize(chunk))
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_CANCELLED || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(s.puts) != 2 {
		t.Errorf("%v", s.puts)
	}
}
