// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protopath"
	"google.golang.org/protobuf/reflect/protorange"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A method is a method of the document: an RPC and one of its bindings.
type method struct {
	protoreflect.MethodDescriptor
	// id is the ID in the document, for example "chat.spaces.messages.create".
	id string
	// primary reports whether the client uses this binding.
	primary bool
	verb    string
	path    string
	// body is "", "*", or the name of a field of the request.
	body   string
	paging *apipb.Paging
	// media reports whether the client calls the method only to upload or download media.
	media bool
}

// methods returns the methods of the document.
func methods(t *testing.T) []method {
	t.Helper()
	var all []method
	services := chatpb.File_protolect_google_chat_v1_chat_service_proto.Services()
	for i := range services.Len() {
		rpcs := services.Get(i).Methods()
		for j := range rpcs.Len() {
			rpc := rpcs.Get(j)
			rule, _ := proto.GetExtension(rpc.Options(), annotations.E_Http).(*annotations.HttpRule)
			options, _ := proto.GetExtension(rpc.Options(), apipb.E_Method).(*apipb.MethodRule)
			bindings := append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...)
			if len(bindings) != len(options.GetIds()) {
				t.Fatalf("%s has %d bindings, but IDs of %d methods of the document", rpc.FullName(), len(bindings), len(options.GetIds()))
			}
			for k, b := range bindings {
				m := method{MethodDescriptor: rpc, id: options.GetIds()[k], primary: k == 0, body: b.GetBody(), paging: options.GetPaging(),
					media: options.GetMediaUpload().GetRequired() || options.GetMediaDownload().GetOnly()}
				switch p := b.GetPattern().(type) {
				case *annotations.HttpRule_Get:
					m.verb, m.path = http.MethodGet, p.Get
				case *annotations.HttpRule_Put:
					m.verb, m.path = http.MethodPut, p.Put
				case *annotations.HttpRule_Post:
					m.verb, m.path = http.MethodPost, p.Post
				case *annotations.HttpRule_Delete:
					m.verb, m.path = http.MethodDelete, p.Delete
				case *annotations.HttpRule_Patch:
					m.verb, m.path = http.MethodPatch, p.Patch
				case *annotations.HttpRule_Custom:
					m.verb, m.path = p.Custom.GetKind(), p.Custom.GetPath()
				default:
					t.Fatalf("%s has a binding without a path", rpc.FullName())
				}
				all = append(all, m)
			}
		}
	}
	return all
}

// A variable of a path template has the value of a field. The value must match the pattern.
type variable struct{ field, pattern string }

var variablePattern = regexp.MustCompile(`\{([a-z0-9_.]+)(?:=([^}]*))?\}`)

func (m method) variables() []variable {
	var all []variable
	for _, match := range variablePattern.FindAllStringSubmatch(m.path, -1) {
		v := variable{match[1], match[2]}
		if v.pattern == "" {
			v.pattern = "*"
		}
		all = append(all, v)
	}
	return all
}

// request returns a random request that the client must accept.
func (m method) request(t *testing.T, g *generator) proto.Message {
	t.Helper()
	g.masked = m.Input()
	if fd := m.Input().Fields().ByName(protoreflect.Name(m.body)); fd != nil {
		g.masked = fd.Message()
	}
	req := g.message(messageType(t, m.Input()))
	setRequired(req.ProtoReflect())
	for _, v := range m.variables() {
		segments := strings.Split(v.pattern, "/")
		for i, s := range segments {
			switch s {
			case "*":
				segments[i] = g.segment()
			case "**":
				segments[i] = strings.Join([]string{g.segment(), g.segment(), g.segment()}[:1+g.IntN(3)], "/")
			}
		}
		set(t, req.ProtoReflect(), v.field, strings.Join(segments, "/"))
	}
	return req
}

// setRequired sets the required fields of a request.
func setRequired(m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		behaviors, _ := proto.GetExtension(fd.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
		switch {
		case !slices.Contains(behaviors, annotations.FieldBehavior_REQUIRED) || m.Has(fd):
		case fd.IsList() && fd.Message() != nil:
			m.Mutable(fd).List().AppendMutable()
		case fd.Message() != nil && fd.Message().FullName() == "google.protobuf.FieldMask":
			m.Set(fd, protoreflect.ValueOfMessage((&fieldmaskpb.FieldMask{Paths: []string{"name"}}).ProtoReflect()))
		case fd.Message() != nil && !fd.IsMap():
			m.Mutable(fd)
		case fd.Kind() == protoreflect.StringKind && !fd.IsList():
			m.Set(fd, protoreflect.ValueOfString("required"))
		}
	}
}

