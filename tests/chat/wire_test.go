// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bufbuild/protocompile"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/dynamicpb"
)

// messagesOfEach is the number of random messages of each type.
const messagesOfEach = 40

// TestWire encodes random messages with Google's own definitions and decodes them with ours, and
// vice versa, in binary and in JSON.
func TestWire(t *testing.T) {
	needNode(t)
	t.Parallel()
	types := 0
	g := newGenerator(t)
	for name, official := range officialMessages(t) {
		types++
		mt, err := protoregistry.GlobalTypes.FindMessageByName(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for range messagesOfEach {
			theirs := g.message(dynamicpb.NewMessageType(official))
			got := mt.New().Interface()
			recode(t, theirs, got)
			if unknown := unknownFields(got.ProtoReflect(), nil); len(unknown) > 0 {
				t.Fatalf("%s lacks %v", mt.Descriptor().FullName(), unknown)
			}
			sameJSON(t, theirs, got)
			back := dynamicpb.NewMessage(official)
			recode(t, got, back)
			if diff := cmp.Diff(theirs, back, protocmp.Transform()); diff != "" {
				t.Fatalf("%s there and back (-want +got):\n%s", official.FullName(), diff)
			}

			// Fields that only our messages have are unknown to Google's.
			sent := g.message(mt)
			decoded := dynamicpb.NewMessage(official)
			recode(t, sent, decoded)
			returned := mt.New().Interface()
			recode(t, decoded, returned)
			if diff := cmp.Diff(sent, returned, protocmp.Transform()); diff != "" {
				t.Fatalf("%s there and back (-want +got):\n%s", mt.Descriptor().FullName(), diff)
			}
			text, err := protojson.Marshal(sent)
			if err != nil {
				t.Fatal(err)
			}
			read := dynamicpb.NewMessage(official)
			if err := (protojson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(text, read); err != nil {
				t.Fatalf("%s: Google's definitions refuse %s: %v", mt.Descriptor().FullName(), text, err)
			}
			discardUnknown(decoded)
			if diff := cmp.Diff(proto.Message(decoded), proto.Message(read), protocmp.Transform()); diff != "" {
				t.Fatalf("%s by binary and by JSON (-binary +JSON):\n%s", mt.Descriptor().FullName(), diff)
			}
		}
	}
	t.Logf("%d types, %d messages of each, each way", types, messagesOfEach)
}

// messages are message types, by the full names of our messages.
type messages map[protoreflect.FullName]protoreflect.MessageDescriptor

// known returns one of our messages without the fields that Google's type lacks.
func (official messages) known(t *testing.T, m proto.Message) proto.Message {
	t.Helper()
	md := official[m.ProtoReflect().Descriptor().FullName()]
	if md == nil {
		return m // a well-known type
	}
	theirs, ours := dynamicpb.NewMessage(md), m.ProtoReflect().New().Interface()
	recode(t, m, theirs)
	discardUnknown(theirs)
	recode(t, theirs, ours)
	return ours
}

// officialMessages returns Google's messages of google.chat.v1 and google.apps.card.v1.
func officialMessages(t *testing.T) messages {
	t.Helper()
	root := filepath.Join(nodeModules, "@google-apps", "chat", "build", "protos")
	var names []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".proto") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	compiler := protocompile.Compiler{Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{
		ImportPaths: []string{root, filepath.Join(nodeModules, "google-gax", "build", "protos")},
	})}
	files, err := compiler.Compile(t.Context(), names...)
	if err != nil {
		t.Fatal(err)
	}
	all := make(messages)
	var walk func(protoreflect.MessageDescriptors)
	walk = func(messages protoreflect.MessageDescriptors) {
		for i := range messages.Len() {
			if md := messages.Get(i); !md.IsMapEntry() {
				all["protolect."+md.FullName()] = md
				walk(md.Messages())
			}
		}
	}
	for _, f := range files {
		if f.Package() == "google.chat.v1" || f.Package() == "google.apps.card.v1" {
			walk(f.Messages())
		}
	}
	if len(all) < 200 {
		t.Fatalf("Google's definitions have %d messages", len(all))
	}
	return all
}

func recode(t *testing.T, from, to proto.Message) {
	t.Helper()
	data, err := proto.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := proto.Unmarshal(data, to); err != nil {
		t.Fatalf("%s does not decode as %s: %v", from.ProtoReflect().Descriptor().FullName(), to.ProtoReflect().Descriptor().FullName(), err)
	}
}

func sameJSON(t *testing.T, want, got proto.Message) {
	t.Helper()
	if diff := cmp.Diff(tree(t, toJSON(t, want)), tree(t, toJSON(t, got))); diff != "" {
		t.Fatalf("the JSON of %s (-Google's +ours):\n%s", want.ProtoReflect().Descriptor().FullName(), diff)
	}
}

// unknownFields returns the places of unknown fields in a message.
func unknownFields(m protoreflect.Message, found []string) []string {
	if len(m.GetUnknown()) > 0 {
		found = append(found, string(m.Descriptor().FullName()))
	}
	eachMessage(m, func(nested protoreflect.Message) { found = unknownFields(nested, found) })
	return slices.Compact(found)
}

func discardUnknown(m proto.Message) {
	var discard func(protoreflect.Message)
	discard = func(m protoreflect.Message) {
		m.SetUnknown(nil)
		eachMessage(m, discard)
	}
	discard(m.ProtoReflect())
}

// eachMessage visits the messages directly in m.
func eachMessage(m protoreflect.Message, visit func(protoreflect.Message)) {
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case fd.IsMap() && fd.MapValue().Message() != nil:
			v.Map().Range(func(_ protoreflect.MapKey, v protoreflect.Value) bool {
				visit(v.Message())
				return true
			})
		case fd.IsMap() || fd.Message() == nil:
		case fd.IsList():
			for i := range v.List().Len() {
				visit(v.List().Get(i).Message())
			}
		default:
			visit(v.Message())
		}
		return true
	})
}
