// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	peer "google.golang.org/api/chat/v1"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"

	chat "github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
)

const chunk = googleapi.MinUploadChunkSize

// A transfer is a request with media that a server received.
type transfer struct {
	Verb  string
	Path  string
	Query url.Values
	// Types are the media types of the body and its parts.
	Types    []string
	Metadata any
	Media    string
	Range    string // the range of a chunk
	Announce string // the type of the media that follows
}

// A mediaServer stores an attachment and returns it.
type mediaServer struct {
	URL string

	t         *testing.T
	mu        sync.Mutex
	media     []byte
	transfers []transfer
}

func newMediaServer(t *testing.T) *mediaServer {
	t.Helper()
	s := &mediaServer{t: t}
	hs := httptest.NewServer(s)
	t.Cleanup(hs.Close)
	s.URL = hs.URL
	return s
}

// take returns the requests since its last call, and the media.
func (s *mediaServer) take() ([]transfer, []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	transfers, media := s.transfers, s.media
	s.transfers, s.media = nil, nil
	return transfers, media
}

func (s *mediaServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	got := transfer{Verb: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(), Range: r.Header.Get("Content-Range"), Announce: r.Header.Get("X-Upload-Content-Type")}
	// The peer adds these system parameters, with their default values.
	for name, value := range map[string]string{"alt": "json", "prettyPrint": "false"} {
		if got.Query.Get(name) == value {
			got.Query.Del(name)
		}
	}
	s.body(&got, r)
	s.transfers = append(s.transfers, got)
	s.media = append(s.media, got.Media...)
	_, total, _ := strings.Cut(got.Range, "/")
	switch {
	case got.Query.Get("alt") == "media":
		w.Header().Set("Content-Type", "image/png")
		w.Write(s.media)
	case got.Query.Get("uploadType") == "resumable":
		w.Header().Set("Location", s.URL+"/upload/session")
	case got.Range != "" && total != strconv.Itoa(len(s.media)):
		w.Header().Set("Range", fmt.Sprintf("bytes=0-%d", len(s.media)-1))
		if r.Header.Get("X-GUploader-No-308") == "yes" {
			w.Header().Set("X-HTTP-Status-Code-Override", "308")
		} else {
			w.WriteHeader(http.StatusPermanentRedirect)
		}
	default:
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"attachmentDataRef":{"resourceName":"an attachment"}}`)
	}
}

// body reads JSON, media, or both.
func (s *mediaServer) body(got *transfer, r *http.Request) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return // without a body
	}
	got.Types = append(got.Types, kind)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Error(err)
	}
	switch kind {
	case "multipart/related":
		parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
		for i := 0; ; i++ {
			part, err := parts.NextPart()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				s.t.Error(err)
				return
			}
			got.Types = append(got.Types, part.Header.Get("Content-Type"))
			content, err := io.ReadAll(part)
			if err != nil {
				s.t.Error(err)
			}
			if i > 0 {
				got.Media += string(content)
			} else if err := json.Unmarshal(content, &got.Metadata); err != nil {
				s.t.Errorf("%v in %s", err, content)
			}
		}
	case "application/json":
		if err := json.Unmarshal(body, &got.Metadata); err != nil {
			s.t.Errorf("%v in %s", err, body)
		}
	default:
		got.Media = string(body)
	}
}

func newMediaPeer(t *testing.T, s *mediaServer) *peer.Service {
	t.Helper()
	service, err := peer.NewService(t.Context(), option.WithEndpoint(s.URL), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	return service
}

func newMediaClient(t *testing.T, s *mediaServer) *chat.Client {
	t.Helper()
	client, err := chat.NewClient(t.Context(), rest.WithEndpoint(s.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestUploads sends media through both clients. The server must receive the same paths, queries,
// metadata, media, types and ranges.
func TestUploads(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		size     int
		given    string
		requests int
	}{
		{"nothing", 0, "", 1},
		{"small", 100, "", 1},
		{"almost a chunk", chunk - 1, "", 1},
		{"more than a chunk", chunk + 1, "", 3},
		{"several chunks", 4*chunk + 99, "", 6},
		{"of a type, small", 100, "application/x-own", 1},
		{"of a type, several chunks", 2*chunk + 99, "application/x-own", 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newMediaServer(t)
			data := make([]byte, tt.size)
			rand.NewChaCha8([32]byte{1}).Read(data)

			options := []rest.CallOption{rest.WithChunkSize(chunk)}
			peerOptions := []googleapi.MediaOption{googleapi.ChunkSize(chunk)}
			if tt.given != "" {
				options = append(options, rest.WithContentType(tt.given))
				peerOptions = append(peerOptions, googleapi.ContentType(tt.given))
			}
			// The peer does not ask a reader for its size, so the reader of our client must not
			// provide it.
			stream := func() io.Reader { return io.MultiReader(bytes.NewReader(data)) }
			response, err := newMediaClient(t, s).UploadAttachment(t.Context(), &chatpb.UploadAttachmentRequest{Parent: "spaces/A B", Filename: "a.bin"}, stream(), options...)
			if err != nil {
				t.Fatal(err)
			}
			ours, media := s.take()
			if !bytes.Equal(media, data) || len(ours) != tt.requests {
				t.Errorf("%d of %d bytes, in %d requests", len(media), len(data), len(ours))
			}

			call := newMediaPeer(t, s).Media.Upload("spaces/A B", &peer.UploadAttachmentRequest{Filename: "a.bin"})
			theirs, err := call.Media(stream(), peerOptions...).Do()
			if err != nil {
				t.Fatal(err)
			}
			want, media := s.take()
			if !bytes.Equal(media, data) {
				t.Errorf("the peer sent %d of %d bytes", len(media), len(data))
			}
			for i := range want {
				// The documentation of Google's APIs uses PUT for chunks. Servers also accept the
				// verb of the peer.
				if want[i].Range != "" && want[i].Verb == http.MethodPost {
					want[i].Verb = http.MethodPut
				}
			}
			if diff := cmp.Diff(want, ours); diff != "" {
				t.Errorf("the requests differ (-peer +ours):\n%s", diff)
			}
			if got := response.GetAttachmentDataRef().GetResourceName(); got != theirs.AttachmentDataRef.ResourceName || got != "an attachment" {
				t.Errorf("read %q, the peer %q", got, theirs.AttachmentDataRef.ResourceName)
			}
		})
	}
}

// TestUploadOfWholeChunks tests a difference: our client checks whether the media continues, the
// peer sends an empty chunk.
func TestUploadOfWholeChunks(t *testing.T) {
	t.Parallel()
	s := newMediaServer(t)
	data := bytes.Repeat([]byte("0123456789abcdef"), 3*chunk/16)
	if _, err := newMediaClient(t, s).UploadAttachment(t.Context(), &chatpb.UploadAttachmentRequest{Parent: "spaces/A", Filename: "a"}, bytes.NewReader(data), rest.WithChunkSize(chunk)); err != nil {
		t.Fatal(err)
	}
	if ours, media := s.take(); !bytes.Equal(media, data) || len(ours) != 4 {
		t.Errorf("%d bytes, %d requests", len(media), len(ours))
	}
	call := newMediaPeer(t, s).Media.Upload("spaces/A", &peer.UploadAttachmentRequest{Filename: "a"})
	if _, err := call.Media(bytes.NewReader(data), googleapi.ChunkSize(chunk)).Do(); err != nil {
		t.Fatal(err)
	}
	if theirs, media := s.take(); !bytes.Equal(media, data) || len(theirs) != 5 {
		t.Errorf("the peer: %d bytes, %d requests", len(media), len(theirs))
	}
}

// The document limits the size of an attachment.
func TestUploadLimit(t *testing.T) {
	t.Parallel()
	s := newMediaServer(t)
	huge := io.NewSectionReader(nothing{}, 0, 209715200+1)
	_, err := newMediaClient(t, s).UploadAttachment(t.Context(), &chatpb.UploadAttachmentRequest{Parent: "spaces/A", Filename: "a"}, huge)
	if err == nil || !strings.Contains(err.Error(), "(209715201 bytes), and the method accepts at most 200 MiB") {
		t.Errorf("got %v", err)
	}
	if requests, _ := s.take(); len(requests) > 0 {
		t.Errorf("%d requests", len(requests))
	}
}

// nothing is a reader of a number of zeros.
type nothing struct{}

func (nothing) ReadAt(p []byte, _ int64) (int, error) {
	clear(p)
	return len(p), nil
}

func TestDownloads(t *testing.T) {
	t.Parallel()
	s := newMediaServer(t)
	data := []byte("some media")
	for _, name := range []string{"a", "spaces/A/messages/B/attachments/C", "Cl9zc?=&#"} {
		s.media = bytes.Clone(data)
		d, err := newMediaClient(t, s).DownloadMedia(t.Context(), &chatpb.DownloadMediaRequest{ResourceName: name})
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(d)
		if err != nil || !bytes.Equal(got, data) || d.ContentType != "image/png" || d.Size != int64(len(data)) {
			t.Errorf("%s of %s, %d bytes, %v", got, d.ContentType, d.Size, err)
		}
		d.Close()
		ours, _ := s.take()

		s.media = bytes.Clone(data)
		response, err := newMediaPeer(t, s).Media.Download(name).Download()
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := io.ReadAll(response.Body)
		if err != nil || !bytes.Equal(theirs, got) {
			t.Errorf("the peer read %s, %v", theirs, err)
		}
		response.Body.Close()
		want, _ := s.take()
		for _, transfers := range [][]transfer{ours, want} {
			for i := range transfers {
				transfers[i].Path = decoded(t, transfers[i].Path)
			}
		}
		if diff := cmp.Diff(want, ours); diff != "" {
			t.Errorf("%s: the requests differ (-peer +ours):\n%s", name, diff)
		}
	}
}

func decoded(t *testing.T, path string) string {
	t.Helper()
	text, err := url.PathUnescape(path)
	if err != nil {
		t.Error(err)
	}
	return text
}
