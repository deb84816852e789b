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
	"sync"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/rest"
)

// A mediaServer serves data with http.ServeContent. It injects faults.
type mediaServer struct {
	*httptest.Server

	mu       sync.Mutex
	data     []byte
	header   http.Header
	requests []*http.Request
	// faults contains the faults of the responses in order. An element may be nil.
	faults []func(w http.ResponseWriter, r *http.Request) http.ResponseWriter
}

func newMediaServer(t *testing.T, data []byte, etag string) *mediaServer {
	s := &mediaServer{data: data, header: http.Header{"Content-Type": {"image/png"}}}
	if etag != "" {
		s.header.Set("ETag", etag)
	}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *mediaServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
	for name, values := range s.header {
		w.Header()[name] = values
	}
	if len(s.faults) > 0 {
		f := s.faults[0]
		s.faults = s.faults[1:]
		if f != nil {
			if w = f(w, r); w == nil {
				return
			}
		}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.data))
}

// A brokenAfter closes the connection after a number of bytes.
type brokenAfter struct {
	http.ResponseWriter
	left int
}

func (b *brokenAfter) Write(p []byte) (int, error) {
	n, _ := b.ResponseWriter.Write(p[:min(len(p), b.left)])
	if b.left -= n; b.left == 0 {
		http.NewResponseController(b.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	return n, nil
}

// breaks closes the connection after n bytes of media.
func breaks(n int) func(http.ResponseWriter, *http.Request) http.ResponseWriter {
	return func(w http.ResponseWriter, _ *http.Request) http.ResponseWriter {
		return &brokenAfter{w, n}
	}
}

// replies sends another response.
func replies(status int, header ...string) func(http.ResponseWriter, *http.Request) http.ResponseWriter {
	return func(w http.ResponseWriter, _ *http.Request) http.ResponseWriter {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		return nil
	}
}

func download(t *testing.T, url string, opts ...rest.CallOption) (*rest.Download, error) {
	t.Helper()
	d, err := mediaClient(t, url).Download(t.Context(), "Get", mediaItem("spaces/A/b/c", "x y"), opts...)
	if err == nil {
		t.Cleanup(func() { d.Close() })
	}
	return d, err
}

func TestDownload(t *testing.T) {
	for _, size := range []int{0, 1, 1000, 600 * kib} {
		s := newMediaServer(t, noise(size), "")
		d, err := download(t, s.URL)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(d)
		if err != nil || !bytes.Equal(got, s.data) || d.Size != int64(size) || d.ContentType != "image/png" {
			t.Errorf("%d bytes of %d of %s, %v", len(got), d.Size, d.ContentType, err)
		}
		if n, err := d.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("after the end: %d, %v", n, err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		if r := s.requests[0]; r.RequestURI != "/v1/spaces/A/b/c?alt=media&title=x+y" || r.Header.Get("Accept") != "*/*" || r.Header.Get("Accept-Encoding") != "identity" {
			t.Errorf("%s %v", r.RequestURI, r.Header)
		}
	}
}

// The body of a response is the media, even if it looks like an error or is empty.
func TestDownloadOfAnything(t *testing.T) {
	for _, body := range []string{`{"error":{"code":404}}`, "<html>", ""} {
		url, _ := serve(t, respond(200, "", body))
		d, err := download(t, url)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(d); err != nil || string(got) != body {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestDownloadByPost(t *testing.T) {
	url, requests := serve(t, respond(200, "text/csv", "a,b"))
	d, err := mediaClient(t, url).Download(t.Context(), "Query", mediaItem("n", "t"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if got, err := io.ReadAll(d); err != nil || string(got) != "a,b" {
		t.Errorf("%q, %v", got, err)
	}
	if r := (*requests)[0]; r.method != "POST" || r.uri != "/v1/query?alt=media" || r.body != `{"name":"n","title":"t"}` || r.header.Get("Content-Type") != "application/json" {
		t.Errorf("%+v", r)
	}
}

func TestDownloadResumes(t *testing.T) {
	data := noise(600 * kib)
	for _, test := range []struct {
		name   string
		etag   string
		faults []func(http.ResponseWriter, *http.Request) http.ResponseWriter
		ranges []string
	}{
		{"cut after 256 KiB", `"1"`, faulty(breaks(256 * kib)), []string{"bytes=262144-"}},
		{"cut again and again", `"1"`, faulty(breaks(100), breaks(200), breaks(300)), []string{"bytes=100-", "bytes=300-", "bytes=600-"}},
		{"the rest is not there at once", `"1"`, faulty(breaks(100), replies(503), replies(429), replies(500)), []string{"bytes=100-", "bytes=100-", "bytes=100-", "bytes=100-"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newMediaServer(t, data, test.etag)
			s.faults = test.faults
			d, err := download(t, s.URL)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(d)
			if err != nil || !bytes.Equal(got, data) {
				t.Fatalf("%d bytes, %v", len(got), err)
			}
			var ranges []string
			for _, r := range s.requests[1:] {
				ranges = append(ranges, r.Header.Get("Range"))
				if r.Header.Get("If-Range") != test.etag {
					t.Errorf("If-Range %s", r.Header.Get("If-Range"))
				}
				if r.RequestURI != s.requests[0].RequestURI || r.Header.Get("Accept-Encoding") != "identity" {
					t.Errorf("%s %v", r.RequestURI, r.Header)
				}
			}
			if fmt.Sprint(ranges) != fmt.Sprint(test.ranges) {
				t.Errorf("requested %v, want %v", ranges, test.ranges)
			}
		})
	}
}

func faulty(faults ...func(http.ResponseWriter, *http.Request) http.ResponseWriter) []func(http.ResponseWriter, *http.Request) http.ResponseWriter {
	return faults
}

// A download of a part resumes within that part.
func TestDownloadOfAPart(t *testing.T) {
	data := noise(10_000)
	s := newMediaServer(t, data, `"1"`)
	s.faults = faulty(breaks(1000))
	d, err := download(t, s.URL, rest.WithHeader("Range", "bytes=2000-6999"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(d)
	if err != nil || !bytes.Equal(got, data[2000:7000]) || d.Size != 5000 {
		t.Errorf("%d bytes of %d, %v", len(got), d.Size, err)
	}
	if got := s.requests[1].Header.Get("Range"); got != "bytes=3000-6999" {
		t.Errorf("requested %s", got)
	}
}

// An incomplete download ends with an error.
func TestDownloadCannotResume(t *testing.T) {
	type faults = []func(http.ResponseWriter, *http.Request) http.ResponseWriter
	all := func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
		r.Header.Del("Range")
		return w
	}
	changes := func(name, value string) func(http.ResponseWriter, *http.Request) http.ResponseWriter {
		return func(w http.ResponseWriter, _ *http.Request) http.ResponseWriter {
			w.Header().Set(name, value)
			return w
		}
	}
	for _, test := range []struct {
		name     string
		etag     string
		faults   faults
		requests int
		want     string
	}{
		{"no parts", `"1"`, faults{breaks(100), all}, 2, "sends the whole media again"},
		{"it has changed", `"1"`, faults{breaks(100), changes("ETag", `"2"`)}, 2, "it has changed"},
		{"it is gone", `"1"`, faults{breaks(100), replies(404)}, 2, "404 NOT_FOUND"},
		{"another part", `"1"`, faults{breaks(100), replies(206, "Content-Range", "bytes 99-9999/10000")}, 2, "from byte 100 on, and the server sends"},
		{"another size", `"1"`, faults{breaks(100), replies(206, "Content-Range", "bytes 100-9998/9999")}, 2, "its size was 10000 bytes and is 9999"},
		{"a part without its place", `"1"`, faults{breaks(100), replies(206)}, 2, "from byte 100 on, and the server sends"},
		{"never again", `"1"`, append(faults{breaks(100)}, slices.Repeat(faulty(replies(503)), 20)...), 8, "503 UNAVAILABLE"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newMediaServer(t, noise(10_000), test.etag)
			s.faults = test.faults
			d, err := download(t, s.URL)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(d)
			e, _ := errors.AsType[*rest.Error](err)
			if e == nil || !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(e.Message, test.want) || !strings.Contains(e.Message, "after 100 bytes") {
				t.Errorf("got %v", err)
			}
			if len(got) != 100 || len(s.requests) != test.requests {
				t.Errorf("%d bytes, %d requests", len(got), len(s.requests))
			}
			if n, again := d.Read(make([]byte, 1)); n != 0 || again != err {
				t.Errorf("then %d, %v", n, again)
			}
		})
	}
}

// Media without a validator may have changed, even if the size is the same. A part
// of it is never appended.
func TestDownloadWithoutValidator(t *testing.T) {
	for _, tag := range []string{"", `W/"1"`} {
		s := newMediaServer(t, noise(10_000), tag)
		s.faults = faulty(breaks(100))
		d, err := download(t, s.URL)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(d); !errors.Is(err, io.ErrUnexpectedEOF) || len(got) != 100 || len(s.requests) != 1 {
			t.Errorf("%q: %d bytes, %v, %d requests", tag, len(got), err, len(s.requests))
		}
	}
}

// Media with an older Last-Modified resumes, unless it has changed since.
func TestDownloadResumesByDate(t *testing.T) {
	const before, now, later = "Tue, 01 Dec 2026 10:00:00 GMT", "Tue, 01 Dec 2026 10:00:30 GMT", "Tue, 01 Dec 2026 10:01:00 GMT"
	for modified, want := range map[string]string{before: "", later: "it has changed"} {
		data, requests := noise(10_000), 0
		s := newMediaServer(t, data, "")
		s.faults = faulty(func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
			w.Header().Set("Last-Modified", before)
			w.Header().Set("Date", now)
			http.ServeContent(&brokenAfter{w, 100}, r, "", time.Time{}, bytes.NewReader(data))
			return nil
		}, func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
			requests++
			if got := r.Header.Get("If-Range"); got != before {
				t.Errorf("If-Range %s", got)
			}
			at, err := http.ParseTime(modified)
			if err != nil {
				t.Error(err)
			}
			http.ServeContent(w, r, "", at, bytes.NewReader(data))
			return nil
		})
		d, err := download(t, s.URL)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(d)
		if want == "" && (err != nil || !bytes.Equal(got, data)) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) || requests != 1 {
			t.Errorf("%s: %d bytes, %v, %d requests", modified, len(got), err, requests)
		}
	}
}

// A request that may change something is sent once.
func TestDownloadByPostFails(t *testing.T) {
	s := newMediaServer(t, noise(1000), `"1"`)
	s.faults = faulty(breaks(100))
	d, err := mediaClient(t, s.URL).Download(t.Context(), "Query", mediaItem("", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if got, err := io.ReadAll(d); len(got) != 100 || !errors.Is(err, io.ErrUnexpectedEOF) || len(s.requests) != 1 {
		t.Errorf("%d bytes, %v, %d requests", len(got), err, len(s.requests))
	}
}

func TestDownloadOfUnknownSize(t *testing.T) {
	data := noise(10_000)
	chunked := func(w http.ResponseWriter, _ *http.Request) http.ResponseWriter {
		w.Write(data[:5000])
		http.NewResponseController(w).Flush()
		w.Write(data[5000:6000])
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	s := newMediaServer(t, data, `"1"`)
	s.faults = faulty(chunked)
	d, err := download(t, s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(d); err != nil || !bytes.Equal(got, data) || d.Size != -1 || len(s.requests) != 2 {
		t.Errorf("%d bytes of %d, %v, %d requests", len(got), d.Size, err, len(s.requests))
	}
	// Without a validator, two responses are never combined.
	s = newMediaServer(t, data, "")
	s.faults = faulty(chunked)
	if d, err = download(t, s.URL); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(d); !errors.Is(err, io.ErrUnexpectedEOF) || len(got) != 6000 || len(s.requests) != 1 {
		t.Errorf("%d bytes, %v, %d requests", len(got), err, len(s.requests))
	}
}

func TestDownloadFails(t *testing.T) {
	url, requests := serve(t, respond(404, "application/json", `{"error":{"code":404,"message":"no such thing"}}`))
	_, err := download(t, url)
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_NOT_FOUND || e.Message != "no such thing" || len(*requests) != 1 {
		t.Errorf("got %v", err)
	}
	c := mediaClient(t, url)
	for _, test := range []struct {
		method protoreflect.Name
		req    proto.Message
		want   string
	}{
		{"Plain", mediaItem("spaces/A", ""), "media_download"},
		{"Nothing", mediaItem("spaces/A", ""), "no such method"},
		{"Get", nil, "the request message is nil"},
		{"Get", mediaItem("", ""), "name is not set"},
	} {
		_, err := c.Download(t.Context(), test.method, test.req)
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_INVALID_ARGUMENT || !strings.Contains(e.Message, test.want) {
			t.Errorf("%s: got %v", test.method, err)
		}
	}
	if len(*requests) != 1 {
		t.Errorf("%d requests", len(*requests))
	}
}

func TestDownloadIsCanceled(t *testing.T) {
	s := newMediaServer(t, noise(10_000), "")
	ctx, cancel := context.WithCancel(t.Context())
	s.faults = faulty(func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
		w.Header().Set("Content-Length", "10000")
		w.Write(s.data[:100])
		http.NewResponseController(w).Flush()
		cancel()
		<-r.Context().Done()
		return nil
	})
	d, err := mediaClient(t, s.URL).Download(ctx, "Get", mediaItem("spaces/A/b", ""))
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		return
	}
	defer d.Close()
	_, err = io.ReadAll(d)
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_CANCELLED || !errors.Is(err, context.Canceled) || len(s.requests) != 1 {
		t.Errorf("got %v, %d requests", err, len(s.requests))
	}
}

// Close ends a Read in progress.
func TestDownloadIsClosed(t *testing.T) {
	s := newMediaServer(t, noise(10_000), "")
	s.faults = faulty(func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
		w.Header().Set("Content-Length", "10000")
		w.Write(s.data[:100])
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
		return nil
	})
	d, err := download(t, s.URL)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, err := io.ReadAll(d)
		ended <- err
	}()
	d.Close()
	if err := <-ended; err == nil {
		t.Error("it was complete")
	}
}

// A timeout limits the whole download.
func TestDownloadTimeout(t *testing.T) {
	s := newMediaServer(t, noise(10_000), "")
	s.faults = faulty(func(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
		w.Header().Set("Content-Length", "10000")
		w.Write(s.data[:100])
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
		return nil
	})
	d, err := download(t, s.URL, rest.WithTimeout(200*time.Millisecond))
	if err == nil {
		_, err = io.ReadAll(d)
	}
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Code != code.Code_DEADLINE_EXCEEDED || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
