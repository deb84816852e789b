// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/textproto"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/runtime/wirejson"
)

// An operation is an operation of an OpenAPI document with its method.
type operation struct {
	name    string // "GET /pets/{id}"
	method  protoreflect.MethodDescriptor
	client  *stub.Client
	schemas *schemas
	route   *routers.Route
	// parameters are the parameters of the operation, except those that OpenAPI ignores.
	parameters []*openapi3.Parameter
	fields     map[*openapi3.Parameter]fieldPath
	// body is the body that the client sends as mediaType. bodyField is its field in the request,
	// or empty if it is the request itself.
	body      *openapi3.MediaType
	mediaType string
	bodyField protoreflect.FieldDescriptor
	// unjudged are the parameters that kin-openapi cannot decode.
	unjudged map[*openapi3.Parameter]bool
	// impossible are the parameters and the body whose schemas are known to contradict themselves,
	// so no value is valid.
	impossible map[*openapi3.Schema]bool
}

// A fieldPath leads from a request to a field.
type fieldPath []protoreflect.FieldDescriptor

// newOperation returns an operation of a document.
func newOperation(doc *openapi3.T, path, verb string, method protoreflect.MethodDescriptor, client *stub.Client, s *schemas) *operation {
	item := doc.Paths.Value(path)
	op := *item.GetOperation(verb)
	o := &operation{name: verb + " " + path, method: method, client: client, schemas: s, fields: make(map[*openapi3.Parameter]fieldPath)}
	for _, p := range slices.Concat(op.Parameters, item.Parameters) {
		if p == nil || p.Value == nil || isIgnored(p.Value) || slices.ContainsFunc(o.parameters, func(other *openapi3.Parameter) bool {
			return other.In == p.Value.In && other.Name == p.Value.Name
		}) {
			continue
		}
		o.parameters = append(o.parameters, p.Value)
	}
	op.Parameters = nil
	o.unjudged = make(map[*openapi3.Parameter]bool)
	for _, p := range o.parameters {
		if canDecode(p) {
			op.Parameters = append(op.Parameters, &openapi3.ParameterRef{Value: p})
		} else {
			o.unjudged[p] = true
		}
	}
	itemCopy := *item
	itemCopy.Parameters = nil
	o.route = &routers.Route{Spec: doc, Path: path, PathItem: &itemCopy, Method: verb, Operation: &op}
	o.findFields()
	o.findBody(&op)
	o.findImpossible()
	return o
}

func (o *operation) findImpossible() {
	o.impossible = make(map[*openapi3.Schema]bool)
	random := newRandom(o.name)
	for _, p := range o.parameters {
		if schema, _ := schemaOf(p); schema != nil {
			if value, err := o.schemas.draw(random, schema, true, o.placeOf(p)); err != nil || value == nil {
				o.impossible[schema] = true
			}
		}
	}
	if schema := o.bodySchema(); schema != nil && (isJSON(o.mediaType) || isForm(o.mediaType)) {
		if _, err := o.schemas.draw(random, schema, true, o.bodyPlace()); err != nil {
			o.impossible[schema] = true
		}
	}
}

// lacksBody reports whether the operation requires a body that its method lacks.
func (o *operation) lacksBody() bool {
	body := o.route.Operation.RequestBody
	return o.mediaType == "" && body != nil && body.Value != nil && body.Value.Required
}

// canBeCalled reports whether there is a value for everything that the operation requires.
func (o *operation) canBeCalled() bool {
	if strings.Contains(o.route.Path, "}{") {
		return false // the boundary between two variables is ambiguous
	}
	for _, p := range o.parameters {
		if schema, _ := schemaOf(p); p.Required && o.impossible[schema] {
			return false
		}
	}
	return !o.impossible[o.bodySchema()]
}

// isIgnored reports whether OpenAPI ignores a parameter (3.1.1, section 4.8.12.2), because the
// header is described elsewhere.
func isIgnored(p *openapi3.Parameter) bool {
	switch textproto.CanonicalMIMEHeaderKey(p.Name) {
	case "Accept", "Content-Type", "Authorization", "Content-Length", "Transfer-Encoding", "Connection", "Host":
		return p.In == openapi3.ParameterInHeader // net/http sets the last four itself
	}
	return false
}

