// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"flag"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

var seed = flag.Uint64("seed", 1, "the seed of random requests and responses")

// A generator makes random messages.
type generator struct {
	*rand.Rand
	// wild also makes values that proto JSON can express and the peer cannot: NaN and the
	// infinities, which Go's encoding/json refuses; -0 and zero values that are present, which it
	// omits; and undeclared enum values, because the peer's enums are strings without numbers.
	wild bool
	// simple makes only names of letters and digits, and no negative durations: Google's client for
	// Node writes "-1.500s" without its nanos.
	simple bool
	// fields is the number of fields that may still be set: random messages of recursive types would
	// be endless.
	fields int
	// masked is the message whose fields occur in field masks.
	masked protoreflect.MessageDescriptor
}

// newGenerator returns the generator of a test. Its values do not depend on other tests or their
// order.
func newGenerator(t *testing.T) *generator {
	t.Helper()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("repeat with: go test -seed=%d", *seed)
		}
	})
	name := fnv.New64a()
	name.Write([]byte(t.Name()))
	return &generator{Rand: rand.New(rand.NewPCG(*seed, name.Sum64()))}
}

const (
	maxNesting = 5
	maxFields  = 200
)

// message returns a random message.
func (g *generator) message(mt protoreflect.MessageType) proto.Message {
	g.fields = maxFields
	m := mt.New()
	g.fill(m, 0)
	return m.Interface()
}

func (g *generator) fill(m protoreflect.Message, depth int) {
	md := m.Descriptor()
	if md.FullName().Parent() == "google.protobuf" {
		if known := g.wellKnown(md); known != nil {
			// Not proto.Merge: m may be dynamic.
			data, err := proto.Marshal(known)
			if err == nil {
				err = proto.Unmarshal(data, m.Interface())
			}
			if err != nil {
				panic(err)
			}
			return
		}
	}
	density := []float64{0, 0.1, 0.5, 1}[g.IntN(4)]
	fields := md.Fields()
	for _, i := range g.Perm(fields.Len()) {
		fd := fields.Get(i)
		if g.fields <= 0 || g.Float64() >= density || fd.Message() != nil && depth == maxNesting {
			continue
		}
		g.fields--
		switch {
		case fd.IsMap():
			for range 1 + g.IntN(3) {
				key := g.scalar(fd.MapKey()).MapKey()
				if vd := fd.MapValue(); vd.Message() == nil {
					m.Mutable(fd).Map().Set(key, g.scalar(vd))
				} else {
					g.fill(m.Mutable(fd).Map().Mutable(key).Message(), depth+1)
				}
			}
		case fd.IsList():
			for range 1 + g.IntN(3) {
				if fd.Message() == nil {
					m.Mutable(fd).List().Append(g.scalar(fd))
				} else {
					g.fill(m.Mutable(fd).List().AppendMutable().Message(), depth+1)
				}
			}
		case fd.Message() != nil:
			g.fill(m.Mutable(fd).Message(), depth+1)
		default:
			if fd.HasPresence() {
				m.Set(fd, g.present(fd))
			} else {
				m.Set(fd, g.scalar(fd))
			}
		}
	}
}

// present returns a value that differs from the value of an absent field.
func (g *generator) present(fd protoreflect.FieldDescriptor) protoreflect.Value {
	value := g.scalar(fd)
	for !g.wild && value.Equal(fd.Default()) {
		value = g.scalar(fd)
	}
	return value
}

// wellKnown returns a message of a well-known type with restricted field values, or nil for other
// types.
func (g *generator) wellKnown(md protoreflect.MessageDescriptor) proto.Message {
	switch md.Name() {
	case "Timestamp":
		const first, last = -62135596800, 253402300799 // 0001-01-01 to 9999-12-31
		return &timestamppb.Timestamp{Seconds: first + g.Int64N(last-first+1), Nanos: g.nanos()}
	case "Duration":
		const limit = 315576000000 // about 10,000 years
		d := &durationpb.Duration{Seconds: g.Int64N(limit), Nanos: g.nanos()}
		if !g.simple && g.IntN(2) == 0 {
			d.Seconds, d.Nanos = -d.Seconds, -d.Nanos
		}
		return d
	case "FieldMask":
		mask := &fieldmaskpb.FieldMask{}
		if g.masked == nil {
			return mask
		}
		for range 1 + g.IntN(3) {
			mask.Paths = append(mask.Paths, g.fieldPath())
		}
		return mask
	case "FloatValue":
		return wrapperspb.Float(float32(g.present(md.Fields().ByName("value")).Float()))
	case "Any":
		packed, err := anypb.New(&durationpb.Duration{Seconds: g.Int64N(1000)})
		if err != nil {
			panic(err)
		}
		return packed
	case "Value":
		return structpb.NewStringValue(g.text())
	case "ListValue":
		return &structpb.ListValue{Values: []*structpb.Value{structpb.NewBoolValue(true), structpb.NewStringValue(g.text())}}
	case "Struct":
		return &structpb.Struct{Fields: map[string]*structpb.Value{g.text(): structpb.NewNumberValue(float64(g.IntN(1000)))}}
	}
	return nil
}

