// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/wirejson"
)

// content describes how a body is encoded.
type content struct {
	format bodyFormat
	// mediaType is the value of the header Content-Type.
	mediaType string
	// optional is whether a body without set fields is not sent.
	optional bool
	// json configures how messages are encoded.
	json wirejson.MarshalOptions
	// parts are the members of a form that have a style or a media type of their own.
	parts map[string]*apipb.BodyPart
}

type bodyFormat uint8

const (
	jsonBody bodyFormat = iota
	formBody
	multipartBody
	rawBody // a field of bytes
)

// A File describes a file in a body, if the caller knows more about it than the request
// message.
type File struct {
	// Name is the file name in a multipart form. The default is the name of the part.
	Name string
	// ContentType is the media type. The default is that of the method, or
	// application/octet-stream.
	ContentType string
}

// bindBody compiles the encoding of the body.
func (b *Binding) bindBody(rule *apipb.Body) error {
	b.content = content{mediaType: jsonType, optional: rule.GetOptional(), json: request}
	b.content.json.OmitUnset = rule.GetPartial()
	if b.body == "" || rule.GetMediaType() == "" {
		return nil
	}
	mediaType := rule.GetMediaType()
	b.content.mediaType = mediaType
	if !isMediaType(mediaType) {
		return fmt.Errorf("body: %q is not a media type", mediaType)
	}
	switch base := baseType(mediaType); {
	case IsJSON(mediaType):
	case base == formType || base == multipartType:
		b.content.format = formBody
		if base == multipartType {
			b.content.format = multipartBody
		}
		if fd := b.bodyField; fd != nil && (fd.Message() == nil || fd.IsList()) {
			return fmt.Errorf("body: %s is not a message, which %s requires", b.body, base)
		}
		b.content.parts = make(map[string]*apipb.BodyPart)
		for _, part := range rule.GetParts() {
			b.content.parts[part.GetName()] = part
		}
	case b.bodyField == nil || b.bodyField.Kind() != protoreflect.BytesKind || b.bodyField.IsList():
		return fmt.Errorf("body: %s is not a field of bytes, which %s requires", b.body, mediaType)
	default:
		b.content.format = rawBody
		if strings.Contains(base, "*") {
			b.content.mediaType = "application/octet-stream"
		}
	}
	return nil
}

// EncodeBody returns the body of a request and its media type. Both are empty if the method
// has no body, or if the body is optional and none of its fields is set. A required body
// that is not set is an error, unless it may be an empty object or list.
func (b *Binding) EncodeBody(req protoreflect.Message, file File) (body []byte, contentType string, err error) {
	if !b.SendsBody(req) {
		return nil, "", nil
	}
	if b.isBodyMissing(req) {
		return nil, "", fmt.Errorf("%s is not set: it is the body of the request", b.body)
	}
	switch b.content.format {
	case formBody:
		body, err = b.encodeForm(req)
		return body, b.content.mediaType, err
	case multipartBody:
		return b.encodeMultipart(req, file)
	case rawBody:
		return req.Get(b.bodyField).Bytes(), cmp.Or(file.ContentType, b.content.mediaType), nil
	}
	body, err = b.encodeJSON(req)
	if err == nil && b.method.wrapped {
		body = slices.Concat([]byte(`{"data":`), body, []byte("}"))
	}
	return body, b.content.mediaType, err
}

// SendsBody reports whether a request has a body. It is false if the method has none, or if
// the body is optional and none of its fields is set.
func (b *Binding) SendsBody(req protoreflect.Message) bool {
	return b.body != "" && (!b.content.optional || b.hasBody(req))
}

// hasBody reports whether any field of the body is set.
func (b *Binding) hasBody(req protoreflect.Message) bool {
	if b.bodyField != nil {
		hasNames := slices.ContainsFunc(b.nameLists, func(fd protoreflect.FieldDescriptor) bool { return req.Has(fd) })
		return req.Has(b.bodyField) || hasNames
	}
	found := false
	req.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		found = !b.bound[string(fd.Name())]
		return !found
	})
	return found
}

// encodeJSON returns the JSON of the body.
func (b *Binding) encodeJSON(req protoreflect.Message) ([]byte, error) {
	if err := b.checkListedNames(req); err != nil {
		return nil, err
	}
	fd := b.bodyField
	if fd == nil {
		return b.content.json.Marshal(without(req, "", b.bound).Interface())
	}
	switch md := fd.Message(); {
	case md != nil && !fd.IsList() && !fd.IsMap() && !req.Has(fd):
		if messageRule(md).GetJsonValue() != "" {
			return b.content.json.Marshal(req.NewField(fd).Message().Interface())
		}
		return []byte("{}"), nil
	}
	return b.content.json.MarshalField(req, fd)
}

