// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package consumer

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a program that uses one generated client may cost.
const (
	maxModules = 25
	maxBinary  = 14_000_000 // bytes
)

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

// The same with the peer, in the words of its documentation.
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

func TestHelloWorld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.mod":  "module example.com/consumer\n\ngo 1.26.0\n",
		"main.go": hello,
	})
	w.run(t, dir, "go", "mod", "tidy")
	binary := filepath.Join(dir, "hello")
	w.run(t, dir, "go", "build", "-o", binary, ".")

	modules := lines(w.run(t, dir, "go", "list", "-m", "all"))
	if len(modules) > maxModules {
		t.Errorf("%d modules in the graph, of at most %d:\n%s", len(modules), maxModules, strings.Join(modules, "\n"))
	}
	packages := lines(w.run(t, dir, "go", "list", "-deps", "."))
	if i := slices.IndexFunc(packages, isGRPC); i >= 0 {
		t.Errorf("%s is linked", packages[i])
	}
	if got := size(t, binary); got > maxBinary {
		t.Errorf("the binary has %d bytes, of at most %d", got, maxBinary)
	}
	t.Logf("%d modules, %d packages, binary of %d bytes", len(modules), len(packages), size(t, binary))
	says(t, w, binary)
}

// TestPeer says what the same costs with the peer. It is built in the
// workspace, whose modules are there in any case.
func TestPeer(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds a program")
	}
	dir := t.TempDir()
	write(t, dir, map[string]string{"main.go": peerHello})
	source, binary := filepath.Join(dir, "main.go"), filepath.Join(dir, "hello")
	output(t, ".", nil, "go", "build", "-trimpath", "-o", binary, source)
	packages := lines(output(t, ".", nil, "go", "list", "-deps", source))
	modules := lines(output(t, ".", nil, "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", source))
	slices.Sort(modules)
	t.Logf("packages of %d modules linked, %d packages, grpc among them: %t, binary of %d bytes",
		len(slices.Compact(modules)), len(packages), slices.ContainsFunc(packages, isGRPC), size(t, binary))
	says(t, &world{}, binary)
}

// says runs a program, and looks whether its message arrives.
func says(t *testing.T, w *world, binary string) {
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
		t.Errorf("what it prints (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(`POST /v1/spaces/AAAA/messages {"text":"Hello, world"}`, <-arrived); diff != "" {
		t.Errorf("what arrived (-want +got):\n%s", diff)
	}
}

// TestInstall installs the generator by its version, and generates a client
// from the published document.
func TestInstall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	w.run(t, dir, "go", "install", codegenModule+"/cmd/protolect@"+version)

	api := strings.TrimSpace(output(t, ".", nil, "go", "list", "-m", "-f", "{{.Dir}}", "google.golang.org/api"))
	write(t, dir, map[string]string{"go.mod": "module example.com/converted\n\ngo 1.26.0\n"})
	t.Log(w.run(t, dir, filepath.Join(w.bin, "protolect"), "convert", filepath.Join(api, "chat", "v1", "chat-api.json"), "--out", dir))
	w.run(t, dir, "go", "mod", "tidy")
	// vet builds the example, too.
	w.run(t, dir, "go", "vet", "./...")
}

func isGRPC(pkg string) bool {
	return pkg == "google.golang.org/grpc" || strings.HasPrefix(pkg, "google.golang.org/grpc/")
}

// lines returns the lines that are not empty.
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
