// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/wirejson"
)

// nodeModules is the folder into which `make modules` installs the dependencies of tests/node.
const nodeModules = "../../build/_node/node_modules"

// others are documents with examples: Vonage's, and some in npm packages.
var others = []string{
	"../../discovery/vonage/accounts/v1beta1/external-accounts.openapi.yaml",
	nodeModules + "/@figma/rest-api-spec/openapi/openapi.yaml",
	nodeModules + "/@readme/oas-examples/3.0/json/discriminators.json",
	nodeModules + "/@readme/oas-examples/3.0/json/readme-legacy.json",
	nodeModules + "/@readme/oas-examples/3.0/json/request-examples.json",
	nodeModules + "/@readme/oas-examples/3.0/json/response-examples.json",
	nodeModules + "/@readme/oas-examples/3.0/json/star-trek.json",
	nodeModules + "/@readme/oas-examples/3.1/json/petstore.json",
	nodeModules + "/@readme/oas-examples/3.1/json/readme.json",
	nodeModules + "/@readme/oas-examples/3.1/json/train-travel.json",
}

// untried are the published documents whose examples are not tried, with the reasons.
var untried = map[string]string{
	"xsoar.json":              "kin-openapi reads nothing of it: two references lead nowhere",
	"burgershop.openapi.yaml": "kin-openapi reads nothing of it: a parameter has both a schema and content",
	"oai_v3_stoplight.json":   "ten of its 521 examples come out with other empty texts and nulls, or are responses of a second status",
}

// TestExamples reads every valid example into the message of its schema. The message must be
// written as the same JSON value. kin-openapi decides which examples are valid.
func TestExamples(t *testing.T) {
	same := 0
	for _, p := range published {
		t.Run(filepath.Base(p.path), func(t *testing.T) {
			if why := untried[filepath.Base(p.path)]; why != "" {
				t.Skip(why)
			}
			e := newExamples(t, data(t, p.module, p.path))
			e.all()
			same += e.same
		})
	}
	if same < 800 {
		t.Errorf("only %d examples of published documents are tried", same)
	}
	for _, name := range others {
		t.Run(filepath.Base(name), func(t *testing.T) {
			if _, err := os.Stat(nodeModules + "/@readme"); err != nil && strings.HasPrefix(name, nodeModules) {
				t.Skip("SKIPPED: the documents of npm are missing: install npm, and run make modules")
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			newExamples(t, text).all()
		})
	}
}

// examples tries the examples of a document.
type examples struct {
	t        *testing.T
	theirs   *openapi3.T
	ids      map[string]string // the IDs of operations, by method and path
	messages map[string]protoreflect.MessageDescriptor
	byName   map[string]protoreflect.MessageDescriptor
	methods  map[string]protoreflect.MethodDescriptor

	same, invalid, without int
}

func newExamples(t *testing.T, text []byte) *examples {
	t.Helper()
	theirs, err := load(text)
	if err != nil {
		t.Fatal(err)
	}
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "document", Data: text},
		GoImport: func(protoPackage string) string {
			return "example.com/gen/" + strings.ReplaceAll(protoPackage, ".", "/")
		},
	})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	e := &examples{
		t: t, theirs: theirs,
		ids:      make(map[string]string),
		messages: make(map[string]protoreflect.MessageDescriptor),
		byName:   make(map[string]protoreflect.MessageDescriptor),
		methods:  make(map[string]protoreflect.MethodDescriptor),
	}
	for _, o := range out.Document.Operations {
		e.ids[o.HTTPMethod+" "+o.URLPath] = o.ID
	}
	for _, file := range out.Descriptors {
		e.index(file.Messages())
		for i := range file.Services().Len() {
			methods := file.Services().Get(i).Methods()
			for j := range methods.Len() {
				rule, _ := proto.GetExtension(methods.Get(j).Options(), apipb.E_Method).(*apipb.MethodRule)
				for _, id := range rule.GetIds() {
					e.methods[id] = methods.Get(j)
				}
			}
		}
	}
	return e
}

func (e *examples) index(messages protoreflect.MessageDescriptors) {
	for i := range messages.Len() {
		m := messages.Get(i)
		e.byName[string(m.FullName())] = m
		rule, _ := proto.GetExtension(m.Options(), apipb.E_Message).(*apipb.MessageRule)
		if name := rule.GetSchema(); name != "" {
			e.messages[name] = m
		} else if _, top := m.Parent().(protoreflect.FileDescriptor); top {
			e.messages[string(m.Name())] = m
		}
		e.index(m.Messages())
	}
}

func (e *examples) all() {
	if e.theirs.Components != nil {
		for _, name := range slices.Sorted(maps.Keys(e.theirs.Components.Schemas)) {
			e.schema("/components/schemas/"+name, e.theirs.Components.Schemas[name], whole(e.messages[name]))
		}
	}
	for path, item := range e.theirs.Paths.Map() {
		for verb, operation := range item.Operations() {
			method := e.methods[e.ids[verb+" "+path]]
			place := verb + " " + path
			if operation.RequestBody != nil {
				e.body(place, operation.RequestBody.Value, method)
			}
			e.responses(place, operation, method)
		}
	}
	e.t.Logf("%d examples stay the same; %d do not match their own schema; %d have no message", e.same, e.invalid, e.without)
}

