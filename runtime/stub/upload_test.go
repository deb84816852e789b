// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
)

// readers are different kinds of readers.
var readers = []struct {
	name string
	// known reports whether the reader has a size.
	known bool
	// again reports whether the reader can seek.
	again bool
	open  func(t *testing.T, data []byte) io.Reader
}{
	{"bytes.Reader", true, true, func(_ *testing.T, data []byte) io.Reader { return bytes.NewReader(data) }},
	{"bytes.Buffer", true, false, func(_ *testing.T, data []byte) io.Reader { return bytes.NewBuffer(bytes.Clone(data)) }},
	{"file", true, true, func(t *testing.T, data []byte) io.Reader { return openFile(t, data) }},
	{"from the middle", true, true, func(t *testing.T, data []byte) io.Reader {
		f := openFile(t, append([]byte("skipped"), data...))
		f.Seek(7, io.SeekStart)
		return f
	}},
	{"stream", false, false, func(_ *testing.T, data []byte) io.Reader { return io.MultiReader(bytes.NewReader(data)) }},
	{"stream of half reads", false, false, func(_ *testing.T, data []byte) io.Reader {
		return iotest.DataErrReader(iotest.HalfReader(io.MultiReader(bytes.NewReader(data))))
	}},
	{"pipe", false, false, func(t *testing.T, data []byte) io.Reader {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close() })
		go func() {
			defer w.Close()
			w.Write(data)
		}()
		return r
	}},
}

func openFile(t *testing.T, data []byte) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "media")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// upload calls a method with media, and returns the title in the response.
func upload(t *testing.T, c *stub.Client, method string, media io.Reader, opts ...rest.CallOption) (string, error) {
	t.Helper()
	resp := mediaItem("", "left over")
	err := c.Upload(t.Context(), protoreflect.Name(method), mediaItem("spaces/A", "a title"), resp, media, opts...)
	if err != nil {
		if e, ok := errors.AsType[*rest.Error](err); !ok || !isEmpty(resp) {
			t.Errorf("%T %v, with the response %v", err, e, resp)
		}
	}
	return titleOf(resp), err
}

func TestUploadAtOnce(t *testing.T) {
	for _, r := range readers {
		for _, size := range []int{0, 1, 511, 512, 513, 100_000, 256 * kib} {
			for _, method := range []string{"Upload", "UploadAtOnce"} {
				t.Run(fmt.Sprint(r.name, size, method), func(t *testing.T) {
					url, requests := serve(t, respondJSON(`{"title":"done"}`))
					data := noise(size)
					var progress []int64
					title, err := upload(t, mediaClient(t, url), method, r.open(t, data), rest.WithChunkSize(256*kib), rest.WithContentType("image/png"),
						rest.WithUploadProgress(func(sent, total int64) { progress = append(progress, sent, total) }))
					if err != nil || title != "done" {
						t.Fatalf("%q, %v", title, err)
					}
					if len(*requests) != 1 {
						t.Fatalf("%d requests", len(*requests))
					}
					got := (*requests)[0]
					path := map[string]string{"Upload": "files", "UploadAtOnce": "notes"}[method]
					if want := "/upload/v1/spaces/A/" + path + "?uploadType=multipart"; got.method != "POST" || got.uri != want {
						t.Errorf("got %s %s, want %s", got.method, got.uri, want)
					}
					metadata, media, contentType := parts(t, got)
					if metadata != `{"title":"a title"}` || !bytes.Equal(media, data) || contentType != "image/png" {
						t.Errorf("metadata %s, %d bytes of %s", metadata, len(media), contentType)
					}
					if known := got.header.Get("Content-Length") != ""; !known && (r.known || method == "Upload") {
						t.Errorf("no Content-Length")
					}
					if len(progress) != 2 || progress[0] != int64(size) || progress[1] != int64(size) {
						t.Errorf("progress %v", progress)
					}
				})
			}
		}
	}
}

