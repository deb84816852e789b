// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// form decodes a body in the form of a query.
func (d *requestDecoder) form(body []byte) *RequestError {
	parameters, err := parseQuery(strings.Trim(string(body), " \t\r\n"))
	if err != nil {
		return err
	}
	object := &node{isObject: true}
	if err := d.addFormMembers(object, parameters); err != nil {
		return err
	}
	return d.setForm(object)
}

// addFormMembers adds the members that the parameters of a form describe to an object.
func (d *requestDecoder) addFormMembers(object *node, parameters []rawParameter) *RequestError {
	parts := d.binding.content.parts
	values := make(map[string]*collected)
	var order []*collected
	value := func(name string) *collected {
		g := values[name]
		if g == nil {
			g = &collected{name: name, rule: parts[name].GetParameter(), isMultipart: d.binding.content.format == multipartBody}
			values[name] = g
			order = append(order, g)
		}
		return g
	}
	for _, raw := range parameters {
		if base := d.deepPart(raw.name); base != "" {
			g := value(base)
			if g.deep == nil {
				g.deep = new(node)
			}
			_, keys, _ := splitKeys(raw.name)
			if err := g.deep.put(keys, unescapeQuery(raw.value)); err != nil {
				return err.within(base)
			}
			continue
		}
		if name := d.explodedPart(raw.name); name != "" {
			g := value(name)
			if g.members == nil {
				g.members = new(node)
			}
			g.members.add(raw.name, unescapeQuery(raw.value))
			continue
		}
		g := value(raw.name)
		g.values = append(g.values, raw.value)
	}
	for _, g := range order {
		n, err := g.node()
		if err != nil {
			return err.within(g.name)
		}
		if d.isBytes(g.name) {
			n.setRaw()
		}
		object.append(g.name, n)
	}
	return nil
}

// isBytes reports whether a member of a form is bytes that are not base64.
func (d *requestDecoder) isBytes(name string) bool {
	isBytes := func(fd protoreflect.FieldDescriptor) bool { return fd.Kind() == protoreflect.BytesKind && !fd.IsMap() }
	return d.binding.content.isRaw(name) && slices.ContainsFunc(d.formFields(name), isBytes)
}

// deepPart returns the member of a form to which a name with keys in brackets belongs, or
// "".
func (d *requestDecoder) deepPart(name string) string {
	if base, _, ok := splitKeys(name); ok && d.binding.content.parts[base].GetParameter().GetSeparator() == deepObject {
		return base
	}
	return ""
}

// isStyled reports whether a part of a multipart form is a member with a style, or belongs
// to one.
func (d *requestDecoder) isStyled(name string) bool {
	return d.binding.content.parts[name].GetParameter() != nil || d.deepPart(name) != "" || d.explodedPart(name) != ""
}

// explodedPart returns the member of a form whose exploded object has the parameter name as
// a member, or "". It returns "" if the form itself has a member of the name.
func (d *requestDecoder) explodedPart(name string) string {
	parts := d.binding.content.parts
	if len(parts) == 0 || parts[name] != nil || len(d.formFields(name)) > 0 {
		return ""
	}
	found := ""
	for part, rule := range parts {
		if !rule.GetParameter().GetExploded() || found != "" && found < part {
			continue
		}
		for _, fd := range d.formFields(part) {
			if d.json.hasMember(fd, name) {
				found = part
			}
		}
	}
	return found
}

// formFields returns the fields for a member of a form: one in each alternative of a union.
func (d *requestDecoder) formFields(name string) []protoreflect.FieldDescriptor {
	md := d.request.Descriptor()
	if fd := d.binding.bodyField; fd != nil {
		if fd.IsMap() {
			return nil
		}
		md = fd.Message()
	}
	return d.json.fieldsNamed(md, name, make(map[protoreflect.FullName]bool))
}

// fieldsNamed returns the fields for a member name of a message. seen are the messages that were
// visited, because a union may be its own alternative.
func (w *jsonWriter) fieldsNamed(
	md protoreflect.MessageDescriptor, name string, seen map[protoreflect.FullName]bool,
) (all []protoreflect.FieldDescriptor) {
	if seen[md.FullName()] {
		return nil
	}
	seen[md.FullName()] = true
	s := w.jsonOf(md)
	if s.rule.GetJsonUnion() == nil {
		if fd := s.members[name]; fd != nil && s.rule.GetJsonValue() == "" {
			all = append(all, fd)
		}
		return all
	}
	for i := range md.Fields().Len() {
		if alternative := md.Fields().Get(i).Message(); alternative != nil {
			all = append(all, w.fieldsNamed(alternative, name, seen)...)
		}
	}
	return all
}

// setForm sets the fields of the body to the members of a form.
func (d *requestDecoder) setForm(object *node) *RequestError {
	b := d.binding
	if fd := b.bodyField; fd != nil {
		json, err := d.json.field(nil, fd, object, nil)
		if err != nil {
			return err
		}
		if err := d.json.unmarshal().UnmarshalField(json, d.request, fd); err != nil {
			e := badJSON(err, "")
			e.Field = strings.TrimPrefix(strings.TrimPrefix(e.Field, fd.JSONName()), ".")
			return e
		}
		return nil
	}
	json, err := d.json.message(nil, d.request.Descriptor(), object, nil)
	if err != nil {
		return err
	}
	if err := d.json.unmarshal().Unmarshal(json, d.request.Interface()); err != nil {
		return badJSON(err, "")
	}
	return nil
}

// multipart decodes a form of parts (RFC 7578).
func (d *requestDecoder) multipart(body []byte, contentType string) *RequestError {
	separator, e := boundary(contentType)
	if e != nil {
		return e
	}
	object := &node{isObject: true}
	var styled []rawParameter
	for reader := multipart.NewReader(bytes.NewReader(body), separator); ; {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			if err := d.addFormMembers(object, styled); err != nil {
				return err
			}
			return d.setForm(object)
		}
		if err != nil {
			return badRequestf("is not multipart/form-data: %v", err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return badRequestf("is not multipart/form-data: %v", err)
		}
		name := part.FormName()
		if name == "" {
			return badRequestf("has a part without a name")
		}
		if d.isStyled(name) {
			styled = append(styled, rawParameter{name, partEscaper.Replace(string(data))})
			continue
		}
		contentType := part.Header.Get("Content-Type")
		isTyped := contentType != ""
		element := &node{text: string(data), hasText: true, raw: d.binding.content.isRaw(name), objectAsText: isTyped, listAsText: isTyped}
		if IsJSON(contentType) {
			element.json = data
		}
		if m := object.member(name); m != nil {
			m.elements = append(m.elements, element)
			m.hasText, m.json = false, nil
			continue
		}
		whole := *element
		whole.elements, whole.isList, whole.listAsText = []*node{element}, true, false
		object.append(name, &whole)
	}
}

// partEscaper encodes the text of a part like that of a query, but leaves separators
// unencoded.
var partEscaper = strings.NewReplacer("%", "%25", "+", "%2B")

// boundary returns the parameter boundary of multipart/form-data.
func boundary(contentType string) (string, *RequestError) {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || parameters["boundary"] == "" {
		return "", badText("a media type with a boundary", contentType)
	}
	return parameters["boundary"], nil
}