// schemaOf returns the schema of a parameter, and reports whether its value is JSON.
func schemaOf(p *openapi3.Parameter) (schema *openapi3.Schema, isJSON bool) {
	if p.Schema != nil {
		return p.Schema.Value, false
	}
	for _, name := range slices.Sorted(maps.Keys(p.Content)) {
		if media := p.Content[name]; media != nil && media.Schema != nil {
			return media.Schema.Value, true
		}
	}
	return nil, false
}

// placeOf returns the place of a parameter.
func (o *operation) placeOf(p *openapi3.Parameter) place {
	schema, isJSON := schemaOf(p)
	if p.In == openapi3.ParameterInPath {
		for segment := range strings.SplitSeq(o.route.Path, "/") {
			if strings.Contains(segment, "{"+p.Name+"}") && segment != "{"+p.Name+"}" {
				return inSegment
			}
		}
	}
	if p.In != openapi3.ParameterInQuery || schema == nil {
		return inPlainText
	}
	if isJSON {
		return inJSON
	}
	for _, s := range (hints{schema}).whole() {
		if s.Type.Includes("array") || s.Type.Includes("object") || s.Items != nil || len(s.Properties) > 0 {
			return inPlainText
		}
	}
	return inQuery
}

// findFields finds the fields of the parameters. Descriptors record where fields are sent.
func (o *operation) findFields() {
	byName := make(map[string]fieldPath)
	for i, name := range variable.FindAllStringSubmatch(o.route.Path, -1) {
		if variables := o.template().Variables(); i < len(variables) {
			byName["path "+name[1]] = resolve(o.method.Input(), variables[i].FieldPath)
		}
	}
	o.addFields(byName, nil, "", o.method.Input())
	for _, p := range o.parameters {
		name := p.In + " " + p.Name
		if p.In == openapi3.ParameterInHeader {
			name = strings.ToLower(name)
		}
		if path := byName[name]; path != nil {
			o.fields[p] = path
		}
	}
}

var variable = regexp.MustCompile(`\{([^{}]*)\}`)

// addFields adds the fields of a message that are sent in the query, in headers or in cookies.
func (o *operation) addFields(byName map[string]fieldPath, path fieldPath, prefix string, md protoreflect.MessageDescriptor) {
	body := ruleOf(o.method).GetBody()
	for i := range md.Fields().Len() {
		fd := md.Fields().Get(i)
		inner := append(slices.Clip(path), fd)
		rule := option[*apipb.FieldRule](fd, apipb.E_Field).GetParameter()
		switch {
		case rule.GetHeader() != "":
			byName["header "+strings.ToLower(rule.GetHeader())] = inner
		case rule.GetCookie() != "":
			byName["cookie "+rule.GetCookie()] = inner
		case rule.GetPath(), path == nil && string(fd.Name()) == body, body == "*" && rule.GetQuery() == "" && path == nil:
		default:
			name := prefix + cmp.Or(rule.GetQuery(), fd.JSONName())
			if byName["query "+name] == nil {
				byName["query "+name] = inner
			}
			if fd.Message() != nil && !fd.IsList() && !fd.IsMap() && len(path) < 3 {
				o.addFields(byName, inner, name+".", fd.Message())
			}
		}
	}
}

func resolve(md protoreflect.MessageDescriptor, path string) fieldPath {
	var fields fieldPath
	for name := range strings.SplitSeq(path, ".") {
		if md == nil || md.Fields().ByName(protoreflect.Name(name)) == nil {
			return nil
		}
		fd := md.Fields().ByName(protoreflect.Name(name))
		fields, md = append(fields, fd), fd.Message()
	}
	return fields
}

// template returns the path of the method. A path that cannot be parsed has no variables.
func (o *operation) template() pathtemplate.Template { return templateOf(o.method) }

func templateOf(method protoreflect.MethodDescriptor) pathtemplate.Template {
	rule := ruleOf(method)
	if rule == nil {
		return pathtemplate.Template{}
	}
	_, path := request(rule)
	template, err := pathtemplate.Parse(path)
	if err != nil {
		template, _ = pathtemplate.ParseOpenAPI(path)
	}
	return template
}