// parts parses a multipart/related body.
func parts(t *testing.T, r sent) (metadata string, media []byte, contentType string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err != nil || kind != "multipart/related" {
		t.Fatalf("%s, %v", kind, err)
	}
	m := multipart.NewReader(strings.NewReader(r.body), params["boundary"])
	first, err := m.NextPart()
	if err != nil || first.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("%v, %v", first, err)
	}
	text, err := io.ReadAll(first)
	if err != nil {
		t.Fatal(err)
	}
	second, err := m.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	if media, err = io.ReadAll(second); err != nil {
		t.Fatal(err)
	}
	if _, err := m.NextPart(); err != io.EOF {
		t.Errorf("a third part: %v", err)
	}
	return string(text), media, second.Header.Get("Content-Type")
}

// Without metadata, the media is the body.
func TestUploadWithoutMetadata(t *testing.T) {
	for _, size := range []int{0, 1000} {
		url, requests := serve(t, respondJSON(`{}`))
		if _, err := upload(t, mediaClient(t, url), "UploadImage", bytes.NewReader(noise(size)), rest.WithContentType("image/gif")); err != nil {
			t.Fatal(err)
		}
		got := (*requests)[0]
		if want := "/upload/v1/spaces/A/image?title=a+title&uploadType=media"; got.method != "PUT" || got.uri != want {
			t.Errorf("got %s %s, want %s", got.method, got.uri, want)
		}
		if got.body != string(noise(size)) || got.header.Get("Content-Type") != "image/gif" || got.header.Get("Content-Length") != fmt.Sprint(size) {
			t.Errorf("%d bytes, %v", len(got.body), got.header)
		}
	}
}

