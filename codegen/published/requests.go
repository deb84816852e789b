// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/transcode"
)

// compareMethods compares the requests of all methods. A method that was removed is compared with one that
// has the same HTTP method and path, if there is one.
func (c *comparer) compareMethods(before, after *definitions) {
	byPath := make(map[string]protoreflect.MethodDescriptor)
	for _, name := range sortedKeys(after.methods) {
		for _, b := range bindings(after.methods[name]) {
			byPath[b.key()] = after.methods[name]
		}
	}
	for _, name := range sortedKeys(before.methods) {
		old, now := before.methods[name], after.methods[name]
		if now == nil {
			if now = byPath[bindings(old)[0].key()]; now == nil {
				c.addState(string(name), Removed, refused, "the method was removed")
				c.addRequest(old, after)
				continue
			}
			change, _ := c.record(string(name), patch, "the method became %s", relativeName(now))
			change.Successor = string(now.FullName())
			c.addRequest(old, after)
		}
		c.compareCalls(string(name), old, now)
		c.compareParameters(string(name), old, now)
		c.compareBodies(string(name), old, now, before, after)
		c.compareMedia(string(name), old, now)
		c.compareCredentials(string(name), old, now)
	}
	for _, name := range sortedKeys(after.methods) {
		if before.methods[name] == nil {
			c.addState(string(name), Added, Verdict{Requests: compare.Minor}, "the method was added")
			c.addRequest(after.methods[name], before)
		}
	}
}

// addRequest notes the request and the response of a method that the other version lacks.
func (c *comparer) addRequest(method protoreflect.MethodDescriptor, other *definitions) {
	c.addImplied(method.Input(), other)
	if strings.HasSuffix(string(method.Output().Name()), "Response") { // otherwise, it can be a resource
		c.addImplied(method.Output(), other)
	}
}

// addFieldType notes the type of a field that the other version lacks, if the message of the field contains the type.
func (c *comparer) addFieldType(f protoreflect.FieldDescriptor, other *definitions) {
	if t := f.Enum(); t != nil && t.Parent() == f.Parent() {
		c.addImplied(t, other)
	}
	if t := f.Message(); t != nil && t.Parent() == f.Parent() && !t.IsMapEntry() {
		c.addImplied(t, other)
	}
}

// addImplied notes a type, if the other version lacks it.
func (c *comparer) addImplied(d protoreflect.Descriptor, other *definitions) {
	if other.messages[d.FullName()] == nil && other.enums[d.FullName()] == nil {
		c.implied[string(d.FullName())] = true
	}
}

// compareCalls compares where the requests of a method go.
func (c *comparer) compareCalls(element string, old, now protoreflect.MethodDescriptor) {
	if was, is := host(old), host(now); was != is {
		c.add(element, refused, "the host %s became %s", was, is)
	}
	served := bindings(now)
	for _, b := range bindings(old) {
		if !slices.ContainsFunc(served, func(other binding) bool { return other.serves(b) }) {
			c.add(element, refused, "%s became %s", b, served[0])
		}
	}
	was, is := transcode.MethodRule(old), transcode.MethodRule(now)
	if was.GetApiVersion() != is.GetApiVersion() {
		c.add(element, refused, "the API version %q became %q", was.GetApiVersion(), is.GetApiVersion())
	}
	if accept := was.GetAccept(); len(accept) > 0 || len(is.GetAccept()) > 0 {
		if !slices.ContainsFunc(mediaTypes(accept), func(t string) bool { return slices.Contains(mediaTypes(is.GetAccept()), t) }) {
			c.add(element, broken, "the media type of responses became %s", strings.Join(mediaTypes(is.GetAccept()), " or "))
		}
	}
	c.compareDeprecation(old, now, "method")
}

func mediaTypes(accept []string) []string {
	if len(accept) == 0 {
		return []string{"application/json"}
	}
	return accept
}

