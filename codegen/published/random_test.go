// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/published"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// TestRandomEdits makes several random edits at once. The verdict must be at least that of each edit. A server with
// the new definitions must understand the random requests of a client with the old ones, and both must read the
// bytes of each other, unless a verdict is major.
func TestRandomEdits(t *testing.T) {
	refused, changed := 0, 0
	single := make(map[string]published.Verdict) // by name of the edit
	for _, e := range edits {
		single[e.name] = verdictOf(t, shop, e.apply(t, shop))
	}
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(17, seed))
		text := shop
		var names []string
		var least published.Verdict
		for range 1 + random.IntN(3) {
			e := edits[random.IntN(len(edits))]
			next := strings.Replace(text, e.from, e.to, 1)
			if _, err := compile(t, next); next == text || err != nil {
				continue // an earlier edit changed the place
			}
			text = next
			names = append(names, e.name)
			least = least.Join(single[e.name])
		}
		if len(names) == 0 {
			continue
		}
		got := verdictOf(t, shop, text)
		// An edit can take back the worst change of another one, but not here: each changes another place.
		if got.Join(least) != got {
			t.Errorf("%q: the verdict is %+v, and that of the edits one by one is %+v", names, got, least)
		}
		before, after := mustCompile(t, shop), mustCompile(t, text)
		if err := callOld(random, before, after); err != nil {
			refused++
			if got.Requests < compare.Major && got.Wire < compare.Major {
				t.Errorf("%q: the verdict is %+v, but %v", names, got, err)
			}
		}
		if err := readOld(random, before, after); err != nil {
			changed++
			if got.Wire < compare.Major {
				t.Errorf("%q: the verdict is %+v, but %v", names, got, err)
			}
		}
	}
	if refused < 20 || changed < 10 {
		t.Errorf("the edits had an effect on requests %d times and on bytes %d times", refused, changed)
	}
}

func verdictOf(t *testing.T, before, after string) published.Verdict {
	t.Helper()
	changes, err := published.Compare(t.Context(), published.Files{shopFile: []byte(before)}, published.Files{shopFile: []byte(after)})
	if err != nil {
		t.Fatal(err)
	}
	return published.Sum(changes)
}

func compile(t *testing.T, text string) (protoreflect.FileDescriptor, error) {
	t.Helper()
	files, err := published.Compile(published.Files{shopFile: []byte(text)}, t.Context())
	if err != nil {
		return nil, err
	}
	return files[0], nil
}

