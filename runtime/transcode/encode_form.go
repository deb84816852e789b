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
)

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
	if err != nil {
		return nil, err
	}
	for i := range v.members {
		if m := &v.members[i]; m.value.losesNull(b.content.parts[m.name].GetParameter()) {
			return nil, fmt.Errorf("%s is or contains null, which %s cannot express: set a value or leave it unset",
				m.name, baseType(b.content.mediaType))
		}
	}
	return v.members, nil
}

// losesNull reports whether a form would leave out a null in the value of a member. JSON within the form
// can contain null.
func (v *value) losesNull(style *apipb.Parameter) bool {
	switch v.kind {
	case null:
		return !style.GetJson()
	case list:
		return !style.GetJson() && slices.ContainsFunc(v.elements, func(e value) bool { return e.kind == null })
	case object:
		isStyled := style != nil && !style.GetJson()
		return isStyled && slices.ContainsFunc(v.members, func(m member) bool { return m.value.kind == null })
	}
	return false
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
	isList, isObject := m.value.kind == list, m.value.kind == object
	separator := style.GetSeparator()
	isSeparated := separator != "" && separator != deepObject && !style.GetJson()
	if isSeparated && (isList || isObject && !style.GetExploded()) {
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