// parts are the parts of a request in the terms of the document, as JSON.
type parts struct {
	path  []any
	query map[string][]any
	body  []byte // nil if the request has no body
}

// split splits a request into its parts according to the binding. It uses only proto JSON.
func (m method) split(t *testing.T, req proto.Message) parts {
	t.Helper()
	rest := proto.Clone(req)
	var p parts
	for _, v := range m.variables() {
		p.path = append(p.path, lookup(tree(t, toJSON(t, req)), jsonPath(m.Input(), v.field)))
		// In a separate body, the document also has the field.
		if first, _, _ := strings.Cut(v.field, "."); first != m.body {
			set(t, rest.ProtoReflect(), v.field, "")
		}
	}
	p.query = make(map[string][]any)
	switch m.body {
	case "":
		flatten(p.query, "", tree(t, toJSON(t, rest)))
	case "*":
		p.body = toJSON(t, rest)
	default:
		r := rest.ProtoReflect()
		fd := r.Descriptor().Fields().ByName(protoreflect.Name(m.body))
		if fd == nil || fd.Message() == nil || fd.IsList() || fd.IsMap() {
			t.Fatalf("the body %s is not a message", m.body)
		}
		// An unset body is {} in both clients.
		p.body = toJSON(t, r.Get(fd).Message().Interface())
		r.Clear(fd)
		flatten(p.query, "", tree(t, toJSON(t, rest)))
	}
	return p
}

// flatten converts the members of an object into query parameters.
func flatten(query map[string][]any, prefix string, object any) {
	for name, value := range object.(map[string]any) {
		switch value := value.(type) {
		case map[string]any:
			flatten(query, prefix+name+".", value)
		case []any:
			query[prefix+name] = value
		default:
			query[prefix+name] = []any{value}
		}
	}
}

// set sets a string field. In Google's documents of such APIs, the path of a resource is always a
// string.
func set(t *testing.T, m protoreflect.Message, path, value string) {
	t.Helper()
	name, rest, nested := strings.Cut(path, ".")
	fd := m.Descriptor().Fields().ByName(protoreflect.Name(name))
	switch {
	case fd == nil:
		t.Fatalf("%s has no field %s", m.Descriptor().FullName(), name)
	case nested && (value != "" || m.Has(fd)):
		set(t, m.Mutable(fd).Message(), rest, value)
	case nested:
	case value == "":
		m.Clear(fd)
	default:
		m.Set(fd, protoreflect.ValueOfString(value))
	}
}

func jsonPath(md protoreflect.MessageDescriptor, path string) string {
	name, rest, nested := strings.Cut(path, ".")
	fd := md.Fields().ByName(protoreflect.Name(name))
	if !nested {
		return fd.JSONName()
	}
	return fd.JSONName() + "." + jsonPath(fd.Message(), rest)
}

// lookup returns a member of nested JSON objects.
func lookup(value any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func messageType(t *testing.T, md protoreflect.MessageDescriptor) protoreflect.MessageType {
	t.Helper()
	mt, err := protoregistry.GlobalTypes.FindMessageByName(md.FullName())
	if err != nil {
		t.Fatal(err)
	}
	return mt
}

// toJSON returns JSON in the form of Google's APIs: bytes use the URL-safe alphabet, which
// protojson does not write.
func toJSON(t *testing.T, m proto.Message) []byte {
	t.Helper()
	text, err := protojson.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	err = protorange.Range(m.ProtoReflect(), func(values protopath.Values) error {
		if b, ok := values.Index(-1).Value.Interface().([]byte); ok {
			standard, safe := base64.StdEncoding.EncodeToString(b), base64.URLEncoding.EncodeToString(b)
			text = bytes.ReplaceAll(text, []byte(`"`+standard+`"`), []byte(`"`+safe+`"`))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// tree decodes JSON into values that are equal if the JSON values are equal.
func tree(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return value
}
