// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/wirejson"
)

// ReadRequest reads an HTTP request, with its whole body. A server bounds that with
// http.MaxBytesReader. The error is a [*RequestError].
func ReadRequest(r *http.Request) (*Request, error) {
	read := &Request{Verb: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Header: r.Header}
	if r.Body == nil {
		return read, nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		e := &RequestError{HTTPStatus: http.StatusBadRequest, Place: "body", Problem: "cannot be read: " + err.Error(), cause: err}
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			e.HTTPStatus, e.Problem = http.StatusRequestEntityTooLarge, err.Error()
		}
		return nil, e
	}
	read.Body = body
	return read, nil
}

// DecodeRequestOptions change how a request is read.
type DecodeRequestOptions struct {
	// Resolver finds the messages in google.protobuf.Any. It is protoregistry.GlobalTypes when nil.
	Resolver wirejson.Resolver
}

// DecodeRequest reads a request that was matched into req, which it resets. It is the reverse
// of Method.EncodeRequest, and also reads what other clients may write: names of proto
// beside JSON names, numbers as strings, lists in either order of indices. The error is a
// [*RequestError]: for a query parameter or a member of the body that the method does not have, a
// value that is not of the field's type, a parameter that is given twice, or a body of another
// media type.
func (m *Match) DecodeRequest(r *Request, req proto.Message, opts DecodeRequestOptions) error {
	proto.Reset(req)
	strict := FileRule(m.Method.Descriptor.ParentFile()).GetJsonRequired()
	d := &requestDecoder{
		binding: m.Binding, request: req.ProtoReflect(), header: r.Header, strict: strict,
		json: jsonWriter{resolver: opts.Resolver, strict: strict}, given: make(map[*parameter]bool),
	}
	for _, read := range []func() *RequestError{
		func() *RequestError { return d.body(r.Body) },
		func() *RequestError { return d.path(m.variables) },
		func() *RequestError { return d.query(r.Query) },
		d.headers,
		d.cookies,
		d.checkRequired,
	} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// A requestDecoder reads one request.
type requestDecoder struct {
	binding *Binding
	request protoreflect.Message
	header  http.Header
	json    jsonWriter
	// strict is set for APIs of OpenAPI: they have none of the tolerance of Google's front end.
	strict bool
	// given are the parameters that the request has.
	given map[*parameter]bool
}

// set sets a field of m to the value of a parameter.
func (d *requestDecoder) set(m protoreflect.Message, p *parameter, name string, n *node) *RequestError {
	d.given[p] = true
	fd := p.field
	if od := fd.ContainingOneof(); od != nil && !od.IsSynthetic() {
		if other := m.WhichOneof(od); other != nil && other != fd {
			return badRequestf("cannot be set together with %s", other.JSONName()).within(name)
		}
	}
	if fd.Message() != nil && !fd.IsList() && fd.Message().FullName() == fieldMask && n.hasText && n.json == nil {
		return setFieldMask(m, fd, n.text).named(name)
	}
	json, err := d.json.field(nil, fd, n, nil)
	if err != nil {
		return err.within(name)
	}
	if err := d.json.unmarshal().UnmarshalField(json, m, fd); err != nil {
		return badJSON(err, name)
	}
	return nil
}

// named is within for an error that may be nil.
func (e *RequestError) named(name string) *RequestError {
	if e == nil {
		return nil
	}
	return e.within(name)
}

// setFieldMask reads paths as fieldMaskText writes them. A path with underscores is one of proto,
// and stays as it is: Google's clients for Node write those.
func setFieldMask(m protoreflect.Message, fd protoreflect.FieldDescriptor, text string) *RequestError {
	mask := m.Mutable(fd).Message()
	if text == "" {
		return nil
	}
	paths := mask.Mutable(mask.Descriptor().Fields().ByName("paths")).List()
	for path := range strings.SplitSeq(text, ",") {
		path = strings.TrimSpace(path)
		if path == "" || !IsHeaderValue(path) {
			return badText("paths joined by commas", text)
		}
		if !strings.Contains(path, "_") && protoreflect.FullName(path).IsValid() {
			path = snakeCase(path)
		}
		paths.Append(protoreflect.ValueOfString(path))
	}
	return nil
}

// snakeCase makes upper-case letters lower-case, with an underscore before them.
func snakeCase(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'Z' {
			b.WriteByte('_')
			b.WriteByte(c - 'A' + 'a')
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// path sets the fields in the path.
func (d *requestDecoder) path(variables []pathVariable) *RequestError {
	for _, v := range variables {
		p := d.binding.variables[v.fieldPath]
		n, err := p.nodeInPath(v)
		if err != nil {
			return badRequestf("%q is not percent-encoded", v.text).within(v.fieldPath).in("path")
		}
		m, rest := d.request, v.fieldPath
		for {
			name, after, more := strings.Cut(rest, ".")
			if !more {
				break
			}
			m, rest = m.Mutable(m.Descriptor().Fields().ByName(protoreflect.Name(name))).Message(), after
		}
		if err := d.set(m, p, v.fieldPath, n); err != nil {
			return err.in("path")
		}
	}
	return nil
}

// nodeInPath returns the value of a variable.
func (p *parameter) nodeInPath(v pathVariable) (*node, error) {
	if !p.isStyled() {
		unescape := url.PathUnescape
		if !v.single {
			unescape = unescapeSegments
		}
		text, err := unescape(v.text)
		return leaf(text), err
	}
	rule := p.rule
	text, ok := strings.CutPrefix(v.text, rule.GetPrefix())
	if !ok {
		text = v.text
	}
	if rule.GetJson() {
		text, err := url.PathUnescape(text)
		return &node{json: []byte(text)}, err
	}
	texts := []string{text}
	if separator := rule.GetSeparator(); separator != "" {
		texts = strings.Split(text, separator)
	}
	return pieces(texts, rule.GetExploded(), url.PathUnescape)
}

// unescapeSegments undoes the percent-encoding of several segments, but for that of slashes
// (google/api/http.proto).
func unescapeSegments(text string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(text); {
		j := strings.Index(text[i:], "%2F")
		if k := strings.Index(text[i:], "%2f"); j < 0 || k >= 0 && k < j {
			j = k
		}
		if j < 0 {
			j = len(text) - i
		}
		part, err := url.PathUnescape(text[i : i+j])
		if err != nil {
			return "", err
		}
		b.WriteString(part)
		i += j
		end := min(i+3, len(text))
		b.WriteString(text[i:end])
		i = end
	}
	return b.String(), nil
}

// headers sets the fields that are headers.
func (d *requestDecoder) headers() *RequestError {
	for _, p := range d.binding.headers {
		values := d.header.Values(p.rule.GetHeader())
		if len(values) == 0 {
			continue
		}
		text := strings.Trim(strings.Join(values, ", "), " \t")
		n := &node{json: []byte(text)}
		if !p.rule.GetJson() {
			separator := p.rule.GetSeparator()
			if separator == "" {
				separator = ","
			}
			var texts []string
			for part := range strings.SplitSeq(text, separator) {
				texts = append(texts, strings.Trim(part, " \t"))
			}
			n, _ = pieces(texts, p.rule.GetExploded(), func(text string) (string, error) { return text, nil })
			n.text, n.hasText = text, true
		}
		if err := d.set(d.request, p, p.rule.GetHeader(), n); err != nil {
			return err.in("header")
		}
	}
	return nil
}

// cookies sets the fields that are cookies.
func (d *requestDecoder) cookies() *RequestError {
	if len(d.binding.cookies) == 0 {
		return nil
	}
	var cookies []rawParameter
	for _, line := range d.header.Values("Cookie") {
		for cookie := range strings.SplitSeq(line, ";") {
			if name, value, ok := strings.Cut(strings.Trim(cookie, " \t"), "="); ok {
				cookies = append(cookies, rawParameter{name, value})
			}
		}
	}
	for _, p := range d.binding.cookies {
		n, err := d.cookieNode(p, cookies)
		if err != nil {
			return err.within(p.rule.GetCookie()).in("cookie")
		}
		if n == nil {
			continue
		}
		if err := d.set(d.request, p, p.rule.GetCookie(), n); err != nil {
			return err.in("cookie")
		}
	}
	return nil
}

// cookieNode returns the value of a parameter in cookies, or nil.
func (d *requestDecoder) cookieNode(p *parameter, cookies []rawParameter) (*node, *RequestError) {
	rule, object := p.rule, new(node)
	var values []string
	for _, c := range cookies {
		switch {
		case c.name == rule.GetCookie():
			values = append(values, c.value)
		case rule.GetExploded():
			name, err := url.PathUnescape(c.name)
			if err != nil || d.isCookie(name) || !d.json.hasMember(p.field, name) {
				continue // It is for another parameter, or for none.
			}
			text, err := url.PathUnescape(c.value)
			if err != nil {
				return nil, badText("percent-encoding", c.value)
			}
			object.add(name, text)
		}
	}
	switch {
	case len(values) == 0 && !object.isObject:
		return nil, nil
	case object.isObject:
		return object, nil
	case rule.GetJson():
		text, err := url.PathUnescape(values[0])
		if err != nil {
			return nil, badText("percent-encoding", values[0])
		}
		return &node{json: []byte(text)}, nil
	case rule.GetSeparator() != "":
		values = strings.Split(strings.Join(values, rule.GetSeparator()), rule.GetSeparator())
	}
	n, err := pieces(values, false, url.PathUnescape)
	if err != nil {
		return nil, badText("percent-encoding", strings.Join(values, "; "))
	}
	return n, nil
}

// isCookie reports whether a parameter has a cookie of the name.
func (d *requestDecoder) isCookie(name string) bool {
	return slices.ContainsFunc(d.binding.cookies, func(p *parameter) bool { return p.rule.GetCookie() == name })
}

// checkRequired refuses a request without a parameter that it needs.
func (d *requestDecoder) checkRequired() *RequestError {
	b := d.binding
	for place, group := range map[string][]*parameter{"query parameter": b.query, "header": b.headers, "cookie": b.cookies} {
		for _, p := range group {
			missing := !p.isSet(d.request)
			if d.strict {
				missing = missing && !d.given[p]
			}
			needed := p.mustBeSet && (d.strict || !p.mayBeEmpty()) || p.sendsZero && d.strict
			if needed && missing {
				return badRequestf("is required").within(p.wireName()).in(place)
			}
		}
	}
	return nil
}

// mayBeEmpty reports whether nothing is sent of some values of a parameter that is set.
func (p *parameter) mayBeEmpty() bool {
	md := p.field.Message()
	return md != nil && !p.field.IsList() && !isText(md.FullName())
}

// wireName is the name of a parameter in its place.
func (p *parameter) wireName() string {
	switch {
	case p.rule.GetHeader() != "":
		return p.rule.GetHeader()
	case p.rule.GetCookie() != "":
		return p.rule.GetCookie()
	}
	return p.name
}

// body reads the body.
func (d *requestDecoder) body(body []byte) *RequestError {
	b := d.binding
	contentType := d.header.Get("Content-Type")
	if encoding := d.header.Get("Content-Encoding"); len(body) > 0 && encoding != "" && !strings.EqualFold(encoding, "identity") {
		return (&RequestError{HTTPStatus: http.StatusUnsupportedMediaType, Value: encoding, Problem: "want no content encoding, found " + quote(encoding, 40)}).in("body")
	}
	switch {
	case b.body == "":
		if text := bytes.TrimSpace(body); len(text) > 0 {
			return badRequestf("the method has none").in("body")
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

// checkContentType refuses a body of another media type than the method's.
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
	return &RequestError{HTTPStatus: http.StatusUnsupportedMediaType, Value: contentType, Problem: "want the media type " + want + ", found " + quote(contentType, 80)}
}

// isIn reports whether a media type is of a range, such as image/*. Bytes of an unknown type are of
// any range, and bytes may be of any type.
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

// json reads a body of JSON.
func (d *requestDecoder) jsonBody(body []byte) *RequestError {
	text := bytes.TrimSpace(body)
	if !d.strict && (len(text) == 0 || string(text) == `""`) && d.binding.hasObjectBody() {
		text = []byte("{}") // Google's clients for Node write an empty message so.
	}
	if len(text) == 0 {
		return badRequestf("is empty: the method requires it")
	}
	if d.binding.method.wrapped {
		text = unwrap(text)
	}
	b, opts := d.binding, d.json.unmarshal()
	if fd := b.bodyField; fd != nil {
		if err := opts.UnmarshalField(text, d.request, fd); err != nil {
			e := badJSON(err, "")
			e.Field = strings.TrimPrefix(strings.TrimPrefix(e.Field, fd.JSONName()), ".")
			return e
		}
		return nil
	}
	if err := opts.Unmarshal(text, d.request.Interface()); err != nil {
		return badJSON(err, "")
	}
	return nil
}

// hasObjectBody reports whether the JSON of the body is an object with the fields of a message.
func (b *Binding) hasObjectBody() bool {
	fd := b.bodyField
	return fd == nil || fd.Message() != nil && !fd.IsList() && !fd.IsMap() && hasDottedMembers(fd.Message())
}

// checkBody looks at fields that a body of "*" does not have, as they are in the path, the query or a
// header. In Google's APIs, a client may repeat in the body what is in the path.
func (d *requestDecoder) checkBody() *RequestError {
	b := d.binding
	if b.bodyField != nil {
		return nil
	}
	if err := b.checkMemberNames(d.request); err != nil {
		return badRequestf("%s", err).in("body")
	}
	if !d.strict {
		return nil
	}
	fields := d.request.Descriptor().Fields()
	for i := range fields.Len() {
		if fd := fields.Get(i); b.bound[string(fd.Name())] && d.request.Has(fd) {
			return badRequestf("is not in the body, but in the path, the query or a header").within(fd.JSONName()).in("body")
		}
	}
	return nil
}

// boundary returns the parameter of multipart/form-data that separates parts.
func boundary(contentType string) (string, *RequestError) {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || parameters["boundary"] == "" {
		return "", &RequestError{HTTPStatus: http.StatusBadRequest, Value: contentType, Problem: "want a media type with a boundary, found " + quote(contentType, 80)}
	}
	return parameters["boundary"], nil
}
