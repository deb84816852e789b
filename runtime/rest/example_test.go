// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"

	"github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
)

// The options of a client apply to all calls, those of a call only to this call.
func Example() {
	ctx := context.Background()
	server := serveChat(`{"name": "spaces/A", "displayName": "Lunch"}`)
	defer server.Close()

	client, err := chat.NewClient(ctx,
		rest.WithEndpoint(server.URL),
		rest.WithoutCredentials(),
		rest.WithTimeout(10*time.Second),
		rest.WithUserAgent("lunch-bot/1.2"),
	)
	if err != nil {
		log.Fatal(err)
	}
	space, err := client.GetSpace(ctx, &chatpb.GetSpaceRequest{Name: "spaces/A"}, rest.WithQuery("quotaUser", "u1"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(space.GetDisplayName())
	// Output: Lunch
}

// An Error contains the status, the code and the message of the server, and how
// to correct the cause if the client knows it.
func ExampleError() {
	ctx := context.Background()
	server := serveChat(`{"error": {"code": 404, "status": "NOT_FOUND", "message": "There is no such space."}}`)
	defer server.Close()
	client, err := chat.NewClient(ctx, rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		log.Fatal(err)
	}

	_, err = client.GetSpace(ctx, &chatpb.GetSpaceRequest{Name: "spaces/X"})
	var e *rest.Error
	switch {
	case err == nil:
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Println("the server is slow")
	case errors.As(err, &e) && e.Code == code.Code_NOT_FOUND:
		fmt.Println("no space:", e.StatusCode, e.Message)
	default:
		fmt.Println(err)
	}
	// Output: no space: 404 There is no such space.
}

// A client does not retry calls. Some servers send the delay after which a call
// may be repeated.
func ExampleDetail() {
	ctx := context.Background()
	server := serveChat(
		`{"error": {"code": 503, "status": "UNAVAILABLE", "message": "Try later.", "details": [
			{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.010s"}]}}`,
		`{"name": "spaces/A", "displayName": "Lunch"}`,
	)
	defer server.Close()
	client, err := chat.NewClient(ctx, rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		log.Fatal(err)
	}

	for range 5 {
		space, err := client.GetSpace(ctx, &chatpb.GetSpaceRequest{Name: "spaces/A"})
		retry, ok := rest.Detail[*errdetails.RetryInfo](err)
		if ok {
			fmt.Println("retry after", retry.GetRetryDelay().AsDuration())
			time.Sleep(retry.GetRetryDelay().AsDuration())
			continue
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(space.GetDisplayName())
		break
	}
	// Output:
	// retry after 10ms
	// Lunch
}

// All requests the next page when the loop reaches the end of a page.
func ExamplePager_All() {
	ctx := context.Background()
	server := serveChat(
		`{"spaces": [{"displayName": "Lunch"}, {"displayName": "Sales"}], "nextPageToken": "2"}`,
		`{"spaces": [{"displayName": "Support"}]}`,
	)
	defer server.Close()
	client, err := chat.NewClient(ctx, rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		log.Fatal(err)
	}

	for space, err := range client.ListSpaces(ctx, &chatpb.ListSpacesRequest{PageSize: 2}).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(space.GetDisplayName())
	}
	// Output:
	// Lunch
	// Sales
	// Support
}

// Pages yields whole pages, for example to store the page token.
func ExamplePager_Pages() {
	ctx := context.Background()
	server := serveChat(
		`{"spaces": [{"displayName": "Lunch"}, {"displayName": "Sales"}], "nextPageToken": "2"}`,
		`{"spaces": [{"displayName": "Support"}]}`,
	)
	defer server.Close()
	client, err := chat.NewClient(ctx, rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		log.Fatal(err)
	}

	for page, err := range client.ListSpaces(ctx, &chatpb.ListSpacesRequest{}).Pages() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d spaces, next page %q\n", len(page.GetSpaces()), page.GetNextPageToken())
	}
	// Output:
	// 2 spaces, next page "2"
	// 1 spaces, next page ""
}

// A test can replace a client by a fake, whose list methods return Pagers of their
// own.
func ExampleNewPager() {
	spaces := []*chatpb.Space{{DisplayName: "Lunch"}, {DisplayName: "Sales"}}
	pager := rest.NewPager(
		func(yield func(*chatpb.ListSpacesResponse, error) bool) {
			yield(&chatpb.ListSpacesResponse{Spaces: spaces}, nil)
		},
		func(yield func(*chatpb.Space, error) bool) {
			for _, space := range spaces {
				if !yield(space, nil) {
					return
				}
			}
		},
	)

	for space, err := range pager.All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(space.GetDisplayName())
	}
	// Output:
	// Lunch
	// Sales
}

// An upload reads from any io.Reader. With a reader that implements io.Seeker,
// such as a file, an interrupted upload needs no memory to continue.
func ExampleWithUploadProgress() {
	ctx := context.Background()
	server := serveChat(`{"attachmentDataRef": {"resourceName": "AT-1"}}`)
	defer server.Close()
	client, err := chat.NewClient(ctx, rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		log.Fatal(err)
	}

	req := &chatpb.UploadAttachmentRequest{Parent: "spaces/A", Filename: "menu.txt"}
	response, err := client.UploadAttachment(ctx, req, strings.NewReader("Soup, pasta"),
		rest.WithContentType("text/plain"),
		rest.WithUploadProgress(func(received, total int64) { fmt.Println(received, "of", total, "bytes") }),
	)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.GetAttachmentDataRef().GetResourceName())
	// Output:
	// 11 of 11 bytes
	// AT-1
}

// A Download is an io.ReadCloser.
func ExampleDownload() {
	ctx := context.Background()
	server := serveChat("Soup, pasta")
	defer server.Close()
	client, err := chat.NewClient(ctx, rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		log.Fatal(err)
	}

	media, err := client.DownloadMedia(ctx, &chatpb.DownloadMediaRequest{ResourceName: "AT-1"})
	if err != nil {
		log.Fatal(err)
	}
	defer media.Close()
	if _, err := io.Copy(os.Stdout, media); err != nil {
		log.Fatal(err)
	}
	// Output: Soup, pasta
}

// serveChat starts a server that sends the responses in order. A response with an
// error has its status.
func serveChat(responses ...string) *httptest.Server {
	next := 0
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		body := responses[next]
		next++
		w.Header().Set("Content-Type", "application/json")
		var status int
		if _, err := fmt.Sscanf(body, `{"error": {"code": %d`, &status); err == nil {
			w.WriteHeader(status)
		}
		io.WriteString(w, body)
	}))
}
