// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"errors"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// examples decodes the document's examples of the body and the response of a method, encodes
// them and compares both.
func (p *prover) examples(m *model.Method, http *transcode.Method) {
	o := m.Operations[0]
	if p.api.Document.DataWrapper {
		return
	}
	if o.Body != nil && (o.BodyType == "" || document.IsJSON(o.BodyType)) {
		md := http.Descriptor.Input()
		body := m.Request
		if field := m.Bindings[0].Body; field != nil {
			md = nil
			if fd := http.Descriptor.Input().Fields().ByName(protoreflect.Name(field.Name)); fd != nil && !fd.IsList() && !fd.IsMap() {
				md = fd.Message()
			}
			body, _ = field.Type.(*model.Message)
		}
		p.example(o.Body, byClient, md, body, m.At(), m.Name+": the example of the body")
	}
	if o.Response != nil && document.IsJSON(o.ResponseType) && len(o.DistinctResponses()) < 2 {
		p.example(o.Response, byServer, http.Descriptor.Output(), p.messageOf(m.Response), m.At(), m.Name+": the example of the response")
	}
}

// example checks the examples of a schema. It ignores the many that are invalid according to
// the schema. md and m may be nil.
func (p *prover) example(
	schema *document.Schema, from direction, md protoreflect.MessageDescriptor, m *model.Message, at finding.Position, what string,
) {
	if md == nil || md.FullName() == "google.api.HttpBody" || md.FullName() == "google.protobuf.Empty" {
		return
	}
	examples := schema.Examples
	if named := p.schemas.named[schema.Ref]; schema.Kind == document.Ref && named != nil && !p.exampled[named] {
		p.exampled[named] = true
		examples = append(examples[:len(examples):len(examples)], named.Examples...)
	}
	for _, e := range examples {
		value, err := parseJSON([]byte(e.JSON))
		if err != nil || value == nil || p.schemas.check(schema, value, from) != nil {
			continue
		}
		p.proof.Examples++
		if p.row != nil {
			p.row.Examples++
		}
		read := dynamicpb.NewMessage(md)
		if err := (wirejson.UnmarshalOptions{Resolver: p.types}).Unmarshal([]byte(e.JSON), read); err != nil {
			p.unread(m, at, what, e.JSON, err)
			continue
		}
		text, err := wirejson.MarshalOptions{Resolver: p.types}.Marshal(read)
		if err != nil {
			p.differ(m, at, "", "%s cannot be written: %v: %s", what, err, show(e.JSON))
			continue
		}
		if d := compareJSON([]byte(e.JSON), text, asRead); d != nil {
			p.differ(m, at, d.path, "%s changes in JSON: %s", what, d)
		}
	}
}

// unread reports an example that cannot be decoded.
func (p *prover) unread(m *model.Message, at finding.Position, what, text string, err error) {
	var wrong *wirejson.Error
	if errors.As(err, &wrong) && strings.HasPrefix(wrong.Want, "a time of RFC 3339") {
		p.findings.Add(finding.DateTimeForm, at, "%s: %s is %s, which is not a date-time of RFC 3339", what, wrong.Path, wrong.Found)
		return
	}
	p.differ(m, at, "", "%s cannot be read: %v: %s", what, err, show(text))
}
