// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// index finds elements of a view by their full names.
type index struct {
	packages map[string]*templatepb.Package // of each element
	services map[string]*templatepb.Service
	methods  map[string]*templatepb.Method
	messages map[string]*templatepb.Message
	enums    map[string]*templatepb.Enum
	imports  map[string]string // the names of Go packages by their import paths
}

func newIndex(view *templatepb.View) *index {
	x := &index{
		make(map[string]*templatepb.Package), make(map[string]*templatepb.Service), make(map[string]*templatepb.Method),
		make(map[string]*templatepb.Message), make(map[string]*templatepb.Enum), make(map[string]string),
	}
	for _, all := range [][]*templatepb.Package{view.GetPackages(), view.GetImportedPackages()} {
		for _, p := range all {
			x.add(p)
		}
	}
	return x
}

func (x *index) add(p *templatepb.Package) {
	goPackages := []*templatepb.GoPackage{p.GetGo()}
	for _, f := range p.GetFiles() {
		goPackages = append(goPackages, f.GetGo())
	}
	for _, g := range goPackages {
		for _, i := range []*templatepb.GoImport{g.GetMessages(), g.GetClient()} {
			if i.GetPath() != "" {
				x.imports[i.GetPath()] = i.GetName()
			}
		}
	}
	for _, service := range p.GetServices() {
		x.packages[service.GetFullName()], x.services[service.GetFullName()] = p, service
		for _, method := range service.GetMethods() {
			x.packages[method.GetFullName()], x.methods[method.GetFullName()] = p, method
		}
	}
	for _, message := range p.GetMessages() {
		x.packages[message.GetFullName()], x.messages[message.GetFullName()] = p, message
	}
	for _, enum := range p.GetEnums() {
		x.packages[enum.GetFullName()], x.enums[enum.GetFullName()] = p, enum
	}
}

// lookUp returns an element, or an error that suggests another name.
func lookUp[T any](s *session, kind, name string, all map[string]T) (T, error) {
	found, ok := all[name]
	if !ok && s.index.packages[name] != nil {
		return found, s.stop(finding.PackTemplate, "%q is not a %s: use the function for its kind", name, kind)
	}
	if !ok {
		return found, s.stop(finding.PackTemplate, "the view contains no %s %q%s", kind, name, finding.Suggestion(name, sortedNames(all)))
	}
	return found, s.step(0)
}

func (s *session) message(name string) (*templatepb.Message, error) {
	return lookUp(s, "message", name, s.index.messages)
}

func (s *session) enum(name string) (*templatepb.Enum, error) {
	return lookUp(s, "enum", name, s.index.enums)
}

func (s *session) service(name string) (*templatepb.Service, error) {
	return lookUp(s, "service", name, s.index.services)
}

func (s *session) method(name string) (*templatepb.Method, error) {
	return lookUp(s, "method", name, s.index.methods)
}

func (s *session) packageOf(name string) (*templatepb.Package, error) {
	return lookUp(s, "element", name, s.index.packages)
}

func (s *session) has(name string) bool { return s.index.packages[name] != nil }

func (s *session) option(element any, name string) (any, error) {
	with, ok := element.(interface{ GetOptions() *structpb.Struct })
	if !ok {
		return nil, s.stop(finding.PackTemplate, "option: a value of type %s has no options", typeOf(element))
	}
	value := with.GetOptions().GetFields()[name]
	if value == nil {
		return nil, s.step(0)
	}
	return value.AsInterface(), s.step(proto.Size(value))
}

func (s *session) list(values ...any) ([]any, error) {
	return values, s.step(sizeOfElement * (1 + len(values)))
}

func (s *session) dict(values ...any) (map[string]any, error) {
	if len(values)%2 != 0 {
		return nil, s.stop(finding.PackTemplate, "dict: the name %v has no value", values[len(values)-1])
	}
	all := make(map[string]any)
	for i := 0; i < len(values); i += 2 {
		name, ok := values[i].(string)
		if !ok {
			return nil, s.stop(finding.PackTemplate, "dict: the names must be strings, found a value of type %s", typeOf(values[i]))
		}
		all[name] = values[i+1]
	}
	return all, s.step(2 * sizeOfElement * (1 + len(all)))
}

func (s *session) json(value any) (string, error) { return s.jsonIndent("", value) }

func (s *session) jsonIndent(indent string, value any) (string, error) {
	plain, err := s.plain(value, 0)
	if err != nil {
		return "", err
	}
	if strings.Trim(indent, " \t") != "" || len(indent) > 16 {
		return "", s.stop(finding.PackTemplate, "jsonIndent: the indent %q must consist of at most 16 spaces and tabs", indent)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(plain); err != nil {
		return "", s.stop(finding.PackTemplate, "json: %v", err)
	}
	return s.spend(strings.TrimSuffix(b.String(), "\n"), b.Len())
}

// maxLevels is the number of lists and mappings in JSON that contain each other.
const maxLevels = 200

// plain returns a copy of a value that encoding/json writes. It counts each element, so that the copy of a value that contains
// another one many times stays small.
func (s *session) plain(value any, level int) (any, error) {
	if err := s.step(sizeOfElement); err != nil {
		return nil, err
	}
	if level > maxLevels {
		return nil, s.stop(finding.PackLimit, "json: more than %d lists and mappings contain each other", maxLevels)
	}
	switch value := value.(type) {
	case nil, bool, int, int32, int64, float64:
		return value, nil
	case string:
		return value, s.step(len(value))
	case proto.Message:
		return s.plainMessage(value)
	case map[string]any:
		copied := make(map[string]any)
		for name, member := range value {
			plain, err := s.plain(member, level+1)
			if err != nil {
				return nil, err
			}
			copied[name] = plain
		}
		return copied, nil
	}
	if reflect.ValueOf(value).Kind() == reflect.Slice {
		elements, err := s.elementsOf(value)
		if err != nil {
			return nil, err
		}
		for i, e := range elements {
			if elements[i], err = s.plain(e, level+1); err != nil {
				return nil, err
			}
		}
		return elements, nil
	}
	return nil, s.stop(finding.PackTemplate, "json: a value of type %s cannot be written as JSON", typeOf(value))
}

// plainMessage reads the JSON of a message again, because protojson adds spaces at random.
func (s *session) plainMessage(m proto.Message) (any, error) {
	if err := s.step(4 * proto.Size(m)); err != nil {
		return nil, err
	}
	data, err := protojson.Marshal(m)
	if err != nil {
		return nil, s.stop(finding.PackTemplate, "json: %v", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var plain any
	if err := decoder.Decode(&plain); err != nil {
		return nil, s.stop(finding.PackTemplate, "json: %v", err)
	}
	return plain, nil
}

func (s *session) fatal(message string) (string, error) {
	return "", s.stop(finding.PackTemplate, "%s", message)
}
