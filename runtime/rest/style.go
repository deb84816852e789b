// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// A piece is part of a parameter's value: an element of a list, or what an object has
// for a key. The styles of OpenAPI (3.1.1, section 4.8.12.3; RFC 6570) differ in what
// stands between the pieces.
type piece struct {
	key    string
	hasKey bool
	text   string
}

// pieces returns what a field holds, in the order of lists, of fields, and of keys.
func pieces(fd protoreflect.FieldDescriptor, v protoreflect.Value, path string) ([]piece, error) {
	md := fd.Message()
	switch {
	case fd.IsMap():
		return entries(fd, v.Map(), path)
	case fd.IsList() || md == nil || isText(md.FullName()):
		return appendPieces(nil, fd, v, path, "", false)
	case md.FullName() == freeObject:
		inner := md.Fields().Get(0)
		return entries(inner, v.Message().Get(inner).Map(), path)
	}
	var all []piece
	m := v.Message()
	for _, inner := range membersOf(m) {
		var err error
		if path := path + "." + string(inner.Name()); fieldRule(inner).GetJsonAdditional() {
			var more []piece
			more, err = entries(inner, m.Get(inner).Map(), path)
			all = append(all, more...)
		} else {
			all, err = appendPieces(all, inner, m.Get(inner), path, nameInQuery(inner), true)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// membersOf returns the fields of an object that are sent: those that are set, and those
// that have to be there, but for the ones that are elsewhere in the request.
func membersOf(m protoreflect.Message) []protoreflect.FieldDescriptor {
	fields := m.Descriptor().Fields()
	file, _ := proto.GetExtension(m.Descriptor().ParentFile().Options(), apipb.E_File).(*apipb.FileRule)
	var all []protoreflect.FieldDescriptor
	for i := range fields.Len() {
		if fd := fields.Get(i); m.Has(fd) || file.GetJsonRequired() && isRequired(fd) && parameterOf(fd) == nil && !fd.HasPresence() && fd.Cardinality() != protoreflect.Repeated && !zeroIsNone(fd) {
			all = append(all, fd)
		}
	}
	return all
}

// entries returns what a map holds.
func entries(fd protoreflect.FieldDescriptor, m protoreflect.Map, path string) ([]piece, error) {
	if fd.MapKey().Kind() != protoreflect.StringKind {
		return nil, fmt.Errorf("%s is a map whose keys are no texts", path)
	}
	var keys []string
	m.Range(func(k protoreflect.MapKey, _ protoreflect.Value) bool {
		keys = append(keys, k.String())
		return true
	})
	slices.Sort(keys)
	var all []piece
	for _, key := range keys {
		var err error
		if all, err = appendPieces(all, fd.MapValue(), m.Get(protoreflect.ValueOfString(key).MapKey()), path, key, true); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// appendPieces appends a value, or each element of a list.
func appendPieces(all []piece, fd protoreflect.FieldDescriptor, v protoreflect.Value, path, key string, hasKey bool) ([]piece, error) {
	if fd.IsList() {
		for i := range v.List().Len() {
			text, err := pieceText(fd, v.List().Get(i), path)
			if err != nil {
				return nil, err
			}
			all = append(all, piece{key, hasKey, text})
		}
		return all, nil
	}
	text, err := pieceText(fd, v, path)
	return append(all, piece{key, hasKey, text}), err
}

func pieceText(fd protoreflect.FieldDescriptor, v protoreflect.Value, path string) (string, error) {
	if md := fd.Message(); md != nil && !isText(md.FullName()) && md.FullName() != "google.protobuf.Value" {
		return "", fmt.Errorf("%s is an object, which has no text within another value", path)
	}
	return valueText(fd, v, path)
}

// freeObject is the message of an object with properties of any kind.
const freeObject = "google.protobuf.Struct"

// written returns the value of a field as one text, with each piece escaped.
func written(m protoreflect.Message, fd protoreflect.FieldDescriptor, rule *apipb.Parameter, separator string, escape func(string) string) (string, error) {
	if rule.GetJson() {
		text, err := marshalField(m, fd)
		return escape(string(text)), err
	}
	all, err := pieces(fd, m.Get(fd), string(fd.Name()))
	return joinPieces(all, rule, separator, escape), err
}

func joinPieces(pieces []piece, rule *apipb.Parameter, separator string, escape func(string) string) string {
	between := separator
	if rule.GetExploded() {
		between = "="
	}
	var texts []string
	for _, p := range pieces {
		text := escape(p.text)
		if p.hasKey {
			text = escape(p.key) + between + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, separator)
}

func asItIs(text string) string { return text }

// isStyled tells whether a parameter in the path is more than a plain text.
func isStyled(rule *apipb.Parameter) bool {
	return rule.GetSeparator() != "" && rule.GetSeparator() != deepObject || rule.GetExploded() || rule.GetJson() || rule.GetPrefix() != ""
}

// styledInPath returns the value of a field for the path.
func styledInPath(m protoreflect.Message, fd protoreflect.FieldDescriptor, rule *apipb.Parameter) (pathtemplate.Value, error) {
	control := false
	text, err := written(m, fd, rule, rule.GetSeparator(), func(text string) string {
		control = control || strings.ContainsFunc(text, unicode.IsControl)
		return pathtemplate.Escape(text)
	})
	if err == nil && (text == "" || control) {
		err = fmt.Errorf("%s is empty or has a control character, which a path cannot have", fd.Name())
	}
	return pathtemplate.Value{Encoded: rule.GetPrefix() + text}, err
}

// setCookies adds the cookies that have fields of the request to those that are there.
func (b *binding) setCookies(header http.Header, m protoreflect.Message) error {
	for _, fd := range b.cookies {
		if !b.isSent(m, fd) {
			continue
		}
		rule := parameterOf(fd)
		name, separator := rule.GetCookie()+"=", rule.GetSeparator()
		switch {
		case rule.GetExploded():
			name, separator = "", "; "
		case separator == "":
			separator = "; " + name
		}
		text, err := written(m, fd, rule, separator, escapeCookie)
		if err != nil {
			return err
		}
		addCookies(header, name+text)
	}
	return nil
}

func addCookies(header http.Header, cookies string) {
	if others := header.Get("Cookie"); others != "" {
		cookies = others + "; " + cookies
	}
	header.Set("Cookie", cookies)
}

// escapeCookie returns a text with nothing in it that a cookie cannot have (RFC 6265).
func escapeCookie(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

// separated writes a list or an object as one parameter.
func (e *queryEncoder) separated(fd protoreflect.FieldDescriptor, v protoreflect.Value, path, name, separator string) error {
	all, err := pieces(fd, v, path)
	if err != nil {
		return err
	}
	encoded := separator
	if separator != "," {
		encoded = url.PathEscape(separator)
		for _, p := range all {
			if strings.Contains(p.key, separator) || strings.Contains(p.text, separator) {
				return fmt.Errorf("%s has a value with %q in it, which separates its values", path, separator)
			}
		}
	}
	// A comma between the values is none of those within them, which are
	// escaped. url.Values would make all of them alike.
	e.raw = joinQuery(e.raw, url.QueryEscape(name)+"="+joinPieces(all, nil, encoded, url.QueryEscape))
	return nil
}

// pieces writes each piece of a value as a parameter: those of an object by their keys.
func (e *queryEncoder) pieces(fd protoreflect.FieldDescriptor, v protoreflect.Value, path, name string) error {
	all, err := pieces(fd, v, path)
	for _, p := range all {
		if p.hasKey {
			name = p.key
		}
		e.set(name, append(e.values[name], p.text))
	}
	return err
}