// checkListedNames returns an error if a name list of m names a field that is not in the
// body.
func (b *Binding) checkListedNames(m protoreflect.Message) error {
	for _, fd := range b.nameLists {
		names := m.Get(fd).List()
		for i := range names.Len() {
			name := names.Get(i).String()
			member := name
			if FieldRule(fd).GetJsonNullEntries() {
				member = wirejson.PointerMember(name)
			}
			other := m.Descriptor().Fields().ByJSONName(member)
			if other != nil && (b.bound[string(other.Name())] || b.bodyField != nil && other != b.bodyField) {
				return fmt.Errorf("%s has %q, which belongs in the path, the query or a header, not in the body", fd.Name(), name)
			}
		}
	}
	return nil
}

// isBodyMissing reports whether the body is not set and cannot be empty: it is not an
// object, or an object with required members. A partial body has no required members.
func (b *Binding) isBodyMissing(req protoreflect.Message) bool {
	fd := b.bodyField
	if fd == nil || !fd.HasPresence() || req.Has(fd) {
		return false
	}
	md := fd.Message()
	switch {
	case md == nil, messageRule(md).GetJsonUnion() != nil, isText(md.FullName()), md.FullName() == "google.protobuf.Value":
		return true
	}
	return !b.content.json.OmitUnset && FileRule(fd.ParentFile()).GetJsonRequired() && requiresMembers(md)
}

// requiresMembers reports whether a message has fields that are required in requests.
func requiresMembers(md protoreflect.MessageDescriptor) bool {
	fields := md.Fields()
	for i := range fields.Len() {
		if fd := fields.Get(i); IsRequired(fd) {
			return true
		}
	}
	return false
}

// bodyMessage returns the message that is the body.
func (b *Binding) bodyMessage(req protoreflect.Message) protoreflect.Message {
	if b.bodyField == nil {
		return without(req, "", b.bound)
	}
	return req.Get(b.bodyField).Message()
}

// formMembers returns the members of a form: those of the JSON object of the body.
func (b *Binding) formMembers(req protoreflect.Message) ([]member, error) {
	var json []byte
	var err error
	if b.bodyField != nil && b.bodyField.IsMap() {
		json, err = b.content.json.MarshalField(req, b.bodyField)
	} else {
		json, err = b.content.json.Marshal(b.bodyMessage(req).Interface())
	}
	if err != nil {
		return nil, err
	}
	v, err := parseValue(json)
	if err == nil && v.kind != object && v.kind != null {
		err = fmt.Errorf("the body is not an object, which %s requires", baseType(b.content.mediaType))
	}
	return v.members, err
}

// encodeForm encodes the members of the body like the parameters of a query. Objects without
// a style are JSON (OpenAPI 3.1.1, section 4.8.15.1).
func (b *Binding) encodeForm(req protoreflect.Message) ([]byte, error) {
	members, err := b.formMembers(req)
	if err != nil {
		return nil, err
	}
	files := b.formFiles(req)
	var q Query
	for i := range members {
		m := &members[i]
		contents, isFile := files.of(m.name)
		for _, content := range contents {
			q.add(m.name, string(content))
		}
		if isFile {
			continue
		}
		if err := q.value(m.name, &m.value, b.content.parts[m.name].GetParameter()); err != nil {
			return nil, err
		}
	}
	return []byte(q.Encode()), nil
}

