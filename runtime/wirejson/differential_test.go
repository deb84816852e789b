// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/google/apps/card/v1/cardpb"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/wirejson"
	_ "github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

type resolver interface {
	wirejson.Resolver
}

// rounds returns the number of random messages of each type. The environment variable WIREJSON_ROUNDS
// multiplies it for longer runs.
func rounds(n int) int {
	if r, err := strconv.Atoi(os.Getenv("WIREJSON_ROUNDS")); err == nil {
		return r
	}
	if testing.Short() {
		return n / 10
	}
	return n
}

// sameRead reads text with protojson and with wirejson, and fails if the results
// differ. It reports whether the text was read.
func sameRead(t testing.TB, text []byte, mt protoreflect.MessageType, o wirejson.UnmarshalOptions) bool {
	t.Helper()
	want, got := mt.New().Interface(), mt.New().Interface()
	wantErr := protojson.UnmarshalOptions{AllowPartial: o.AllowPartial, DiscardUnknown: o.DiscardUnknown, Resolver: o.Resolver, RecursionLimit: o.RecursionLimit}.Unmarshal(text, want)
	gotErr := o.Unmarshal(text, got)
	if wantErr == nil && gotErr != nil && !json.Valid(text) {
		return false // A number such as 1e.
	}
	if (wantErr == nil) != (gotErr == nil) {
		t.Fatalf("%s, %+v:\n%q\nprotojson: %v\nwirejson: %v", mt.Descriptor().FullName(), o, text, wantErr, gotErr)
	}
	if gotErr != nil {
		if n := len(gotErr.Error()); n > 2000 {
			t.Fatalf("an error of %d bytes: %v", n, gotErr)
		}
		return false
	}
	if w, g := wire(t, want), wire(t, got); !bytes.Equal(w, g) {
		t.Fatalf("%s, %+v:\n%q\nprotojson: %v\nwirejson: %v", mt.Descriptor().FullName(), o, text, want, got)
	}
	return true
}

// sameWritten writes m with protojson and with wirejson, and fails if the results
// differ by more than white space. It returns the JSON, or nil if m has none.
func sameWritten(t testing.TB, m proto.Message, o wirejson.MarshalOptions) []byte {
	t.Helper()
	want, wantErr := protojson.MarshalOptions{AllowPartial: o.AllowPartial, Resolver: o.Resolver}.Marshal(m)
	got, gotErr := o.Marshal(m)
	if (wantErr == nil) != (gotErr == nil) {
		t.Fatalf("%v:\nprotojson: %v\nwirejson: %v", m, wantErr, gotErr)
	}
	if gotErr != nil {
		return nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, want); err != nil {
		t.Fatal(err)
	}
	want = urlSafe.ReplaceAllFunc(compact.Bytes(), func(b []byte) []byte {
		return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("+"), []byte("-")), []byte("/"), []byte("_"))
	})
	if !bytes.Equal(want, got) {
		t.Fatalf("protojson: %s\nwirejson: %s", want, got)
	}
	return got
}

// urlSafe matches the base64 of bytes that begin with [urlSafeStart].
var urlSafe = regexp.MustCompile(`"\+/[A-Za-z0-9+/]*=*"`)

func wire(t testing.TB, m proto.Message) []byte {
	t.Helper()
	b, err := proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// dynamicTypes returns the messages of the schema.
func dynamicTypes() []protoreflect.MessageType {
	return []protoreflect.MessageType{
		dynamicpb.NewMessageType(message(proto3, "All")),
		dynamicpb.NewMessageType(message(proto2, "All")),
		dynamicpb.NewMessageType(message(proto2, "Required")),
		dynamicpb.NewMessageType(message(editions, "All")),
	}
}

// generatedTypes returns generated messages without options that change their JSON: those of a few generated packages, the
// well-known types, and test messages with every kind of field.
func generatedTypes() []protoreflect.MessageType {
	_, _ = cardpb.File_protolect_google_apps_card_v1_card_proto, chatpb.File_protolect_google_chat_v1_chat_proto
	var all []protoreflect.MessageType
	for mt := range protoregistry.GlobalTypes.RangeMessages {
		name := string(mt.Descriptor().FullName())
		if strings.HasPrefix(name, "protolect.test.options.") {
			continue
		}
		if strings.HasPrefix(name, "protolect.") || strings.HasPrefix(name, "google.protobuf.") {
			all = append(all, mt)
		}
	}
	return all
}

func names(types []protoreflect.MessageType) []protoreflect.FullName {
	var all []protoreflect.FullName
	for _, mt := range types {
		all = append(all, mt.Descriptor().FullName())
	}
	return all
}

func wellKnownNames() []protoreflect.FullName {
	var all []protoreflect.FullName
	for _, name := range wellKnown {
		all = append(all, protoreflect.FullName("google.protobuf."+name))
	}
	return all
}

func TestDynamicMessages(t *testing.T) {
	all := dynamicTypes()
	different(t, all, types, append(names(all), wellKnownNames()...), rounds(6000))
}

func TestGeneratedMessages(t *testing.T) {
	all := generatedTypes()
	if len(all) < 250 {
		t.Fatalf("only %d generated messages", len(all))
	}
	different(t, all, protoregistry.GlobalTypes, names(all), rounds(60))
}

// sameLeniently reads valid JSON with the options of a client. The result must be that of Unmarshal.
func sameLeniently(t *testing.T, text []byte, mt protoreflect.MessageType, r resolver) {
	t.Helper()
	want, got := mt.New().Interface(), mt.New().Interface()
	o := wirejson.UnmarshalOptions{Resolver: r, AllowPartial: true}
	if o.Unmarshal(text, want) != nil {
		return
	}
	o.DiscardUnknown, o.Lenient = true, true
	if err := o.Unmarshal(text, got); err != nil || !proto.Equal(want, got) {
		t.Errorf("%s is read as\n%v\nwith Lenient as\n%v, %v", text, want, got, err)
	}
}

// different compares random messages and mutations of their JSON.
func different(t *testing.T, all []protoreflect.MessageType, r resolver, anys []protoreflect.FullName, n int) {
	for seed, mt := range all {
		t.Run(string(mt.Descriptor().FullName()), func(t *testing.T) {
			t.Parallel()
			g := &generator{Rand: rand.New(rand.NewPCG(1, uint64(seed))), resolver: r, anys: anys}
			var written, read int
			for range n {
				g.wild = g.IntN(3) == 0
				m := mt.New()
				g.fill(m, 4)
				text := sameWritten(t, m.Interface(), wirejson.MarshalOptions{Resolver: r, AllowPartial: g.IntN(2) == 0})
				if text == nil {
					continue
				}
				written++
				if !sameRead(t, text, mt, wirejson.UnmarshalOptions{Resolver: r, AllowPartial: true}) && !g.wild {
					t.Fatalf("protojson and wirejson reject %s", text)
				}
				sameLeniently(t, text, mt, r)
				for range 5 {
					o := wirejson.UnmarshalOptions{Resolver: r, AllowPartial: g.IntN(2) == 0, DiscardUnknown: g.IntN(2) == 0}
					if g.IntN(3) == 0 {
						o.RecursionLimit = 1 + g.IntN(8)
					}
					if sameRead(t, g.mutate(text), mt, o) {
						read++
					}
				}
			}
			if n > 100 && (written < n/2 || read < n/4) {
				t.Errorf("%d messages: only %d were written, and only %d of their mutations were read", n, written, read)
			}
		})
	}
}
