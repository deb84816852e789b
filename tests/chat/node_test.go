// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"connectrpc.com/vanguard"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
)

const (
	// callsOfNode is how often each method is called over each transport.
	callsOfNode     = 5
	officialMethods = 52
)

// nodeModules is where `make modules` puts what tests/node needs.
const nodeModules = "../../build/_node/node_modules"

// needNode skips a test, unless what it needs of Node is there.
func needNode(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("SKIPPED: Node is not there: install it with npm, and run make modules")
	}
	if _, err := os.Stat(filepath.Join(nodeModules, "@google-apps", "chat")); err != nil {
		t.Skip("SKIPPED: Google's client for Node is not there: run make modules, with npm")
	}
}

// TestNodeClient lets Google's client for Node call a server that knows nothing
// but our descriptors. What the server decodes is what was sent, and what the
// client decodes is what was answered.
func TestNodeClient(t *testing.T) {
	needNode(t)
	t.Parallel()
	official := officialMessages(t)
	for _, transport := range []string{"rest", "grpc"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			server := newTranscoder(t)
			node := startNode(t, transport, server.port)
			g := newGenerator(t)
			g.simple = true
			called := 0
			for _, m := range methods(t) {
				if !m.primary || official[m.Input().FullName()] == nil {
					continue // Google's definitions do not have it
				}
				called++
				for range callsOfNode {
					req, resp := official.known(t, m.request(t, g)), official.known(t, g.message(messageType(t, m.Output())))
					if body := m.Input().Fields().ByName(protoreflect.Name(m.body)); body != nil {
						req.ProtoReflect().Mutable(body) // of an unset one Node makes no JSON at all
					}
					if transport == "rest" && m.body != "*" {
						clearEmpty(req.ProtoReflect(), protoreflect.Name(m.body))
					}
					got := newMessage(t, m.Output())
					server.answer = resp
					node.call(t, string(m.Name()), req, got)
					if server.method != m.Name() {
						t.Fatalf("%s called %s", m.Name(), server.method)
					}
					if diff := cmp.Diff(req, server.request, protocmp.Transform()); diff != "" {
						t.Fatalf("%s: the request as it arrived (-want +got):\n%s", m.Name(), diff)
					}
					if diff := cmp.Diff(resp, got, protocmp.Transform()); diff != "" {
						t.Fatalf("%s: the response as it arrived (-want +got):\n%s", m.Name(), diff)
					}
				}
			}
			if called != officialMethods {
				t.Errorf("%d methods were called, not %d", called, officialMethods)
			}
		})
	}
}

// clearEmpty clears messages without fields, which a query cannot say, in all
// fields but one.
func clearEmpty(m protoreflect.Message, but protoreflect.Name) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if fd.Name() != but && fd.Message() != nil && !fd.IsList() && !fd.IsMap() {
			clearEmpty(v.Message(), "")
			if proto.Size(v.Message().Interface()) == 0 {
				m.Clear(fd)
			}
		}
		return true
	})
}

// A transcoder is a server made from our descriptors: vanguard turns what
// arrives over REST or gRPC into plain calls.
type transcoder struct {
	port string

	mu      sync.Mutex
	method  protoreflect.Name
	request proto.Message
	answer  proto.Message
}

func newTranscoder(t *testing.T) *transcoder {
	t.Helper()
	service := chatpb.File_protolect_google_chat_v1_chat_service_proto.Services().ByName("ChatService")
	s := &transcoder{}
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.serve(w, r, service); err != nil {
			t.Errorf("%s: %v", r.URL, err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	handler, err := vanguard.NewTranscoder([]*vanguard.Service{vanguard.NewServiceWithSchema(service, plain,
		vanguard.WithTargetProtocols(vanguard.ProtocolConnect), vanguard.WithTargetCodecs(vanguard.CodecProto), vanguard.WithNoTargetCompression())}, vanguard.WithCodec(func(types vanguard.TypeResolver) vanguard.Codec {
		codec := vanguard.NewJSONCodec(types)
		codec.MarshalOptions.EmitUnpopulated = false // for Node a FloatValue that is null is 0
		return codec
	}))
	if err != nil {
		t.Fatal(err)
	}
	hs := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// On the wire the service has Google's name.
		if name, ok := strings.CutPrefix(r.URL.Path, "/google.chat.v1.ChatService/"); ok {
			r.URL.Path = "/" + string(service.FullName()) + "/" + name
		}
		// Vanguard knows no system parameters; this one is about the spelling
		// of enums, and readers take both.
		query := r.URL.Query()
		query.Del("$alt")
		// In a mask Node writes the names of proto, and vanguard wants those of
		// JSON.
		for name, values := range query {
			if strings.HasSuffix(name, "Mask") || strings.HasSuffix(name, "_mask") {
				for i := range values {
					values[i] = underscore.ReplaceAllStringFunc(values[i], func(s string) string { return strings.ToUpper(s[1:]) })
				}
			}
		}
		r.URL.RawQuery = query.Encode()
		// For an object without members Node sends nothing, or an empty text.
		if r.ProtoMajor == 1 && r.Method != http.MethodGet && r.Method != http.MethodDelete {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			if text := string(body); text == "" || text == `""` {
				body = []byte("{}")
			}
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		handler.ServeHTTP(w, r)
	}))
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	hs.Config.Protocols = &protocols
	hs.Start()
	t.Cleanup(hs.Close)
	u, err := url.Parse(hs.URL)
	if err != nil {
		t.Fatal(err)
	}
	s.port = u.Port()
	return s
}

var underscore = regexp.MustCompile(`_[a-z]`)

// serve answers a unary call of the Connect protocol: a message in, one out.
func (s *transcoder) serve(w http.ResponseWriter, r *http.Request, service protoreflect.ServiceDescriptor) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.method = protoreflect.Name(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:])
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	md := service.Methods().ByName(s.method)
	if md == nil {
		return fmt.Errorf("there is no method %s", s.method)
	}
	s.request = dynamicpb.NewMessage(md.Input())
	if err := proto.Unmarshal(body, s.request); err != nil {
		return err
	}
	answer, err := proto.Marshal(s.answer)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/proto")
	_, err = w.Write(answer)
	return err
}

// node is a process with Google's client in it.
type node struct {
	in  io.Writer
	out *bufio.Reader
}

func startNode(t *testing.T, transport, port string) *node {
	t.Helper()
	modules, err := filepath.Abs(nodeModules)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "../node/chat.cjs", transport, port)
	// Nothing is to be looked up: not even where this machine stands.
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

// call calls a method, and reads its response into resp.
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
	var answer struct {
		Response []byte
		Error    string
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Error != "" {
		t.Fatalf("%s: %s\nthe request: %s", method, answer.Error, toJSON(t, req))
	}
	if err := proto.Unmarshal(answer.Response, resp); err != nil {
		t.Fatal(err)
	}
}

func newMessage(t *testing.T, md protoreflect.MessageDescriptor) proto.Message {
	t.Helper()
	return messageType(t, md).New().Interface()
}