// binding is an HTTP method and a path. The variables of the path are replaced by their patterns.
type binding struct{ verb, path string }

func (b binding) String() string { return b.verb + " " + b.path }

// key is equal for bindings that receive the same requests.
func (b binding) key() string { return b.String() }

// serves reports whether all requests of another binding match this one.
func (b binding) serves(other binding) bool {
	if b.verb != other.verb {
		return false
	}
	if b.path == other.path {
		return true
	}
	path, action, _ := strings.Cut(b.path, ":")
	otherPath, otherAction, _ := strings.Cut(other.path, ":")
	return action == otherAction && covers(strings.Split(path, "/"), strings.Split(otherPath, "/"))
}

// covers reports whether a pattern matches everything that another one matches.
func covers(pattern, other []string) bool {
	switch {
	case len(pattern) == 0:
		return len(other) == 0
	case pattern[0] == "**":
		return len(pattern) == 1 || len(other) > 0 && (covers(pattern[1:], other) || covers(pattern, other[1:]))
	case len(other) == 0 || other[0] == "**":
		return false
	}
	return (pattern[0] == "*" || pattern[0] == other[0]) && covers(pattern[1:], other[1:])
}

// bindings returns the bindings of a method, at least one.
func bindings(method protoreflect.MethodDescriptor) []binding {
	rule := httpRule(method)
	all := []binding{bindingOf(rule)}
	for _, additional := range rule.GetAdditionalBindings() {
		all = append(all, bindingOf(additional))
	}
	return all
}

func bindingOf(rule *annotations.HttpRule) binding {
	b := binding{"POST", ""}
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		b = binding{"GET", p.Get}
	case *annotations.HttpRule_Put:
		b = binding{"PUT", p.Put}
	case *annotations.HttpRule_Post:
		b = binding{"POST", p.Post}
	case *annotations.HttpRule_Delete:
		b = binding{"DELETE", p.Delete}
	case *annotations.HttpRule_Patch:
		b = binding{"PATCH", p.Patch}
	case *annotations.HttpRule_Custom:
		b = binding{p.Custom.GetKind(), p.Custom.GetPath()}
	}
	b.path = withoutVariables(b.path)
	return b
}

// withoutVariables replaces the variables of a path by their patterns.
func withoutVariables(path string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(path, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		variable, after, _ := strings.Cut(rest, "}")
		_, pattern, _ := strings.Cut(variable, "=")
		b.WriteString(cmp.Or(pattern, "*"))
		path = after
	}
}

// variables returns the names of the variables of a method's paths.
func variables(method protoreflect.MethodDescriptor) map[string]bool {
	names := make(map[string]bool)
	rule := httpRule(method)
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		for _, part := range strings.Split(pathOf(r), "{")[1:] {
			variable, _, _ := strings.Cut(part, "}")
			name, _, _ := strings.Cut(variable, "=")
			names[name] = true
		}
	}
	return names
}

func pathOf(rule *annotations.HttpRule) string {
	if custom := rule.GetCustom(); custom != nil {
		return custom.GetPath()
	}
	return cmp.Or(rule.GetGet(), rule.GetPut(), rule.GetPost(), rule.GetDelete(), rule.GetPatch())
}

// httpRule returns the HTTP rule of a method, or nil.
func httpRule(method protoreflect.MethodDescriptor) *annotations.HttpRule {
	if rule, _ := proto.GetExtension(method.Options(), annotations.E_Http).(*annotations.HttpRule); rule != nil {
		return rule
	}
	return transcode.MethodRule(method).GetHttp()
}

func host(method protoreflect.MethodDescriptor) string {
	if host := transcode.MethodRule(method).GetHost(); host != "" {
		return host
	}
	host, _ := proto.GetExtension(method.Parent().Options(), annotations.E_DefaultHost).(string)
	return host
}

// inMessage is the place of a field that has no place outside of its message.
const inMessage = ""