func TestUploadContentType(t *testing.T) {
	const png = "\x89PNG\x0D\x0A\x1A\x0A rest"
	for _, test := range []struct{ method, media, given, want string }{
		{"Upload", png, "", "image/png"},
		{"Upload", "text", "", "text/plain; charset=utf-8"},
		{"Upload", "", "", "text/plain; charset=utf-8"},
		{"Upload", png, "application/x-own; a=b", "application/x-own; a=b"},
		{"UploadAtOnce", png, "", "image/png"}, // takes whatever it is
		{"UploadImage", png, "", "image/png"},
		{"UploadImage", "text", "", "application/octet-stream"},
		{"UploadImage", "text", "text/x-own", "text/x-own"}, // the server may know more than its document
		{"UploadNote", "# text", "", "text/markdown"},
		{"UploadMail", "a,b", "text/csv", "text/csv"},
	} {
		url, requests := serve(t, respondJSON(`{}`))
		var opts []rest.CallOption
		if test.given != "" {
			opts = append(opts, rest.WithContentType(test.given))
		}
		if _, err := upload(t, mediaClient(t, url), test.method, strings.NewReader(test.media), opts...); err != nil {
			t.Errorf("%+v: %v", test, err)
			continue
		}
		got := (*requests)[0].header.Get("Content-Type")
		if strings.HasPrefix(got, "multipart/") {
			_, _, got = parts(t, (*requests)[0])
		}
		if got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
	url, requests := serve(t, respondJSON(`{}`))
	_, err := upload(t, mediaClient(t, url), "UploadMail", strings.NewReader(png))
	if err == nil || !strings.Contains(err.Error(), "image/png, and the method accepts message/*, text/csv: set its type with rest.WithContentType") || len(*requests) > 0 {
		t.Errorf("%v, %d requests", err, len(*requests))
	}
}

func TestUploadTooLarge(t *testing.T) {
	for _, r := range readers {
		for method, limit := range map[string]int{"Upload": 3072 * kib, "UploadAtOnce": 1024 * kib} {
			t.Run(r.name+method, func(t *testing.T) {
				server := newUploadServer(t)
				for _, size := range []int{limit + 1, limit + 256*kib} {
					_, err := upload(t, mediaClient(t, server.URL), method, r.open(t, noise(size)), rest.WithChunkSize(256*kib))
					e, _ := errors.AsType[*rest.Error](err)
					if e == nil || e.Code != code.Code_INVALID_ARGUMENT || !strings.Contains(e.Message, fmt.Sprintf("%d MiB", limit>>20)) {
						t.Fatalf("got %v", err)
					}
					server.mu.Lock()
					if r.known && server.started > 0 {
						t.Errorf("the media was sent")
					}
					if server.data != nil && len(server.data) > limit {
						t.Errorf("%d bytes were sent", len(server.data))
					}
					server.mu.Unlock()
				}
			})
		}
	}
}

// Media of exactly the maximum size is accepted.
func TestUploadOfMaximumSize(t *testing.T) {
	for _, r := range readers {
		url, requests := serve(t, respondJSON(`{}`))
		if _, err := upload(t, mediaClient(t, url), "UploadAtOnce", r.open(t, noise(1024*kib))); err != nil || len(*requests) != 1 {
			t.Errorf("%s: %v", r.name, err)
		}
		server := newUploadServer(t)
		if _, err := upload(t, mediaClient(t, server.URL), "Upload", r.open(t, noise(3072*kib)), rest.WithChunkSize(512*kib)); err != nil || len(server.data) != 3072*kib {
			t.Errorf("%s: %v", r.name, err)
		}
	}
}

// A wrongSize reports a wrong size.
type wrongSize struct {
	io.Reader
	size int
}

func (r wrongSize) Len() int { return r.size }

// A shrinking reader ends before the size that Seek reports.
type shrinking struct{ *bytes.Reader }

func (r shrinking) Read(p []byte) (int, error) {
	at, _ := r.Seek(0, io.SeekCurrent)
	if at >= 300*kib {
		return 0, io.EOF
	}
	return r.Reader.Read(p[:min(len(p), 300*kib-int(at))])
}

var errBroken = errors.New("the disk is on fire")

// An error of the reader ends the upload, and errors.Is finds it. The server never
// sees a complete upload.
func TestUploadReaderFails(t *testing.T) {
	stream := func(n int, err error) io.Reader {
		return io.MultiReader(bytes.NewReader(noise(n)), iotest.ErrReader(err))
	}
	for _, test := range []struct {
		name  string
		media func() io.Reader
		want  error
		code  code.Code
	}{
		{"at once", func() io.Reader { return stream(0, errBroken) }, errBroken, code.Code_UNKNOWN},
		{"in the first chunk", func() io.Reader { return stream(100*kib, errBroken) }, errBroken, code.Code_UNKNOWN},
		{"in the second chunk", func() io.Reader { return stream(300*kib, errBroken) }, errBroken, code.Code_UNKNOWN},
		{"canceled", func() io.Reader { return stream(300*kib, context.Canceled) }, context.Canceled, code.Code_CANCELLED},
		{"shorter than it said", func() io.Reader { return wrongSize{bytes.NewBuffer(noise(300 * kib)), 300*kib + 1} }, io.ErrUnexpectedEOF, code.Code_UNKNOWN},
		{"shorter than it said, small", func() io.Reader { return wrongSize{bytes.NewBuffer(noise(30 * kib)), 40 * kib} }, io.ErrUnexpectedEOF, code.Code_UNKNOWN},
		{"longer than it said", func() io.Reader { return wrongSize{bytes.NewBuffer(noise(300 * kib)), 256 * kib} }, nil, code.Code_UNKNOWN},
		{"longer than it said, small", func() io.Reader { return wrongSize{bytes.NewBuffer(noise(30 * kib)), 20 * kib} }, nil, code.Code_UNKNOWN},
		{"a file that shrinks", func() io.Reader { return shrinking{bytes.NewReader(noise(600 * kib))} }, io.ErrUnexpectedEOF, code.Code_UNKNOWN},
		{"a closed file", func() io.Reader { f := openFile(t, noise(10)); f.Close(); return f }, os.ErrClosed, code.Code_UNKNOWN},
	} {
		for _, method := range []string{"Upload", "UploadAtOnce"} {
			t.Run(test.name+method, func(t *testing.T) {
				server := newUploadServer(t)
				_, err := upload(t, mediaClient(t, server.URL), method, test.media(), rest.WithChunkSize(256*kib))
				e, _ := errors.AsType[*rest.Error](err)
				if e == nil || e.Code != test.code || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(err.Error(), "the media cannot be read: ") {
					t.Errorf("got %v", err)
				}
				server.mu.Lock()
				defer server.mu.Unlock()
				if server.finished {
					t.Error("the server received a complete upload")
				}
			})
		}
	}
}

// A brokenMedia counts how often reading or seeking fails.
type brokenMedia struct {
	*bytes.Reader
	from     int64 // reads from here on fail
	seeks    int   // how many seeks work, if not all do
	failures int
}

func (r *brokenMedia) Read(p []byte) (int, error) {
	at := r.Size() - int64(r.Len())
	if at >= r.from {
		r.failures++
		return 0, errBroken
	}
	return r.Reader.Read(p[:min(int64(len(p)), r.from-at)])
}

func (r *brokenMedia) Seek(offset int64, whence int) (int64, error) {
	if r.seeks == 1 {
		r.failures++
		return 0, errBroken
	}
	r.seeks--
	return r.Reader.Seek(offset, whence)
}

// An error of the reader is returned at once. Only failures of the server are
// retried.
func TestUploadReaderFailsOnce(t *testing.T) {
	const size = 3 * chunk
	for _, test := range []struct {
		name  string
		media *brokenMedia
		seeks bool
	}{
		{"a stream", &brokenMedia{from: chunk + 100}, false},
		{"a file", &brokenMedia{from: chunk + 100}, true},
		{"a file that no longer seeks", &brokenMedia{from: size, seeks: 6}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newUploadServer(t)
			test.media.Reader = bytes.NewReader(noise(size))
			var media io.Reader = test.media
			if !test.seeks {
				media = io.MultiReader(media)
			}
			_, err := upload(t, mediaClient(t, server.URL), "Upload", media, rest.WithChunkSize(chunk))
			if !errors.Is(err, errBroken) || test.media.failures != 1 {
				t.Errorf("got %v after %d failures of the reader", err, test.media.failures)
			}
		})
	}
}

