// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"bufio"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/tests/transcoding"
)

const (
	// callsOfNode is the number of calls of each method over each transport.
	callsOfNode     = 5
	officialMethods = 52
)

// nodeModules is the folder into which `make modules` installs the dependencies of tests/node.
const nodeModules = "../../build/_node/node_modules"

// needNode skips a test if Node or its packages are missing.
func needNode(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("SKIPPED: Node is missing: install it with npm, and run make modules")
	}
	if _, err := os.Stat(filepath.Join(nodeModules, "@google-apps", "chat")); err != nil {
		t.Skip("SKIPPED: Google's client for Node is missing: install npm, and run make modules")
	}
}

// TestNodeClient lets Google's client for Node call a server that is made from our descriptors. The
// server must receive the request that the client sent, and the client the response that the server
// sent.
func TestNodeClient(t *testing.T) {
	needNode(t)
	t.Parallel()
	official := officialMessages(t)
	for _, transport := range []string{"rest", "grpc"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			server := transcoding.Serve(t, chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService"))
			node := startNode(t, transport, server.URL)
			g := newGenerator(t)
			g.simple = true
			called := 0
			for _, m := range methods(t) {
				if !m.primary || official[m.Input().FullName()] == nil {
					continue // Google's definitions lack it
				}
				called++
				for range callsOfNode {
					req, resp := official.known(t, m.request(t, g)), official.known(t, g.message(messageType(t, m.Output())))
					if body := m.Input().Fields().ByName(protoreflect.Name(m.body)); body != nil {
						req.ProtoReflect().Mutable(body) // Node sends no JSON for an unset body
					}
					if transport == "rest" && m.body != "*" {
						clearEmpty(req.ProtoReflect(), protoreflect.Name(m.body))
					}
					got := newMessage(t, m.Output())
					server.Response = resp
					node.call(t, string(m.Name()), req, got)
					method, arrived := server.Last()
					if method != m.Name() {
						t.Fatalf("%s called %s", m.Name(), method)
					}
					if diff := cmp.Diff(req, arrived, protocmp.Transform()); diff != "" {
						t.Fatalf("%s: the request as it arrived (-want +got):\n%s", m.Name(), diff)
					}
					if diff := cmp.Diff(resp, got, protocmp.Transform()); diff != "" {
						t.Fatalf("%s: the response as it arrived (-want +got):\n%s", m.Name(), diff)
					}
				}
			}
			if called != officialMethods {
				t.Errorf("%d methods were called, want %d", called, officialMethods)
			}
		})
	}
}

// A node is a process that runs Google's client.
type node struct {
	in  io.Writer
	out *bufio.Reader
}

func startNode(t *testing.T, transport, address string) *node {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	modules, err := filepath.Abs(nodeModules)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "../node/chat.cjs", transport, u.Port())
	// The client must not look up anything, not even the location of the machine.
	cmd.Env = append(os.Environ(), "NODE_MODULES="+modules, "METADATA_SERVER_DETECTION=none", "GOOGLE_CLOUD_PROJECT=test")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	return &node{in, bufio.NewReader(out)}
}

// call calls a method and reads its response into resp.
func (n *node) call(t *testing.T, method string, req, resp proto.Message) {
	t.Helper()
	request, err := proto.Marshal(req)
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(map[string]any{"method": method, "request": request})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.in.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	text, err := n.out.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var output struct {
		Response []byte
		Error    string
	}
	if err := json.Unmarshal(text, &output); err != nil {
		t.Fatal(err)
	}
	if output.Error != "" {
		t.Fatalf("%s: %s\nthe request: %s", method, output.Error, toJSON(t, req))
	}
	if err := proto.Unmarshal(output.Response, resp); err != nil {
		t.Fatal(err)
	}
}
