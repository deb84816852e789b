// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"bytes"
	"net/http"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// body decodes the body.
func (d *requestDecoder) body(body []byte) *RequestError {
	b := d.binding
	contentType := d.header.Get("Content-Type")
	if encoding := d.header.Get("Content-Encoding"); len(body) > 0 && encoding != "" && !strings.EqualFold(encoding, "identity") {
		return unsupported("no content encoding", encoding).in("body")
	}
	switch {
	case b.body == "":
		if text := bytes.TrimSpace(body); len(text) > 0 {
			return badRequestf("the method has no body").in("body")
		}
		return nil
	case len(body) == 0 && b.content.optional && (contentType == "" || b.content.format == jsonBody):
		return nil
	}
	if err := d.checkContentType(contentType, len(body) == 0); err != nil {
		return err.in("body")
	}
	var err *RequestError
	switch b.content.format {
	case rawBody:
		if len(body) > 0 || b.content.optional {
			d.request.Set(b.bodyField, protoreflect.ValueOfBytes(bytes.Clone(body)))
		}
	case formBody:
		err = d.form(body)
	case multipartBody:
		err = d.multipart(body, contentType)
	default:
		err = d.jsonBody(body)
	}
	if err != nil {
		return err.in("body")
	}
	return d.checkBody()
}

// checkContentType returns an error if the media type of the body is not that of the method.
func (d *requestDecoder) checkContentType(contentType string, isEmpty bool) *RequestError {
	want, got := baseType(d.binding.content.mediaType), baseType(contentType)
	ok := got == want
	switch d.binding.content.format {
	case jsonBody:
		ok = IsJSON(contentType) || contentType == "" && !d.strict || isEmpty && contentType == ""
	case rawBody:
		want = baseType(d.binding.method.rule.GetBody().GetMediaType())
		ok = isIn(got, want) || contentType == "" && isEmpty
	}
	if ok {
		return nil
	}
	return unsupported("the media type "+want, contentType)
}

// unsupported returns the error of a body with an unsupported header value.
func unsupported(want, value string) *RequestError {
	e := badText(want, value)
	e.HTTPStatus = http.StatusUnsupportedMediaType
	return e
}

// isIn reports whether a media type is in a range, such as image/*. application/octet-stream
// is in any range with a wildcard, and as a range, it contains any type.
func isIn(mediaType, mediaRange string) bool {
	const bytes = "application/octet-stream"
	kind, isRange := strings.CutSuffix(mediaRange, "*")
	switch {
	case mediaType == "":
		return false
	case mediaRange == bytes || mediaRange == "*/*":
		return true
	case isRange:
		return mediaType == bytes || strings.HasPrefix(mediaType, kind)
	}
	return mediaType == mediaRange
}

// jsonBody decodes a JSON body.
func (d *requestDecoder) jsonBody(body []byte) *RequestError {
	text := bytes.TrimSpace(body)
	if !d.strict && (len(text) == 0 || string(text) == `""`) && d.binding.hasObjectBody() {
		text = []byte("{}") // Google's clients for Node send this for an empty message.
	}
	if len(text) == 0 {
		return badRequestf("is empty: the method requires it")
	}
	if d.binding.method.inData {
		text = dataOf(text)
	}
	b, opts := d.binding, d.json.unmarshal()
	if fd := b.bodyField; fd != nil {
		if list := b.nameList((*apipb.FieldRule).GetJsonNulls); list != nil && string(text) == "null" {
			d.request.Mutable(list).List().Append(protoreflect.ValueOfString(fd.JSONName()))
			return nil
		}
		if err := opts.UnmarshalField(text, d.request, fd); err != nil {
			e := badJSON(err, "")
			e.Field = strings.TrimPrefix(strings.TrimPrefix(e.Field, fd.JSONName()), ".")
			return e
		}
		// Without null entries, the field is now set unless the list or map is empty.
		list := b.nameList((*apipb.FieldRule).GetJsonEmpties)
		if list != nil && !b.hasBody(d.request) && string(text) != "null" && (fd.IsList() || fd.IsMap()) {
			d.request.Mutable(list).List().Append(protoreflect.ValueOfString(fd.JSONName()))
		}
		return nil
	}
	if err := opts.Unmarshal(text, d.request.Interface()); err != nil {
		return badJSON(err, "")
	}
	return nil
}

// hasObjectBody reports whether the JSON of the body is an object with the fields of a
// message.
func (b *Binding) hasObjectBody() bool {
	fd := b.bodyField
	return fd == nil || fd.Message() != nil && !fd.IsList() && !fd.IsMap() && hasDottedMembers(fd.Message())
}

// checkBody checks that a body of "*" lacks the fields that are in the path, the query or a
// header. Google's APIs allow a client to repeat in the body the fields in the path.
func (d *requestDecoder) checkBody() *RequestError {
	b := d.binding
	if b.bodyField != nil {
		return nil
	}
	if err := b.checkListedNames(d.request); err != nil {
		return badRequestf("%s", err).in("body")
	}
	if !d.strict {
		return nil
	}
	fields := d.request.Descriptor().Fields()
	for i := range fields.Len() {
		if fd := fields.Get(i); b.bound[string(fd.Name())] && d.request.Has(fd) {
			return badRequestf("belongs in the path, the query or a header, not in the body").within(fd.JSONName()).in("body")
		}
	}
	return nil
}