func TestUploadErrors(t *testing.T) {
	url, requests := serve(t, respondJSON(`{}`))
	c := mediaClient(t, url)
	item := mediaItem("spaces/A", "")
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"no media", c.Upload(t.Context(), "Upload", item, mediaItem("", ""), nil), "the media is nil"},
		{"no response", c.Upload(t.Context(), "Upload", item, nil, strings.NewReader("")), "the response message is nil"},
		{"no request", c.Upload(t.Context(), "Upload", nil, mediaItem("", ""), strings.NewReader("")), "the request message is nil"},
		{"no method", c.Upload(t.Context(), "Nothing", item, mediaItem("", ""), strings.NewReader("")), "no such method"},
		{"no upload", c.Upload(t.Context(), "Plain", item, mediaItem("", ""), strings.NewReader("")), "media_upload"},
		{"no name", c.Upload(t.Context(), "Upload", mediaItem("", ""), mediaItem("", ""), strings.NewReader("")), "name is not set"},
		{"chunk size", c.Upload(t.Context(), "Upload", item, mediaItem("", ""), strings.NewReader(""), rest.WithChunkSize(1000)), "rest.WithChunkSize: 1000 is not a multiple of 256 KiB"},
		{"no chunk size", c.Upload(t.Context(), "Upload", item, mediaItem("", ""), strings.NewReader(""), rest.WithChunkSize(0)), "rest.WithChunkSize"},
		{"content type", c.Upload(t.Context(), "Upload", item, mediaItem("", ""), strings.NewReader(""), rest.WithContentType("a b")), "rest.WithContentType"},
		{"content type with a line break", c.Upload(t.Context(), "Upload", item, mediaItem("", ""), strings.NewReader(""), rest.WithContentType("a/b\r\nX: y")), "rest.WithContentType"},
	} {
		if e, ok := errors.AsType[*rest.Error](test.err); !ok || e.Code != code.Code_INVALID_ARGUMENT || !strings.Contains(e.Message, test.want) {
			t.Errorf("%s: got %v", test.name, test.err)
		}
	}
	if len(*requests) > 0 {
		t.Errorf("%d requests were sent", len(*requests))
	}
}