// place returns where a field is in a request, if its options determine that.
func place(f protoreflect.FieldDescriptor) string {
	p := transcode.FieldRule(f).GetParameter()
	switch {
	case p.GetHeader() != "":
		return "header " + p.GetHeader()
	case p.GetCookie() != "":
		return "cookie " + p.GetCookie()
	case p.GetPath():
		return inPath
	case p.GetQuery() != "":
		return "query parameter " + p.GetQuery()
	}
	return inMessage
}

const (
	inPath = "path"
	inBody = "body"
)

// parameters returns the fields of a request outside of the body, by their places.
func parameters(method protoreflect.MethodDescriptor) map[string]protoreflect.FieldDescriptor {
	fields := make(map[string]protoreflect.FieldDescriptor)
	body, inPaths := httpRule(method).GetBody(), variables(method)
	for i := range method.Input().Fields().Len() {
		f := method.Input().Fields().Get(i)
		at := place(f)
		switch {
		case inPaths[string(f.Name())] || at == inPath || body == string(f.Name()):
			continue
		case at == inMessage && body == "*":
			continue
		case at == inMessage:
			at = "query parameter " + f.JSONName()
		}
		fields[at] = f
	}
	return fields
}

// compareParameters compares the parameters of a method.
func (c *comparer) compareParameters(method string, old, now protoreflect.MethodDescriptor) {
	was, is := parameters(old), parameters(now)
	for _, at := range sortedNames(was) {
		f, same := was[at], is[at]
		element := string(f.FullName())
		switch {
		case same == nil:
			c.add(element, refused, "%s was removed from %s", at, bindings(now)[0])
		case !proto.Equal(style(f), style(same)):
			c.add(element, refused, "the style of the %s changed", at)
		case !isRequired(f) && isRequired(same):
			c.add(element, refused, "the %s became required", at)
		case f.FullName() != same.FullName() && cardinality(f) != cardinality(same):
			c.add(element, refused, "%s became %s", typeWords(f), typeWords(same))
		}
	}
	for _, at := range sortedNames(is) {
		if f := is[at]; was[at] == nil && isRequired(f) {
			c.add(string(f.FullName()), refused, "the required %s was added to %s", at, bindings(now)[0])
		}
	}
	if now.Input().FullName() != old.Input().FullName() && len(was) != len(is) {
		c.add(method, Verdict{Requests: compare.Minor}, "the parameters changed")
	}
}

// style returns the options of a parameter that change its text.
func style(f protoreflect.FieldDescriptor) *apipb.Parameter {
	p := transcode.FieldRule(f).GetParameter()
	return &apipb.Parameter{Separator: p.GetSeparator(), Exploded: p.GetExploded(), Json: p.GetJson(), Prefix: p.GetPrefix()}
}

// compareBodies compares the bodies of requests and responses.
func (c *comparer) compareBodies(element string, old, now protoreflect.MethodDescriptor, before, after *definitions) {
	wasBody, isBody := body(old), body(now)
	switch {
	case wasBody == nil && isBody != nil:
		verdict := Verdict{Requests: compare.Minor}
		if !transcode.MethodRule(now).GetBody().GetOptional() {
			verdict = refused
		}
		c.add(element, verdict, "the body was added")
	case wasBody != nil && isBody == nil:
		c.add(element, refused, "the body was removed")
	case wasBody != nil:
		c.compareFormats(element, old, now)
		if !isSameBody(wasBody, isBody, before, after) {
			c.add(element, refused, "the body %s became %s", bodyWords(wasBody), bodyWords(isBody))
		}
	}
	if old.Input().FullName() != now.Input().FullName() && old.FullName() == now.FullName() {
		c.add(element, patch, "the request %s became %s", relativeName(old.Input()), relativeName(now.Input()))
	}
	if was, is := old.Output(), now.Output(); was.FullName() != is.FullName() {
		verdict := messageVerdict(was, is, before, after, make(map[protoreflect.FullName]bool))
		if was.FullName() == "google.protobuf.Empty" {
			verdict = compare.Minor // a program ignores the response
		}
		c.add(element, Verdict{Wire: verdict}, "the response %s became %s", relativeName(was), relativeName(is))
	}
}