// nanos returns 0, or a fraction with a number of digits that JSON may have.
func (g *generator) nanos() int32 {
	unit := []int32{1e9, 1e6, 1e3, 1}[g.IntN(4)]
	return g.Int32N(1e9/unit) * unit
}

// fieldPath returns the path of a field of the masked message, or of a nested field.
func (g *generator) fieldPath() string {
	var names []string
	for md := g.masked; md != nil && md.Fields().Len() > 0 && len(names) < 1+g.IntN(2); {
		fd := md.Fields().Get(g.IntN(md.Fields().Len()))
		names = append(names, string(fd.Name()))
		md = nil
		if !fd.IsList() && !fd.IsMap() {
			md = fd.Message()
		}
	}
	path := strings.Join(names, ".")
	// The JSON of masks cannot express every name: a_1 becomes a1, which may be another field.
	if _, err := protojson.Marshal(&fieldmaskpb.FieldMask{Paths: []string{path}}); err != nil {
		return "name"
	}
	return path
}

func (g *generator) scalar(fd protoreflect.FieldDescriptor) protoreflect.Value {
	switch fd.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(g.IntN(2) == 0)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(g.text())
	case protoreflect.BytesKind:
		b := make([]byte, g.IntN(9))
		for i := range b {
			b[i] = byte(g.Uint32())
		}
		return protoreflect.ValueOfBytes(b)
	case protoreflect.EnumKind:
		values := fd.Enum().Values()
		n := values.Get(g.IntN(values.Len())).Number()
		if g.wild && g.IntN(4) == 0 {
			n = protoreflect.EnumNumber(g.number())
		}
		return protoreflect.ValueOfEnum(n)
	case protoreflect.FloatKind:
		f := float32(g.float())
		if math.IsInf(float64(f), 0) && !g.wild {
			f = math.MaxFloat32
		}
		return protoreflect.ValueOfFloat32(f)
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(g.float())
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(g.number()))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(g.number()))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(g.number())
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(uint64(g.number()))
	}
	panic("no random values of kind " + fd.Kind().String())
}

func (g *generator) number() int64 {
	n := []int64{0, 1, -1, math.MaxInt32, math.MinInt32, math.MaxInt64, math.MinInt64, 1<<53 + 1, int64(g.Uint64())}
	return n[g.IntN(len(n))]
}

func (g *generator) float() float64 {
	f := []float64{0, 1, -1.5, 0.1, 1e21, 1e-7, math.MaxFloat64, math.SmallestNonzeroFloat64, g.NormFloat64()}
	if g.wild {
		f = append(f, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1))
	}
	return f[g.IntN(len(f))]
}

// pieces are texts that clients or servers may misinterpret.
var pieces = []string{
	"", "a", "Hello, world", "true", "1", "null", " ", "\n", "\t", "\x00", "\x7f", `"`, `\`, "/", "<b>&amp;</b>", "%2F", "%",
	"+", "&a=b", "?", "#", ";", ",", "é", "e\u0301", "日本語", "👋🏽", "\u2028", "\u00a0", "\ufeff", "\U0010ffff", "2026-10-22T00:00:00Z",
}

func (g *generator) text() string {
	var b strings.Builder
	for range g.IntN(4) {
		b.WriteString(pieces[g.IntN(len(pieces))])
	}
	return b.String()
}

// segment returns a segment of a resource name: not empty, no slash, no control
// character, and neither "." nor "..", which the client refuses to send.
func (g *generator) segment() string {
	letters := []rune("abcXYZ019-_.~@:+%&=$!*'(),; ?#[]{}<>|^`\"\\é日👋")
	if g.simple {
		letters = letters[:9]
	}
	s := make([]rune, 1+g.IntN(8))
	for i := range s {
		s[i] = letters[g.IntN(len(letters))]
	}
	return strings.Replace(string(s), ".", "a", 1)
}