func mustCompile(t *testing.T, text string) protoreflect.FileDescriptor {
	t.Helper()
	file, err := compile(t, text)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// callOld sends random requests of a client to a server with other definitions. It returns an error if the server
// rejects one, or reads other values.
func callOld(random *rand.Rand, client, server protoreflect.FileDescriptor) error {
	served, err := transcode.CompileServices(server.Services().Get(0))
	if err != nil {
		return err
	}
	router := transcode.NewRouter(served, transcode.RouterOptions{})
	methods := client.Services().Get(0).Methods()
	for i := range methods.Len() {
		m, err := transcode.Compile(methods.Get(i))
		if err != nil {
			return err
		}
		for range 5 {
			sent := dynamicpb.NewMessage(methods.Get(i).Input())
			fill(random, sent, 3, false)
			request, err := m.EncodeRequest(sent)
			if err != nil {
				return fmt.Errorf("%v cannot be sent: %w", sent, err)
			}
			match, err := router.Match(request.Verb, request.Path)
			if err != nil {
				return fmt.Errorf("%s %s: %w", request.Verb, request.Path, err)
			}
			got := match.NewRequest()
			if err := match.DecodeRequest(request, got, transcode.DecodeRequestOptions{}); err != nil {
				return fmt.Errorf("%s %s: %w", request.Verb, request.Path, err)
			}
			if err := equal(sent, got); err != nil {
				return fmt.Errorf("%s %s: %w", request.Verb, request.Path, err)
			}
		}
	}
	return nil
}

// readOld writes random messages as bytes and as JSON, and reads them with other definitions.
func readOld(random *rand.Rand, before, after protoreflect.FileDescriptor) error {
	for i := range before.Messages().Len() {
		old := before.Messages().Get(i)
		now := after.Messages().ByName(old.Name())
		if now == nil {
			continue
		}
		for range 10 {
			stored, read := dynamicpb.NewMessage(old), dynamicpb.NewMessage(now)
			fill(random, stored, 3, true)
			data, err := proto.Marshal(stored)
			if err == nil {
				err = proto.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(data, read)
			}
			if err == nil {
				err = equal(stored, read)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", old.Name(), err)
			}
		}
	}
	return nil
}

// equal returns an error if a message with new definitions is not the one that the JSON of a message with old
// definitions contains. It ignores removed fields and enum values.
func equal(old *dynamicpb.Message, now proto.Message) error {
	text, err := wirejson.Marshal(old)
	if err != nil {
		return err
	}
	want := now.ProtoReflect().New().Interface()
	if err := (wirejson.UnmarshalOptions{DiscardUnknown: true, Lenient: true}).Unmarshal(text, want); err != nil {
		return fmt.Errorf("%s cannot be read: %w", text, err)
	}
	if !proto.Equal(want, now) && !strings.Contains(string(text), "RED") && !strings.Contains(string(text), "CLOSED") {
		return fmt.Errorf("%s became %v", text, now)
	}
	return nil
}

// fill sets random fields of a message. Path variables get values that match their patterns.
func fill(random *rand.Rand, m protoreflect.Message, depth int, isStored bool) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		switch {
		case fd.ContainingOneof() != nil && m.WhichOneof(fd.ContainingOneof()) != nil:
		case readOnly(fd) && !isStored:
		case fd.Name() == "parent" || fd.Name() == "id":
			m.Set(fd, protoreflect.ValueOfString(map[protoreflect.Name]string{"parent": "shops/1", "id": "a"}[fd.Name()]))
		case fd.Message() != nil && depth == 0 && fd.ContainingOneof() == nil || random.IntN(4) == 0 && fd.Name() != "item" && !isUnion(m):
		case fd.IsMap():
			v := m.NewField(fd).Map().NewValue()
			fill(random, v.Message(), depth-1, isStored)
			m.Mutable(fd).Map().Set(protoreflect.ValueOfString("key").MapKey(), v)
		case fd.IsList():
			list := m.Mutable(fd).List()
			for range 1 + random.IntN(2) {
				if fd.Message() != nil {
					fill(random, list.AppendMutable().Message(), depth-1, isStored)
				} else {
					list.Append(scalar(random, fd))
				}
			}
		case fd.Message() != nil:
			fill(random, m.Mutable(fd).Message(), depth-1, isStored)
		default:
			m.Set(fd, scalar(random, fd))
		}
	}
}

func readOnly(fd protoreflect.FieldDescriptor) bool {
	behaviors, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
	return slices.Contains(behaviors, annotations.FieldBehavior_OUTPUT_ONLY)
}

// isUnion reports whether one of the fields must be set.
func isUnion(m protoreflect.Message) bool {
	return m.Descriptor().Oneofs().Len() == 1 && m.Descriptor().Oneofs().Get(0).Fields().Len() == m.Descriptor().Fields().Len()
}

func scalar(random *rand.Rand, fd protoreflect.FieldDescriptor) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.EnumKind:
		values := fd.Enum().Values()
		return protoreflect.ValueOfEnum(values.Get(1 + random.IntN(values.Len()-1)).Number())
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(1 + random.Int32N(100))
	case protoreflect.Uint64Kind:
		return protoreflect.ValueOfUint64(1 + random.Uint64N(100))
	default:
		return protoreflect.ValueOfString([]string{"a", "b c", "7"}[random.IntN(3)])
	}
}