// body returns the request message or the field that is the body, or nil.
func body(method protoreflect.MethodDescriptor) protoreflect.Descriptor {
	switch name := httpRule(method).GetBody(); name {
	case "":
		return nil
	case "*":
		return method.Input()
	default:
		if f := method.Input().Fields().ByName(protoreflect.Name(name)); f != nil {
			return f
		}
		return nil
	}
}

// isSameBody reports whether two bodies have the same JSON. Changes within a message with the same name
// are those of the message.
func isSameBody(old, now protoreflect.Descriptor, before, after *definitions) bool {
	was, wasMessage := bodyMessage(old)
	is, isMessage := bodyMessage(now)
	if wasMessage && isMessage {
		return messageVerdict(was, is, before, after, make(map[protoreflect.FullName]bool)) < compare.Major
	}
	wasField, wasOK := old.(protoreflect.FieldDescriptor)
	isField, isOK := now.(protoreflect.FieldDescriptor)
	return wasOK && isOK && cardinality(wasField) == cardinality(isField) &&
		typeVerdict(wasField, isField, before, after, make(map[protoreflect.FullName]bool)) < compare.Major
}

// bodyMessage returns the message of a body that is one message.
func bodyMessage(body protoreflect.Descriptor) (protoreflect.MessageDescriptor, bool) {
	switch d := body.(type) {
	case protoreflect.MessageDescriptor:
		return d, true
	case protoreflect.FieldDescriptor:
		return d.Message(), d.Message() != nil && !d.IsList() && !d.IsMap()
	}
	return nil, false
}

func bodyWords(body protoreflect.Descriptor) string {
	if f, ok := body.(protoreflect.FieldDescriptor); ok {
		return typeWords(f)
	}
	return relativeName(body)
}

// compareFormats compares the formats of request bodies.
func (c *comparer) compareFormats(element string, old, now protoreflect.MethodDescriptor) {
	was, is := transcode.MethodRule(old).GetBody(), transcode.MethodRule(now).GetBody()
	if t, other := cmp.Or(was.GetMediaType(), "application/json"), cmp.Or(is.GetMediaType(), "application/json"); t != other {
		c.add(element, refused, "the media type of the body, %s, became %s", t, other)
	}
	if !slices.EqualFunc(was.GetParts(), is.GetParts(), func(a, b *apipb.BodyPart) bool { return proto.Equal(a, b) }) {
		c.add(element, refused, "the parts of the body have other formats")
	}
	if was.GetOptional() && !is.GetOptional() {
		c.add(element, refused, "the body became required")
	}
	if was.GetPartial() != is.GetPartial() {
		c.add(element, refused, "the body %s partial", map[bool]string{true: "became", false: "is no longer"}[is.GetPartial()])
	}
}

// compareMedia compares uploads and downloads.
func (c *comparer) compareMedia(element string, old, now protoreflect.MethodDescriptor) {
	was, is := transcode.MethodRule(old), transcode.MethodRule(now)
	switch upload, other := was.GetMediaUpload(), is.GetMediaUpload(); {
	case upload == nil && other == nil:
	case upload == nil && other.GetRequired():
		c.add(element, refused, "the method requires media")
	case upload == nil:
		c.add(element, Verdict{Requests: compare.Minor}, "the method accepts media")
	case other == nil:
		c.add(element, refused, "the method no longer accepts media")
	default:
		c.compareUploads(element, upload, other)
	}
	switch download, other := was.GetMediaDownload(), is.GetMediaDownload(); {
	case download == nil && other != nil && !other.GetOnly():
		c.add(element, Verdict{Requests: compare.Minor}, "the method can return media")
	case download == nil && other != nil:
		c.add(element, broken, "the method only returns media")
	case download != nil && other == nil:
		c.add(element, refused, "the method no longer returns media")
	case download.GetDownloadService() && !other.GetDownloadService():
		c.add(element, refused, "media is no longer at the path with the prefix /download")
	}
}