// schema tries the examples of a schema and of the schemas within it.
func (e *examples) schema(place string, ref *openapi3.SchemaRef, in slot) {
	if ref == nil || ref.Ref != "" || ref.Value == nil {
		return
	}
	s := ref.Value
	for i, value := range examplesOf(s) {
		e.try(fmt.Sprintf("%s example %d", place, i), value, ref, in)
	}
	for name, p := range s.Properties {
		e.schema(place+"/"+name, p, in.member(name))
	}
	e.schema(place+"/items", s.Items, in.element())
	e.schema(place+"/*", s.AdditionalProperties.Schema, in.member("key"))
	for i, part := range slices.Concat(s.AllOf, s.OneOf, s.AnyOf) {
		e.schema(fmt.Sprintf("%s/%d", place, i), part, in)
	}
}

// A slot is the place of a value in the JSON of a message.
type slot struct {
	message protoreflect.MessageDescriptor // nil if nothing is generated
	wrap    func(any) any                  // returns the JSON around a value
	unwrap  func(any) any                  // returns the value in such JSON, or nil
}

func whole(message protoreflect.MessageDescriptor) slot {
	same := func(v any) any { return v }
	return slot{message, same, same}
}

// member returns the slot of a member of the object.
func (s slot) member(name string) slot {
	return slot{s.message,
		func(v any) any { return s.wrap(map[string]any{name: v}) },
		func(v any) any {
			object, _ := s.unwrap(v).(map[string]any)
			return object[name]
		}}
}

// element returns the slot of the only element of the list.
func (s slot) element() slot {
	return slot{s.message,
		func(v any) any { return s.wrap([]any{v}) },
		func(v any) any {
			if list, _ := s.unwrap(v).([]any); len(list) == 1 {
				return list[0]
			}
			return nil
		}}
}

func examplesOf(s *openapi3.Schema) []any {
	values := slices.Clone(s.Examples)
	if s.Example != nil {
		values = append(values, s.Example)
	}
	return values
}

func (e *examples) body(place string, body *openapi3.RequestBody, method protoreflect.MethodDescriptor) {
	media := body.Content["application/json"]
	if media == nil || media.Schema == nil {
		return
	}
	var in slot
	if method != nil {
		rule, _ := proto.GetExtension(method.Options(), annotations.E_Http).(*annotations.HttpRule)
		if field := method.Input().Fields().ByName(protoreflect.Name(rule.GetBody())); field != nil {
			in = whole(method.Input()).member(field.JSONName())
		} else if rule.GetBody() == "*" {
			in = whole(method.Input())
		}
	}
	e.media(place, media, in)
}

func (e *examples) responses(place string, operation *openapi3.Operation, method protoreflect.MethodDescriptor) {
	succeeded := false
	for _, status := range slices.Sorted(maps.Keys(operation.Responses.Map())) {
		media := operation.Responses.Value(status).Value.Content["application/json"]
		if media == nil || media.Schema == nil {
			continue
		}
		var in slot
		switch {
		case method == nil:
		case status[0] != '2':
			rule, _ := proto.GetExtension(method.Options(), apipb.E_Method).(*apipb.MethodRule)
			for _, r := range rule.GetErrorResponses() {
				if strings.EqualFold(r.GetStatus(), status) {
					in = whole(e.byName[r.GetMessage()])
				}
			}
		case !succeeded:
			succeeded = true
			in = whole(method.Output())
		}
		e.media(place+" "+status, media, in)
	}
}

func (e *examples) media(place string, media *openapi3.MediaType, in slot) {
	if media.Example != nil {
		e.try(place+" example", media.Example, media.Schema, in)
	}
	for name, example := range media.Examples {
		if example.Value != nil && example.Value.Value != nil {
			e.try(place+" "+name, example.Value.Value, media.Schema, in)
		}
	}
	e.schema(place, media.Schema, in)
}

// try reads a value into a message and writes it.
func (e *examples) try(place string, value any, schema *openapi3.SchemaRef, in slot) {
	switch {
	case schema.Value.VisitJSON(value) != nil:
		e.invalid++
		return
	case in.message == nil:
		e.without++
		return
	}
	if problem := through(value, schema, in); problem != "" {
		e.t.Errorf("%s: %s", place, problem)
		return
	}
	e.same++
}

// through returns the problem of a value that changes, and "" for a value that stays the same.
func through(value any, schema *openapi3.SchemaRef, in slot) string {
	text, err := json.Marshal(in.wrap(value))
	if err != nil {
		return err.Error()
	}
	m := dynamicpb.NewMessage(in.message)
	if err := (wirejson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(text, m); err != nil {
		return err.Error()
	}
	written, err := wirejson.Marshal(m)
	if err != nil {
		return err.Error()
	}
	var got any
	if err := json.Unmarshal(written, &got); err != nil {
		return err.Error()
	}
	// This makes the types of kin-openapi's numbers the same.
	var want any
	if err := json.Unmarshal(text, &want); err != nil {
		return err.Error()
	}
	return differ("", in.unwrap(want), in.unwrap(got), alternatives(schema))
}
