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

	"github.com/protolect/protolect/runtime/wirejson"
)

// FuzzUnmarshal compares with protojson what is read and what is refused.
func FuzzUnmarshal(f *testing.F) {
	all := dynamicTypes()
	for _, text := range wholes {
		f.Add([]byte(text), uint8(0))
	}
	for _, r := range readings {
		for value := range bytes.SplitSeq([]byte(r.values), []byte(" | ")) {
			f.Add([]byte(`{"`+r.field+`":`+string(bytes.TrimSpace(value))+`}`), uint8(4))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, choice uint8) {
		mt := all[int(choice)%len(all)]
		o := wirejson.UnmarshalOptions{Resolver: types, DiscardUnknown: choice&4 > 0, AllowPartial: choice&8 > 0}
		if choice&16 > 0 {
			o.RecursionLimit = 1 + int(choice>>5)
		}
		sameRead(t, text, mt, o)
	})
}

// FuzzMarshal compares with protojson what is written of a message, and reads
// it back.
func FuzzMarshal(f *testing.F) {
	all := dynamicTypes()
	for i, mt := range all {
		g := &generator{Rand: rand.New(rand.NewPCG(2, uint64(i))), resolver: types, anys: append(names(all), wellKnownNames()...)}
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
		if (proto.UnmarshalOptions{AllowPartial: true, Resolver: types}).Unmarshal(b, m) != nil {
			return
		}
		if text := sameWritten(t, m, wirejson.MarshalOptions{Resolver: types, AllowPartial: choice&4 > 0}); text != nil {
			sameRead(t, text, mt, wirejson.UnmarshalOptions{Resolver: types, AllowPartial: true})
		}
	})
}