func (c *comparer) compareUploads(element string, was, is *apipb.MediaUpload) {
	if was.GetSimplePath() != is.GetSimplePath() {
		c.add(element, refused, "the path of uploads, %s, became %s", was.GetSimplePath(), is.GetSimplePath())
	}
	if was.GetResumablePath() != "" && was.GetResumablePath() != is.GetResumablePath() {
		c.add(element, refused, "the path of resumable uploads, %s, became %q", was.GetResumablePath(), is.GetResumablePath())
	}
	if is.GetMaxSize() > 0 && (was.GetMaxSize() == 0 || is.GetMaxSize() < was.GetMaxSize()) {
		c.add(element, refused, "uploads are limited to %d bytes", is.GetMaxSize())
	}
	if !was.GetRequired() && is.GetRequired() {
		c.add(element, refused, "the method requires media")
	}
	if len(is.GetAccept()) == 0 || slices.Contains(is.GetAccept(), "*/*") {
		return
	}
	for _, t := range was.GetAccept() {
		kind, _, _ := strings.Cut(t, "/")
		if !slices.Contains(is.GetAccept(), t) && !slices.Contains(is.GetAccept(), kind+"/*") {
			c.add(element, refused, "media of the type %s is no longer accepted", t)
		}
	}
	if len(was.GetAccept()) == 0 {
		c.add(element, refused, "only media of the types %s is accepted", strings.Join(is.GetAccept(), ", "))
	}
}

// compareCredentials compares scopes and security requirements. Every alternative that was sufficient must
// still be.
func (c *comparer) compareCredentials(element string, old, now protoreflect.MethodDescriptor) {
	was, is := transcode.MethodRule(old), transcode.MethodRule(now)
	switch scopes, others := was.GetOauthScopes(), is.GetOauthScopes(); {
	case len(others) == 0:
	case len(scopes) == 0:
		c.add(element, refused, "one of the scopes %s is required", strings.Join(others, ", "))
	default:
		for _, scope := range scopes {
			if !slices.Contains(others, scope) {
				c.add(element, refused, "the scope %s is no longer sufficient", scope)
			}
		}
		for _, scope := range others {
			if !slices.Contains(scopes, scope) {
				c.add(element, Verdict{Requests: compare.Minor}, "the scope %s is sufficient", scope)
			}
		}
	}
	if len(is.GetSecurity()) == 0 {
		return
	}
	alternatives := was.GetSecurity()
	if len(alternatives) == 0 {
		alternatives = []*apipb.SecurityRequirement{{}}
	}
	for _, required := range alternatives {
		isSufficient := func(r *apipb.SecurityRequirement) bool {
			return !slices.ContainsFunc(r.GetSchemes(), func(scheme string) bool { return !slices.Contains(required.GetSchemes(), scheme) })
		}
		if !slices.ContainsFunc(is.GetSecurity(), isSufficient) {
			c.add(element, refused, "%s no longer sufficient", schemeWords(required))
		}
	}
}

func schemeWords(r *apipb.SecurityRequirement) string {
	switch schemes := r.GetSchemes(); len(schemes) {
	case 0:
		return "a call without credentials is"
	case 1:
		return "the security scheme " + schemes[0] + " is"
	default:
		return fmt.Sprintf("the security schemes %s are", strings.Join(schemes, " and "))
	}
}

// credentials returns a security scheme without its description.
func credentials(s *apipb.SecurityScheme) *apipb.SecurityScheme {
	c := proto.Clone(s).(*apipb.SecurityScheme)
	c.Description = ""
	return c
}