// findBody finds the body that the client sends.
func (o *operation) findBody(op *openapi3.Operation) {
	body := ruleOf(o.method).GetBody()
	if body == "" || op.RequestBody == nil || op.RequestBody.Value == nil {
		return
	}
	if body != "*" {
		o.bodyField = o.method.Input().Fields().ByName(protoreflect.Name(body))
	}
	o.mediaType = cmp.Or(option[*apipb.MethodRule](o.method, apipb.E_Method).GetBody().GetMediaType(), "application/json")
	content := op.RequestBody.Value.Content
	if o.body = content.Get(o.mediaType); o.body != nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(content)) {
		if isJSON(name) == isJSON(o.mediaType) {
			o.body = content[name]
			return
		}
	}
}

func isJSON(mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	return mediaType == "application/json" || mediaType == "text/json" || mediaType == "*/*" || mediaType == "application/*" || strings.HasSuffix(mediaType, "+json") || mediaType == "application/*+json"
}

func isForm(mediaType string) bool {
	return strings.HasPrefix(mediaType, "application/x-www-form-urlencoded") || strings.HasPrefix(mediaType, "multipart/form-data")
}

// bodyPlace returns the place of the body.
func (o *operation) bodyPlace() place {
	if isJSON(o.mediaType) {
		return inJSON
	}
	return inForm
}

// bodySchema returns the document's schema of the body, or nil.
func (o *operation) bodySchema() *openapi3.Schema {
	if o.body == nil || o.body.Schema == nil {
		return nil
	}
	return o.body.Schema.Value
}

// drawRequest generates a request message. Without an operation it uses no schemas.
func (t *taker) drawRequest(g *messages, method protoreflect.MethodDescriptor, o *operation) proto.Message {
	req := dynamicpb.NewMessage(method.Input())
	variables := make(map[string]bool)
	for _, v := range templateOf(method).Variables() {
		variables[v.FieldPath] = true
	}
	g.fillRequest(req, o, nil, variables, ruleOf(method).GetBody())
	for _, v := range templateOf(method).Variables() {
		g.fillVariable(req, o, v)
	}
	return req
}

// fillRequest sets the fields of a request, or of a message in it that consists of several
// parameters.
func (g *messages) fillRequest(m protoreflect.Message, o *operation, path fieldPath, variables map[string]bool, body string) {
	md := m.Descriptor()
	if option[*apipb.MessageRule](md, apipb.E_Message).GetJsonUnion() != nil {
		g.fill(m, o.hintsOfBody(), o.placeOfBody(), 6)
		return
	}
	chosen := make(map[protoreflect.FullName]protoreflect.FieldDescriptor)
	for i := range md.Oneofs().Len() {
		if of := md.Oneofs().Get(i); !of.IsSynthetic() {
			chosen[of.FullName()] = of.Fields().Get(g.IntN(of.Fields().Len()))
		}
	}
	for i := range md.Fields().Len() {
		fd := md.Fields().Get(i)
		inner := append(slices.Clip(path), fd)
		if of := fd.ContainingOneof(); of != nil && !of.IsSynthetic() && chosen[of.FullName()] != fd {
			continue
		}
		if variables[pathText(inner)] || !isRequired(fd) && !g.wants(fd) {
			continue
		}
		h, where := o.hintsOf(inner, body)
		if o != nil && len(h) == 1 && o.impossible[h[0]] {
			continue
		}
		if h == nil && len(path) < 3 && o.hasParametersIn(inner) {
			g.fillRequest(m.Mutable(fd).Message(), o, inner, variables, "")
			continue
		}
		g.set(m, fd, h, where, 6)
	}
}

func pathText(path fieldPath) string {
	var names []string
	for _, fd := range path {
		names = append(names, string(fd.Name()))
	}
	return strings.Join(names, ".")
}

// fillVariable sets the field of a path's variable.
func (g *messages) fillVariable(m protoreflect.Message, o *operation, v pathtemplate.Variable) {
	path := resolve(m.Descriptor(), v.FieldPath)
	if path == nil {
		return
	}
	for _, fd := range path[:len(path)-1] {
		m = m.Mutable(fd).Message()
	}
	fd := path[len(path)-1]
	h, where := o.hintsOf(path, "")
	if h == nil && fd.Kind() == protoreflect.StringKind && !fd.IsList() {
		m.Set(fd, protoreflect.ValueOfString(g.pathText(fd, v)))
		return
	}
	for try := 0; try < 5 && !m.Has(fd); try++ { // without presence, zero means unset
		g.set(m, fd, h, where, 6)
	}
	if fd.Kind() == protoreflect.StringKind && !fd.IsList() && !fd.IsMap() && m.Get(fd).String() == "" {
		m.Set(fd, protoreflect.ValueOfString("x"))
	}
}

