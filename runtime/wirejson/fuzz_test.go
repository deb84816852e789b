// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/protolect/protolect/runtime/wirejson"
	"github.com/protolect/protolect/runtime/wirejson/internal/testpb"
)

// fuzzed returns dynamic and generated messages with every kind of field.
func fuzzed() []protoreflect.MessageType {
	all := dynamicTypes()
	for _, m := range []proto.Message{new(testpb.Proto3), new(testpb.Proto2), new(testpb.Open), new(testpb.Opaque)} {
		all = append(all, m.ProtoReflect().Type())
	}
	return all
}

// resolverOf returns a resolver for the types that a message of type mt may hold.
func resolverOf(mt protoreflect.MessageType) resolver {
	if strings.HasPrefix(string(mt.Descriptor().FullName()), "protolect.") {
		return protoregistry.GlobalTypes
	}
	return types
}

// FuzzUnmarshal compares with protojson.
func FuzzUnmarshal(f *testing.F) {
	all := fuzzed()
	for _, text := range wholes {
		f.Add([]byte(text), uint8(0))
		f.Add([]byte(text), uint8(4))
	}
	for _, r := range readings {
		for value := range bytes.SplitSeq([]byte(r.values), []byte(" | ")) {
			f.Add([]byte(`{"`+r.field+`":`+string(bytes.TrimSpace(value))+`}`), uint8(4))
			f.Add([]byte(`{"`+r.field+`":`+string(bytes.TrimSpace(value))+`}`), uint8(8))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, choice uint8) {
		mt := all[int(choice)%len(all)]
		o := wirejson.UnmarshalOptions{Resolver: resolverOf(mt), DiscardUnknown: choice&8 > 0, AllowPartial: choice&16 > 0}
		if choice&32 > 0 {
			o.RecursionLimit = 1 + int(choice>>6)
		}
		sameRead(t, text, mt, o)
	})
}

// FuzzMarshal compares with protojson, and reads the JSON back.
func FuzzMarshal(f *testing.F) {
	all := fuzzed()
	for i, mt := range all {
		g := &generator{Rand: rand.New(rand.NewPCG(2, uint64(i))), resolver: resolverOf(mt), anys: wellKnownNames()}
		for range 50 {
			m := mt.New()
			g.fill(m, 4)
			f.Add(wire(f, m.Interface()), uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, choice uint8) {
		// The wire format of a map entry with two keys, the second of another
		// wire type, makes google.golang.org/protobuf panic on dynamic messages.
		defer func() {
			if r := recover(); r != nil && !strings.Contains(fmt.Sprint(r), "cannot convert nil to map key") {
				panic(r)
			}
		}()
		mt := all[int(choice)%len(all)]
		m := mt.New().Interface()
		if (proto.UnmarshalOptions{AllowPartial: true, Resolver: resolverOf(mt)}).Unmarshal(b, m) != nil {
			return
		}
		if text := sameWritten(t, m, wirejson.MarshalOptions{Resolver: resolverOf(mt), AllowPartial: choice&8 > 0}); text != nil {
			sameRead(t, text, mt, wirejson.UnmarshalOptions{Resolver: resolverOf(mt), AllowPartial: true})
		}
	})
}