// encodeMultipart encodes each member as a part (RFC 7578): bytes as a file, an object as
// JSON, anything else as text. A list has a part for each element. A member with a style is
// encoded as in an urlencoded form (OpenAPI 3.1.1, section 4.8.15.1).
func (b *Binding) encodeMultipart(req protoreflect.Message, file File) ([]byte, string, error) {
	members, err := b.formMembers(req)
	if err != nil {
		return nil, "", err
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	files := b.formFiles(req)
	for i := range members {
		m := &members[i]
		part := b.content.parts[m.name]
		contents, isFile := files.of(m.name)
		switch {
		case isFile:
			for _, content := range contents {
				err = errors.Join(err, writeFile(form, m.name, content, part, file))
			}
		case part.GetParameter() != nil:
			err = writeStyled(form, m, part)
		case m.value.kind == list:
			for j := range m.value.elements {
				err = errors.Join(err, writePart(form, m.name, &m.value.elements[j], part))
			}
		default:
			err = writePart(form, m.name, &m.value, part)
		}
		if err != nil {
			return nil, "", err
		}
	}
	if err := form.Close(); err != nil {
		return nil, "", err
	}
	return body.Bytes(), form.FormDataContentType(), nil
}

// isRaw reports whether a member of a form, if it consists of bytes, is not encoded as
// base64. Bytes with a style are base64.
func (c *content) isRaw(name string) bool {
	return !c.parts[name].GetBase64() && c.parts[name].GetParameter() == nil
}

// formFiles are the members of a form that are bytes and not encoded as base64.
type formFiles struct {
	message protoreflect.Message // nil if there are none
	content *content
}

func (b *Binding) formFiles(req protoreflect.Message) formFiles {
	if b.bodyField != nil && b.bodyField.IsMap() {
		return formFiles{}
	}
	return formFiles{alternative(b.bodyMessage(req)), &b.content}
}

// of returns the contents of a member, one for each element of a list. ok is false if the
// member is not such bytes.
func (f formFiles) of(name string) (contents [][]byte, ok bool) {
	if f.message == nil || !f.content.isRaw(name) {
		return nil, false
	}
	fd := f.message.Descriptor().Fields().ByJSONName(name)
	if fd == nil || fd.Kind() != protoreflect.BytesKind {
		return nil, false
	}
	if !fd.IsList() {
		return [][]byte{f.message.Get(fd).Bytes()}, true
	}
	for i, list := 0, f.message.Get(fd).List(); i < list.Len(); i++ {
		contents = append(contents, list.Get(i).Bytes())
	}
	return contents, true
}

// alternative returns the message that a union holds, or nil if it holds no message. It
// returns m if m is not a union.
func alternative(m protoreflect.Message) protoreflect.Message {
	for messageRule(m.Descriptor()).GetJsonUnion() != nil {
		fd := m.WhichOneof(m.Descriptor().Oneofs().Get(0))
		if fd == nil || fd.Message() == nil {
			return nil
		}
		m = m.Get(fd).Message()
	}
	return m
}

func writeFile(form *multipart.Writer, name string, data []byte, part *apipb.BodyPart, file File) error {
	return write(form, textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition(name, cmp.Or(file.Name, name))},
		"Content-Type":        {cmp.Or(file.ContentType, part.GetContentType(), "application/octet-stream")},
	}, data)
}

// writeStyled writes a member with a style as parts of text, one for each parameter.
func writeStyled(form *multipart.Writer, m *member, part *apipb.BodyPart) error {
	style := part.GetParameter()
	writeText := func(name, text string) error { return writePart(form, name, &value{kind: scalar, text: text}, part) }
	isExploded := m.value.kind == object && style.GetExploded()
	if separator := style.GetSeparator(); separator != "" && separator != deepObject && !isExploded && !style.GetJson() && (m.value.kind == list || m.value.kind == object) {
		pieces := m.value.pieces(false)
		if len(pieces) == 0 {
			return nil
		}
		if err := checkPieces(m.name, pieces, separator); err != nil {
			return err
		}
		return writeText(m.name, joinPieces(pieces, false, separator, func(text string) string { return text }))
	}
	var q Query
	if err := q.value(m.name, &m.value, style); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(q.values)) {
		for _, text := range q.values[name] {
			if err := writeText(name, text); err != nil {
				return err
			}
		}
	}
	return nil
}

func writePart(form *multipart.Writer, name string, v *value, part *apipb.BodyPart) error {
	if v.kind == null {
		return nil
	}
	header := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + quoting.Replace(name) + `"`}}
	contentType, text := part.GetContentType(), v.plainText()
	if contentType == "" && v.kind != scalar {
		contentType = jsonType
	}
	if contentType != "" {
		header.Set("Content-Type", contentType)
		if IsJSON(contentType) {
			text = string(v.json)
		}
	}
	return write(form, header, []byte(text))
}

func write(form *multipart.Writer, header textproto.MIMEHeader, data []byte) error {
	w, err := form.CreatePart(header)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// quoting escapes names like multipart.Writer.
var quoting = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "%0D", "\n", "%0A")

// without returns m without the fields whose paths are bound. It copies only the messages on
// these paths, and shares everything else with m.
func without(m protoreflect.Message, prefix string, bound map[string]bool) protoreflect.Message {
	if !affects(prefix, bound) {
		return m
	}
	c := m.New()
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		path := prefix + string(fd.Name())
		switch {
		case bound[path]:
		case fd.Message() != nil && !fd.IsList() && !fd.IsMap():
			c.Set(fd, protoreflect.ValueOfMessage(without(v.Message(), path+".", bound)))
		default:
			c.Set(fd, v)
		}
		return true
	})
	c.SetUnknown(m.GetUnknown()) // unknown JSON that was kept is sent back
	return c
}

// affects reports whether any bound path begins with prefix.
func affects(prefix string, bound map[string]bool) bool {
	for path := range bound {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}