// hintsOf returns the document's schemas of a field, and its place.
func (o *operation) hintsOf(path fieldPath, body string) (hints, place) {
	if o == nil {
		if fd := path[len(path)-1]; len(path) == 1 && (body == "*" || string(fd.Name()) == body) && option[*apipb.FieldRule](fd, apipb.E_Field).GetParameter() == nil {
			return nil, inJSON
		}
		return nil, inPlainText
	}
	for p, other := range o.fields {
		if slices.Equal(path, other) {
			if schema, _ := schemaOf(p); schema != nil {
				return hints{schema}, o.placeOf(p)
			}
			return nil, o.placeOf(p)
		}
	}
	switch {
	case len(path) > 1:
	case body == "*":
		return o.hintsOfBody().whole().member(path[0].JSONName()), o.placeOfBody()
	case string(path[0].Name()) == body:
		return o.hintsOfBody(), o.placeOfBody()
	}
	return nil, inPlainText
}

func (o *operation) hasParametersIn(path fieldPath) bool {
	if o == nil {
		return false
	}
	for _, other := range o.fields {
		if len(other) > len(path) && slices.Equal(other[:len(path)], path) {
			return true
		}
	}
	return false
}

func (o *operation) hintsOfBody() hints {
	if o == nil || o.bodySchema() == nil {
		return nil
	}
	return hints{o.bodySchema()}
}

func (o *operation) placeOfBody() place {
	if o == nil {
		return inJSON
	}
	return o.bodyPlace()
}

// A sample request is generated from the schemas of a document.
type sampleRequest struct {
	parameters map[*openapi3.Parameter]any
	body       any
	hasBody    bool
}

// drawValues generates parameters and a body.
func (o *operation) drawValues(g *values) (*sampleRequest, error) {
	s := &sampleRequest{parameters: make(map[*openapi3.Parameter]any)}
	for _, p := range o.parameters {
		schema, _ := schemaOf(p)
		if schema == nil || o.fields[p] == nil || o.impossible[schema] || !p.Required && g.IntN(2) == 0 {
			continue
		}
		value, err := o.schemas.draw(g.Rand, schema, true, o.placeOf(p))
		if err == nil && value == nil {
			err = errNotDrawn
		}
		switch {
		case err == nil:
			s.parameters[p] = value
		case p.Required:
			return nil, fmt.Errorf("%s parameter %s: %w", p.In, p.Name, err)
		}
	}
	if o.mediaType == "" || !o.route.Operation.RequestBody.Value.Required && g.IntN(4) == 0 {
		return s, nil
	}
	var err error
	if s.hasBody = true; isJSON(o.mediaType) || isForm(o.mediaType) {
		if o.bodySchema() == nil {
			s.body = map[string]any{}
			return s, nil
		}
		if s.body, err = o.schemas.draw(g.Rand, o.bodySchema(), true, o.bodyPlace()); err != nil {
			err = fmt.Errorf("body: %w", err)
		}
		return s, err
	}
	s.body = binary("content " + g.text(1, 9))
	if schema := o.bodySchema(); schema != nil && schema.Type.Is(openapi3.TypeString) {
		if s.body, err = o.schemas.draw(g.Rand, schema, true, inForm); err != nil {
			return s, fmt.Errorf("body: %w", err)
		}
		if text, ok := s.body.(string); ok {
			s.body = binary(text)
		}
	}
	return s, nil
}

// message returns a sample as the request message of the method.
func (o *operation) message(s *sampleRequest) (proto.Message, error) {
	req := dynamicpb.NewMessage(o.method.Input())
	for _, p := range o.parameters {
		if value, ok := s.parameters[p]; ok {
			if err := set(req, o.fields[p], value); err != nil {
				return req, &heldError{p.In + " parameter", p.Name, value, err}
			}
		}
	}
	if !s.hasBody {
		return req, nil
	}
	var path fieldPath
	if o.bodyField != nil {
		path = fieldPath{o.bodyField}
	}
	if err := set(req, path, s.body); err != nil {
		return req, &heldError{"body", "", s.body, err}
	}
	return req, nil
}

