// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"cmp"
	"fmt"
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
	if err == nil && b.method.inData {
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
	if !req.Has(fd) && b.listsBody(req, (*apipb.FieldRule).GetJsonNulls) {
		return []byte("null"), nil
	}
	if md := fd.Message(); md != nil && !fd.IsList() && !fd.IsMap() && !req.Has(fd) {
		if messageRule(md).GetJsonValue() != "" {
			return b.content.json.Marshal(req.NewField(fd).Message().Interface())
		}
		return []byte("{}"), nil
	}
	return b.content.json.MarshalField(req, fd)
}

// nameList returns the field of the request that is the name list with an option, or nil.
func (b *Binding) nameList(has func(*apipb.FieldRule) bool) protoreflect.FieldDescriptor {
	i := slices.IndexFunc(b.nameLists, func(fd protoreflect.FieldDescriptor) bool { return has(FieldRule(fd)) })
	if i < 0 {
		return nil
	}
	return b.nameLists[i]
}

// listsBody reports whether the name list with an option names the field that is the body.
func (b *Binding) listsBody(req protoreflect.Message, has func(*apipb.FieldRule) bool) bool {
	list := b.nameList(has)
	if list == nil {
		return false
	}
	names := req.Get(list).List()
	for i := range names.Len() {
		if names.Get(i).String() == b.bodyField.JSONName() {
			return true
		}
	}
	return false
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
			isWrong := other == nil || FieldRule(fd).GetJsonEmpties() && !other.IsList() && !other.IsMap()
			if b.bodyField != nil && !FieldRule(fd).GetJsonNullEntries() && isWrong {
				return fmt.Errorf("%s has %q, want %q, the JSON name of the body", fd.Name(), name, b.bodyField.JSONName())
			}
		}
	}
	return nil
}

// isBodyMissing reports whether the body is not set and cannot be empty: it is not an
// object, or an object with required members. A partial body has no required members.
func (b *Binding) isBodyMissing(req protoreflect.Message) bool {
	fd := b.bodyField
	if fd == nil || !fd.HasPresence() || req.Has(fd) || b.listsBody(req, (*apipb.FieldRule).GetJsonNulls) {
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
