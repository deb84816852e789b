// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"net/url"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/transcode"
)

// fillRequest sets fields of a request, including all fields in the path.
func fillRequest(v *values, http *transcode.Method, req protoreflect.Message) {
	b := http.Binding
	fields := req.Descriptor().Fields()
	known := v.memory.of(req.Descriptor())
	for i := range fields.Len() {
		fd := fields.Get(i)
		f := known.fields[i]
		where := b.PlaceOf(fd)
		mayLack := v.partial && b.IsWholeBody() && where == transcode.InJSON
		switch {
		case f.isNames() || f.outputOnly || where == transcode.InPath:
		case v.only != nil && fd != v.only && !f.required:
		case f.required && !mayLack || v.all || v.only != nil || v.chance(1, 2):
			choice := *v
			if fd != v.only {
				choice.alternative = -1
			}
			choice.set(req, fd, f, placeOf(fd, where), 0)
		}
	}
	if v.nulls && b.IsWholeBody() {
		v.fillNames(req)
	}
	if v.nulls && !b.IsWholeBody() {
		v.fillBodyNames(b, req)
	}
	if v.nulls && v.partial && !b.IsWholeBody() {
		v.fillBodyEntries(b, req)
	}
	for _, variable := range b.Path.Variables() {
		v.fillVariable(req, variable)
	}
}

// fillBodyNames lists the field that is the body as null or as empty, unless it is set.
func (v *values) fillBodyNames(b *transcode.Binding, req protoreflect.Message) {
	known := v.memory.of(req.Descriptor())
	fields := req.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		if known.fields[i].isNames() || req.Has(fd) || b.PlaceOf(fd) != transcode.InJSON {
			continue
		}
		for _, list := range known.names {
			if isMany := fd.IsList() || fd.IsMap(); isMany || known.fields[list.Index()].nulls {
				req.Mutable(list).List().Append(protoreflect.ValueOfString(fd.JSONName()))
				return
			}
		}
	}
}

// fillBodyEntries lists null entries of a body that is a map.
func (v *values) fillBodyEntries(b *transcode.Binding, req protoreflect.Message) {
	known := v.memory.of(req.Descriptor())
	if known.entries == nil {
		return
	}
	fields := req.Descriptor().Fields()
	for i := range fields.Len() {
		if fd := fields.Get(i); b.PlaceOf(fd) == transcode.InJSON {
			v.fillEntries(req, known, fd)
		}
	}
}

// isText reports whether a value is text without a JSON type.
func isText(where transcode.Place) bool { return where != transcode.InJSON && where != transcode.InRaw }

// placeOf returns the place that limits the values of a field.
func placeOf(fd protoreflect.FieldDescriptor, where transcode.Place) place {
	switch where {
	case transcode.InJSON, transcode.InRaw:
		return inBody
	case transcode.InQuery, transcode.InForm:
		if separator := transcode.FieldRule(fd).GetParameter().GetSeparator(); separator == "" || separator == "[]" {
			return inForm
		}
	}
	return inHeader
}

// fillVariable sets the field of a path variable to a value that its pattern matches.
func (v *values) fillVariable(m protoreflect.Message, variable pathtemplate.Variable) {
	path, err := transcode.FieldPath(m.Descriptor(), variable.FieldPath)
	if err != nil {
		return // the method is not bound
	}
	for _, fd := range path[:len(path)-1] {
		m = m.Mutable(fd).Message()
	}
	fd := path[len(path)-1]
	f := v.factsOf(fd)
	if fd.Kind() != protoreflect.StringKind || fd.IsList() {
		for range 20 { // the zero value of a field without presence is not set
			if v.set(m, fd, f, inHeader, 0); m.Has(fd) {
				return
			}
		}
		return
	}
	var segments []string
	for _, s := range variable.Pattern {
		switch s := s.(type) {
		case pathtemplate.Literal:
			text, err := url.PathUnescape(string(s))
			if err != nil {
				return // pathtemplate.Parse rejects such a literal
			}
			segments = append(segments, text)
		case pathtemplate.Wildcard:
			segments = append(segments, v.word())
			if s == pathtemplate.Many {
				segments = append(segments, v.word())
			}
		}
	}
	text := strings.Join(segments, "/")
	if len(variable.Pattern) == 0 || len(variable.Pattern) == 1 && variable.Pattern[0] == pathtemplate.One {
		text = v.text(f, inForm)
	}
	m.Set(fd, protoreflect.ValueOfString(text))
}
