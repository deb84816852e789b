// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package consumer

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The limits for a program that uses one generated client: the modules in its graph, and its size
// relative to the same program with the peer.
const (
	maxModules = 25
	maxSize    = 0.72
)

// notLinked lists code that a program must not link if it only calls an API. Symbols have the names
// that `go tool nm` prints. Each row has a program that links the code, which proves that the
// pattern matches.
var notLinked = []struct {
	what    string
	symbols *regexp.Regexp
	linked  string // the source of a program that links it
}{
	{"gRPC", regexp.MustCompile(`^google\.golang\.org/grpc[./]`), peerHello},
	{"OpenTelemetry", regexp.MustCompile(`^go\.opentelemetry\.io/`), peerHello},
	{"the server half of transcode", regexp.MustCompile(`^` + regexp.QuoteMeta(rootModule) + `/runtime/transcode\.` +
		`(ReadRequest|NewRouter|\(\*(Router|Match|routeNode|search|requestDecoder|queryReader|jsonWriter|node|RequestError)\)\.` +
		`|\(\*Method\)\.(EncodeResponse|EncodeError)$)`), server},
}

const hello = `package main

import (
	"context"
	"fmt"
	"log"
	"os"

	chat "github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
)

func main() {
	ctx := context.Background()
	client, err := chat.NewClient(ctx, rest.WithEndpoint(os.Args[1]), rest.WithoutCredentials())
	if err != nil {
		log.Fatal(err)
	}
	message, err := client.CreateMessage(ctx, &chatpb.CreateMessageRequest{
		Parent:  "spaces/AAAA",
		Message: &chatpb.Message{Text: "Hello, world"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(message.GetName())
}
`

// The same program with the peer, as in the peer's documentation.
const peerHello = `package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"google.golang.org/api/chat/v1"
	"google.golang.org/api/option"
)

func main() {
	ctx := context.Background()
	service, err := chat.NewService(ctx, option.WithEndpoint(os.Args[1]), option.WithoutAuthentication())
	if err != nil {
		log.Fatal(err)
	}
	message, err := service.Spaces.Messages.Create("spaces/AAAA", &chat.Message{Text: "Hello, world"}).Do()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(message.Name)
}
`

// A server of the API.
const server = `package main

import (
	"log"
	"net/http"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/transcode"
)

func main() {
	methods, err := transcode.CompileServices(chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().Get(0))
	if err != nil {
		log.Fatal(err)
	}
	router := transcode.NewRouter(methods, transcode.RouterOptions{})
	call := func(r *http.Request) (*transcode.Response, error) {
		request, err := transcode.ReadRequest(r)
		if err != nil {
			return nil, err
		}
		match, err := router.Match(request.Verb, request.Path)
		if err != nil {
			return nil, err
		}
		create := new(chatpb.CreateMessageRequest)
		if err := match.DecodeRequest(request, create, transcode.DecodeRequestOptions{}); err != nil {
			return nil, err
		}
		return match.Method.EncodeResponse(create.GetMessage(), transcode.EncodeResponseOptions{})
	}
	log.Fatal(http.ListenAndServe("localhost:8080", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		response, err := call(r)
		if err != nil {
			response, err = methods[0].EncodeError(transcode.StatusOf(err), transcode.EncodeResponseOptions{})
		}
		if err != nil {
			log.Fatal(err)
		}
		w.WriteHeader(response.StatusCode)
		w.Write(response.Body)
	})))
}
`