// A heldError reports that a message cannot contain a value that the document allows.
type heldError struct {
	where, name string
	value       any
	err         error
}

func (e *heldError) Error() string {
	return fmt.Sprintf("%s %s = %s: %v", e.where, e.name, jsonText(e.value), e.err)
}

// set sets the field at a path, or all fields of a value.
func set(m *dynamicpb.Message, path fieldPath, value any) error {
	if n := len(path); n > 0 && path[n-1].Kind() == protoreflect.StringKind {
		value = asText(value)
	}
	for _, fd := range slices.Backward(path) {
		value = map[string]any{fd.JSONName(): value}
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	fresh := dynamicpb.NewMessage(m.Descriptor())
	if err := (wirejson.UnmarshalOptions{Exact: true}).Unmarshal(text, fresh); err != nil {
		return err
	}
	proto.Merge(m, fresh)
	return nil
}

// asText returns a number or a boolean as its text in a parameter.
func asText(value any) any {
	switch value := value.(type) {
	case bool, float64:
		return jsonText(value)
	case []any:
		list := make([]any, len(value))
		for i := range value {
			list[i] = asText(value[i])
		}
		return list
	}
	return value
}

var errOtherPath = errors.New("the path is not the operation's")

// match returns the values of the path's variables in a URL. The path starts with that of a server.
func (o *operation) match(u *url.URL) (map[string]string, error) {
	want, got := strings.Split(o.route.Path, "/"), strings.Split(u.EscapedPath(), "/")
	if len(got) < len(want) {
		return nil, errOtherPath
	}
	// Only this code knows where the paths of a document start.
	base := strings.Join(got[:len(got)-len(want)+1], "/")
	if !slices.Contains(o.basePaths(), base) {
		return nil, fmt.Errorf("%w: it begins with %q, and no server has that path", errOtherPath, base)
	}
	found := make(map[string]string)
	for i, segment := range got[len(got)-len(want)+1:] {
		text, err := url.PathUnescape(segment)
		if err != nil {
			return nil, err
		}
		var pattern strings.Builder
		var names []string
		last := 0
		template := want[i+1]
		for _, at := range variable.FindAllStringSubmatchIndex(template, -1) {
			pattern.WriteString(regexp.QuoteMeta(template[last:at[0]]) + "(.*)")
			names = append(names, template[at[2]:at[3]])
			last = at[1]
		}
		pattern.WriteString(regexp.QuoteMeta(template[last:]))
		values := regexp.MustCompile("^(?s:" + pattern.String() + ")$").FindStringSubmatch(text)
		if values == nil {
			literal, err := url.PathUnescape(template)
			if err == nil && literal == text {
				continue
			}
			return nil, fmt.Errorf("%w: %q is not %q", errOtherPath, text, template)
		}
		for j, name := range names {
			found[name] = values[j+1]
		}
	}
	return found, nil
}

// basePaths returns the paths of the servers.
func (o *operation) basePaths() []string {
	servers := o.route.Spec.Servers
	if own := o.route.PathItem.Servers; len(own) > 0 {
		servers = own
	}
	if own := o.route.Operation.Servers; own != nil && len(*own) > 0 {
		servers = *own
	}
	if !slices.ContainsFunc(servers, func(s *openapi3.Server) bool { return !strings.HasPrefix(s.URL, "http:") }) {
		servers = slices.Concat(servers, o.route.Spec.Servers) // a finding reports that methods are not called at http:
	}
	var paths []string
	if host, _ := proto.GetExtension(o.method.Parent().Options(), annotations.E_DefaultHost).(string); host == "" {
		paths = append(paths, "") // it is called at an endpoint without a path
	}
	for _, s := range servers {
		text := s.URL
		for name, v := range s.Variables {
			text = strings.ReplaceAll(text, "{"+name+"}", v.Default)
		}
		if u, err := url.Parse(text); err == nil {
			path := strings.Trim(u.EscapedPath(), "/")
			if path != "" {
				path = "/" + path
			}
			paths = append(paths, path)
		}
	}
	return paths
}