// A call with media in one request is sent once.
func TestUploadAtOnceFails(t *testing.T) {
	url, requests := serve(t, respond(503, "application/json", `{"error":{"code":503,"message":"later","status":"UNAVAILABLE"}}`))
	_, err := upload(t, mediaClient(t, url), "Upload", strings.NewReader("x"))
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.StatusCode != 503 || e.Message != "later" || len(*requests) != 1 {
		t.Errorf("got %v after %d requests", err, len(*requests))
	}
}

// A stalled reader returns some bytes and then blocks. It signals when it does.
type stalled struct {
	some    io.Reader
	waiting chan struct{}
	end     chan struct{}
}

func (r *stalled) Read(p []byte) (int, error) {
	if n, err := r.some.Read(p); err == nil {
		return n, nil
	}
	close(r.waiting)
	<-r.end
	return 0, io.EOF
}

// A reader that blocks does not delay an early response of the server, whether
// it is an error or a success.
func TestUploadResponseBeforeRead(t *testing.T) {
	for _, test := range []struct {
		name    string
		respond http.HandlerFunc
		want    string
		code    code.Code
	}{
		{"refused", respond(403, "application/json", `{"error":{"code":403,"message":"no"}}`), "403 PERMISSION_DENIED: no", code.Code_PERMISSION_DENIED},
		{"taken", respondJSON(`{"title":"done"}`), "the server ended the upload before the end of the media", code.Code_INTERNAL},
	} {
		for _, method := range []string{"UploadAtOnce", "UploadNote"} {
			t.Run(test.name+" "+method, func(t *testing.T) {
				media := &stalled{bytes.NewReader(noise(1000)), make(chan struct{}), make(chan struct{})}
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					must(http.NewResponseController(w).EnableFullDuplex())
					<-media.waiting
					test.respond(w, r)
					must(http.NewResponseController(w).Flush())
				}))
				defer server.Close()
				defer close(media.end)
				_, err := upload(t, mediaClient(t, server.URL), method, media,
					rest.WithUploadProgress(func(sent, total int64) { t.Errorf("progress: %d of %d", sent, total) }))
				if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != test.code || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want %s", err, test.want)
				}
			})
		}
	}
}

// An endless reader counts the bytes that it returns.
type endless struct{ given atomic.Int64 }

func (r *endless) Read(p []byte) (int, error) {
	r.given.Add(int64(len(p)))
	return len(p), nil
}

// A server that responds before it has received the media has not accepted it.
func TestUploadResponseBeforeSent(t *testing.T) {
	media := new(endless)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		must(http.NewResponseController(w).EnableFullDuplex())
		for given := int64(-1); given != media.given.Load(); time.Sleep(50 * time.Millisecond) {
			given = media.given.Load() // until the network takes no more
		}
		respondJSON(`{"title":"done"}`)(w, r)
		must(http.NewResponseController(w).Flush())
	}))
	defer server.Close()
	_, err := upload(t, mediaClient(t, server.URL), "UploadNote", media)
	if err == nil || !strings.Contains(err.Error(), "the server ended the upload before the end of the media") {
		t.Errorf("got %v", err)
	}
}