// TestHelloWorld builds the program like a consumer, and compares its cost with that of the peer.
func TestHelloWorld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.mod":  "module example.com/consumer\n\ngo 1.26.0\n",
		"main.go": hello,
	})
	w.run(t, dir, "go", "mod", "tidy")
	modules := lines(w.run(t, dir, "go", "list", "-m", "all"))
	if *fetch {
		return
	}
	if len(modules) > maxModules {
		t.Errorf("%d modules in the graph, want at most %d:\n%s", len(modules), maxModules, strings.Join(modules, "\n"))
	}
	ours := built{filepath.Join(dir, "hello"), len(lines(w.run(t, dir, "go", "list", "-deps", ".")))}
	w.run(t, dir, "go", "build", "-o", ours.binary, ".")
	checkProgram(t, w, ours.binary)

	others := map[string]built{} // by the source
	for _, n := range notLinked {
		if found := symbols(t, ours.binary, n.symbols); len(found) > 0 {
			t.Errorf("%s is linked: %d symbols, the first of them %s", n.what, len(found), found[0])
		}
		if _, done := others[n.linked]; !done {
			others[n.linked] = buildInWorkspace(t, n.linked)
		}
		if len(symbols(t, others[n.linked].binary, n.symbols)) == 0 {
			t.Errorf("%s: %s matches nothing in the program that links it", n.what, n.symbols)
		}
	}

	peer := others[peerHello]
	checkProgram(t, w, peer.binary)
	share := float64(size(t, ours.binary)) / float64(size(t, peer.binary))
	if share > maxSize {
		t.Errorf("the binary has %.3f of the peer's size, want at most %.2f", share, maxSize)
	}
	t.Logf("\nhello world with Protolect: %d packages, %d bytes; %d modules in the graph"+
		"\nhello world with google.golang.org/api/chat/v1: %d packages, %d bytes; ratio %.2f",
		ours.packages, size(t, ours.binary), len(modules), peer.packages, size(t, peer.binary), 1/share)
}

// built describes a built program. The packages include those of the standard library.
type built struct {
	binary   string
	packages int
}

// buildInWorkspace builds a program outside any module, like a consumer. The workspace has its
// modules in any case.
func buildInWorkspace(t *testing.T, program string) built {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, map[string]string{"main.go": program})
	source, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "hello")
	output(t, ".", nil, "go", "build", "-trimpath", "-o", binary, source)
	return built{binary, len(lines(output(t, ".", nil, "go", "list", "-deps", source)))}
}

// symbols returns the symbols of a binary that match a pattern.
func symbols(t *testing.T, binary string, pattern *regexp.Regexp) []string {
	t.Helper()
	var found []string
	for _, line := range lines(output(t, ".", nil, "go", "tool", "nm", binary)) {
		// A line contains address, type and name. An undefined symbol has no address.
		fields := strings.Fields(line)
		if len(fields) > 2 && pattern.MatchString(fields[2]) {
			found = append(found, fields[2])
		}
	}
	return found
}

// checkProgram runs a program and checks its output and the message that arrives.
func checkProgram(t *testing.T, w *world, binary string) {
	t.Helper()
	arrived := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		arrived <- r.Method + " " + r.URL.Path + " " + strings.TrimSpace(string(body))
		rw.Header().Set("Content-Type", "application/json")
		io.WriteString(rw, `{"name":"spaces/AAAA/messages/1"}`)
	}))
	defer server.Close()
	if diff := cmp.Diff("spaces/AAAA/messages/1\n", w.run(t, ".", binary, server.URL)); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(`POST /v1/spaces/AAAA/messages {"text":"Hello, world"}`, <-arrived); diff != "" {
		t.Errorf("message that arrived (-want +got):\n%s", diff)
	}
}

// TestInstall installs a version of the generator, and generates a client from a published
// document.
func TestInstall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	w.run(t, dir, "go", "install", codegenModule+"/cmd/protolect@"+version)

	api := strings.TrimSpace(output(t, ".", nil, "go", "list", "-m", "-f", "{{.Dir}}", "google.golang.org/api"))
	write(t, dir, map[string]string{"go.mod": "module example.com/converted\n\ngo 1.26.0\n"})
	t.Log(w.run(t, dir, filepath.Join(w.bin, "protolect"), "convert", filepath.Join(api, "chat", "v1", "chat-api.json"), "--out", dir))
	w.run(t, dir, "go", "mod", "tidy")
	if *fetch {
		return
	}
	// go vet also builds the example.
	w.run(t, dir, "go", "vet", "./...")
}

// lines returns the lines of a text, without empty ones.
func lines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' })
}

func size(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
