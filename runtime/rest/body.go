// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"bytes"
	"cmp"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

const (
	jsonBody      = "application/json"
	formBody      = "application/x-www-form-urlencoded"
	multipartBody = "multipart/form-data"
)

// bindBody checks that the body can be written as the method has it.
func (b *binding) bindBody(mediaType string) error {
	b.mediaType = jsonBody
	if b.body == "" || mediaType == "" {
		return nil
	}
	b.mediaType = mediaType
	fd := b.method.Input().Fields().ByName(protoreflect.Name(b.body))
	switch {
	case isJSON(mediaType):
	case !isHeaderValue(mediaType):
		return fmt.Errorf("body: %q is not a media type", mediaType)
	case mediaType == formBody || mediaType == multipartBody:
		if b.body != "*" && (fd.Message() == nil || fd.IsList() || fd.IsMap()) {
			return fmt.Errorf("body: %s is not a message, which a %s is made of", b.body, mediaType)
		}
	case fd == nil || fd.Kind() != protoreflect.BytesKind || fd.IsList():
		return fmt.Errorf("body: %s is not a field of bytes, which a body of the type %s is", b.body, mediaType)
	case strings.Contains(mediaType, "*"):
		b.mediaType = "application/octet-stream"
	}
	return nil
}

// encodeBody returns the body of a request, and what it is.
func (b *binding) encodeBody(m protoreflect.Message, file *uploadConfig) (body []byte, contentType string, err error) {
	switch {
	case b.body == "":
		return nil, "", nil
	case b.mediaType == formBody:
		return formOf(b.bodyMessage(m))
	case b.mediaType == multipartBody:
		return multipartOf(b.bodyMessage(m), file)
	case !isJSON(b.mediaType):
		return m.Get(m.Descriptor().Fields().ByName(protoreflect.Name(b.body))).Bytes(), cmp.Or(file.contentType, b.mediaType), nil
	}
	body, err = b.wrappedBody(m)
	return body, b.mediaType, err
}

// bodyMessage returns the message that is the body.
func (b *binding) bodyMessage(m protoreflect.Message) protoreflect.Message {
	if b.body == "*" {
		return without(m, "", b.bound)
	}
	return m.Get(m.Descriptor().Fields().ByName(protoreflect.Name(b.body))).Message()
}

// formOf writes fields as the parameters of a query are written, but objects as JSON.
func formOf(m protoreflect.Message) ([]byte, string, error) {
	e := queryEncoder{}
	for _, fd := range membersOf(m) {
		var err error
		name := nameInQuery(fd)
		if md := fd.Message(); fd.IsMap() || md != nil && !fd.IsList() && !isText(md.FullName()) {
			err = e.json(m, fd, name)
		} else {
			err = e.field(m, fd, string(fd.Name()), name, 0)
		}
		if err != nil {
			return nil, "", err
		}
	}
	return []byte(e.encode()), formBody, nil
}

// multipartOf writes each field as a part (RFC 7578): bytes as a file, a message
// as JSON, anything else as text. A list is a part for each element.
func multipartOf(m protoreflect.Message, file *uploadConfig) ([]byte, string, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, fd := range membersOf(m) {
		if !fd.IsList() {
			if err := writePart(w, m, fd, m.Get(fd), file); err != nil {
				return nil, "", err
			}
			continue
		}
		list := m.Get(fd).List()
		for j := range list.Len() {
			if err := writePart(w, m, fd, list.Get(j), file); err != nil {
				return nil, "", err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return body.Bytes(), w.FormDataContentType(), nil
}

func writePart(w *multipart.Writer, m protoreflect.Message, fd protoreflect.FieldDescriptor, v protoreflect.Value, file *uploadConfig) error {
	name := nameInQuery(fd)
	header := textproto.MIMEHeader{}
	var content []byte
	var err error
	switch md := fd.Message(); {
	case fd.Kind() == protoreflect.BytesKind:
		header.Set("Content-Disposition", multipart.FileContentDisposition(name, cmp.Or(file.name, name)))
		header.Set("Content-Type", cmp.Or(file.contentType, "application/octet-stream"))
		content = v.Bytes()
	case fd.IsMap():
		header.Set("Content-Type", jsonBody)
		content, err = marshalField(m, fd)
	case md != nil && !isText(md.FullName()):
		header.Set("Content-Type", jsonBody)
		content, err = marshal(v.Message().Interface())
	default:
		var text string
		text, err = valueText(fd, v, string(fd.Name()))
		content = []byte(text)
	}
	if err != nil {
		return err
	}
	if header.Get("Content-Disposition") == "" {
		header.Set("Content-Disposition", `form-data; name="`+quoting.Replace(name)+`"`)
	}
	part, err := w.CreatePart(header)
	if err != nil {
		return err
	}
	_, err = part.Write(content)
	return err
}

// quoting escapes names as multipart.Writer does.
var quoting = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "%0D", "\n", "%0A")
